import type { Piece } from "@/lib/api/reference";

/** A type in words; where it names a schema, the way to it. */
export const TypeWords = ({ pieces }: { pieces: readonly Piece[] }) =>
  pieces.map((piece, i) =>
    typeof piece === "string" ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one type never change their order
      <a key={i} href={`#schema-${piece.schema}`} className="underline underline-offset-2">
        {piece.schema}
      </a>
    ),
  );
