/** Why it failed, in plain words, and the gateway's own code. */
export function Why({ reason, code }: { reason?: string; code?: string | null }) {
  if (!reason && !code) return null;
  return (
    <span className="why">
      {reason}
      {reason && code && " · "}
      {code && <span className="whitespace-nowrap">{code}</span>}
    </span>
  );
}
