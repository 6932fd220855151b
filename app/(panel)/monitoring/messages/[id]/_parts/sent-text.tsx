import type { Given } from "./given";

/** The text as it was sent, its length, and the template it was made of. */
export function SentText({ t, formats, detail: { message, text, template } }: Given) {
  const { segments, encoding, parameters } = message;
  return (
    <figure className="mt-4">
      <figcaption className="field-label">{t("message.text")}</figcaption>
      <blockquote className="bubble" dir="auto">
        {text}
      </blockquote>
      <p className="mt-1 text-xs text-soft">
        {t("message.lengthOf", {
          characters: formats.integer([...text].length),
          segments: formats.integer(segments),
          count: segments,
          encoding: t(`encoding.${encoding}`),
        })}
      </p>
      {parameters && (
        <details className="mt-2">
          <summary className="disclosure">{t("message.template")}</summary>
          <p className="mt-1 wrap-anywhere whitespace-pre-wrap" dir="auto">
            {template}
          </p>
          <dl aria-label={t("message.parameters")} className="facts mt-2">
            {Object.entries(parameters).map(([name, value]) => (
              <div key={name}>
                <dt>%{name}%</dt>
                <dd className="wrap-anywhere">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </figure>
  );
}
