/** How far a campaign is: delivered, failed and under way beside one another; what is under way also in words. */
export function Progress({
  delivered,
  failed,
  pending,
  told,
}: {
  delivered: number;
  failed: number;
  pending: number;
  /** null: every message has its outcome. */
  told: string | null;
}) {
  const parts = [
    { status: "delivered", messages: delivered },
    { status: "rejected", messages: failed },
    { status: "processed", messages: pending },
  ].filter(({ messages }) => messages > 0);
  return (
    <>
      {parts.length > 0 && (
        <div className="share-bar campaign-bar" aria-hidden="true">
          {parts.map(({ status, messages }) => (
            <span key={status} data-status={status} style={{ flexGrow: messages }} />
          ))}
        </div>
      )}
      {told && <span className="why">{told}</span>}
    </>
  );
}
