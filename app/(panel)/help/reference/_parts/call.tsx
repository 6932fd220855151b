import { curlOf } from "@/lib/api/curl";
import type { Answer } from "@/lib/api/openapi-parts";
import { boundsOf, type Call, formsOf, typeOf } from "@/lib/api/reference";
import type { Texts } from "@/lib/texts";
import { Properties } from "./properties";
import { Told } from "./told";
import { TypeWords } from "./type-words";

/** One call: what it does, what it takes, an example, and what it answers. */
export function CallSection({
  t,
  call: { path, method, operation },
  server,
}: {
  t: Texts;
  call: Call;
  server: string;
}) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const bodies = Object.entries(requestBody?.content ?? {});
  return (
    <section aria-labelledby={operationId} className="grid gap-3">
      <h2 id={operationId}>{summary}</h2>
      <p>
        <code>
          {method.toUpperCase()} {path}
        </code>
      </p>
      {description && (
        <p>
          <Told text={description} />
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{curlOf(server, path, method, operation)}</code>
      </pre>
      {parameters.length > 0 && (
        <Properties
          t={t}
          caption={t("apiReference.parameters")}
          rows={parameters.map(({ name, in: place, schema, description: told, required = false }) => ({
            ...{ name, schema, required },
            told: [place === "query" ? "" : place, told].filter(Boolean).join(": "),
          }))}
        />
      )}
      {bodies.map(([type, { schema }]) =>
        formsOf(schema).map((rows, i, forms) => (
          <Properties
            key={`${type} ${rows.map(({ name }) => name).join()}`}
            t={t}
            caption={`${t("apiReference.body")} ${type}${forms.length > 1 ? ` (${i + 1}/${forms.length})` : ""}`}
            rows={rows}
          />
        )),
      )}
      <Answers t={t} answers={responses} />
    </section>
  );
}

function Answers({ t, answers }: { t: Texts; answers: Readonly<Record<string, Answer>> }) {
  return (
    <ul aria-label={t("apiReference.answers")}>
      {Object.entries(answers).map(([status, answer]) => (
        <li key={status}>
          <code>{status}</code>{" "}
          {"$ref" in answer ? (
            <a href="#schema-Problem">{answer.$ref.split("/").at(-1)}</a>
          ) : (
            <>
              <Told text={answer.description} />
              {Object.values(answer.content ?? {}).map(({ schema }) =>
                formsOf(schema).map((rows) => (
                  <span key={rows.map(({ name }) => name).join()}>
                    :{" "}
                    {rows.map((row, i) => (
                      <span key={row.name}>
                        {i > 0 && ", "}
                        <code>{row.name}</code> <TypeWords pieces={typeOf(row.schema)} /> {boundsOf(row.schema)}
                      </span>
                    ))}
                  </span>
                )),
              )}
              {Object.values(answer.content ?? {}).map(
                ({ schema }) =>
                  typeof schema.$ref === "string" && (
                    <span key={schema.$ref}>
                      : <TypeWords pieces={typeOf(schema)} />
                    </span>
                  ),
              )}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}
