const HERE = "http://here.invalid";
/** Where nobody is to be sent back to: that would go round in circles, or show a machine's answer. */
const NEVER = /^\/(?:login|setup|invite|api)(?:\/|$)/;

/**
 * A path of our own to go on to after the sign-in, or null: whatever a browser could read as another site (`//host`,
 * `/\host`, a scheme, a tab in between) is none.
 */
export function localPath(text: string | null | undefined): string | null {
  if (!text?.startsWith("/") || text.length > 2000 || /[\\\u0000-\u001f]/.test(text)) return null;
  if (!URL.canParse(text, HERE)) return null;
  const url = new URL(text, HERE);
  url.searchParams.delete("_rsc");
  // Resolved dots may leave two slashes in front, which name a host again.
  if (url.origin !== HERE || url.pathname.startsWith("//") || NEVER.test(url.pathname)) return null;
  return `${url.pathname}${url.search}`;
}
