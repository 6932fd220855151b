import type { TextKey, Texts } from "@/lib/texts";

/** Why it failed, in plain words, and the gateway's own code. */
export function Why({ t, reason, code }: { t: Texts; reason: string | null; code: string | null }) {
  if (!reason && !code) return null;
  return (
    <span className="why">
      {reason && t(`reason.${reason}` as TextKey)}
      {reason && code && " · "}
      {code && <span className="whitespace-nowrap">{code}</span>}
    </span>
  );
}
