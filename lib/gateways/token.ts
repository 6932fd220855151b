/**
 * The last part of a gateway's receipt path: `ACCOUNT-GATEWAY-SECRET`. It carries account and gateway, so that no
 * look-up searches all tenants; the secret is all the authentication that most gateways can give.
 */
export const tokenOf = (gateway: { accountId: number; id: number; secret: string }): string =>
  `${gateway.accountId.toString(36)}-${gateway.id.toString(36)}-${gateway.secret}`;

export function readToken(token: string): { accountId: number; gatewayId: number; secret: string } | null {
  const match = /^([0-9a-z]{1,6})-([0-9a-z]{1,6})-([\w-]{16,64})$/.exec(token);
  if (!match) return null;
  const [, account, gateway, secret] = match as unknown as [string, string, string, string];
  const [accountId, gatewayId] = [Number.parseInt(account, 36), Number.parseInt(gateway, 36)];
  return accountId <= 0x7fffffff && gatewayId <= 0x7fffffff ? { accountId, gatewayId, secret } : null;
}
