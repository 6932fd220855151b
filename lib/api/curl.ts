import type { Method, OpenApi } from "./openapi";
import type { Operation } from "./openapi-parts";

/** A call as it can be pasted into a terminal, with an example of what it takes. */
export function curlOf(
  server: OpenApi["servers"][number]["url"],
  path: string,
  method: Method,
  call: Operation,
): string {
  const address = new URL(path.replace(/\{\w+\}/g, "ID"), server).href;
  const lines = [`curl ${quote(method === "get" ? withQuestion(address, call) : address)}`];
  if (call.security?.length !== 0) lines.push(`-H ${quote("Authorization: Bearer acuse_…")}`);
  for (const [type, { example }] of Object.entries(call.requestBody?.content ?? {})) {
    lines.push(`-H ${quote(`Content-Type: ${type}`)}`, `--data-binary ${quote(JSON.stringify(example))}`);
  }
  return lines.join(" \\\n  ");
}

const withQuestion = (address: string, { parameters = [] }: Operation) =>
  parameters.some(({ name }) => name === "period") ? `${address}?period=last7` : address;

/** For a shell: whatever is inside stays as it is. */
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
