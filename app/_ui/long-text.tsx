/** One line of a long text; a click or Enter opens the whole of it in place. */
const LONG = 56;

export function LongText({ text }: { text: string }) {
  const isLong = text.length > LONG || text.includes("\n");
  if (!isLong) return <span dir="auto">{text}</span>;
  return (
    <details className="long-text">
      <summary dir="auto">{text}</summary>
    </details>
  );
}
