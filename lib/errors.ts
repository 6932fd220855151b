/** The closed set of outcomes that are not a bug; `lib/http.ts` and the pages translate them, once each. */
export const OUTCOMES = {
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  invalid: 400,
  conflict: 409,
  "too-large": 413,
  "too-many": 429,
  "no-credit": 402,
  unavailable: 503,
} as const;
export type Outcome = keyof typeof OUTCOMES;

/**
 * An outcome to be told to whoever asked. `message` is for people who read the API's answers, in English and without
 * secrets; pages show the text `error.<outcome>` or, where given, `error.<key>` in the reader's language.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly outcome: Outcome,
    message: string = outcome,
    readonly key?: string,
  ) {
    super(message);
  }
  get status(): number {
    return OUTCOMES[this.outcome];
  }
  /** Next keeps a server's message from the browser but hands this on, so that the error page can say what happened. */
  get digest(): string {
    return `acuse:${this.key ?? this.outcome}`;
  }
}

export const notFound = (what: string) => new AppError("not-found", `${what} not found`);
export const invalid = (message: string, key?: string) => new AppError("invalid", message, key);
