declare const made: unique symbol;

/**
 * A platform administrator, above the accounts. First argument of what /admin asks and does, and made only in lib/auth.
 * He may belong to no account.
 */
export type Platform = Readonly<{ userId: number; name: string; accountId: number | null }> & { readonly [made]: true };

export const makePlatform = (user: { userId: number; name: string; accountId: number | null }): Platform =>
  ({ ...user }) as Platform;
