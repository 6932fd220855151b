import { codeIn } from "@/lib/api/reference";

/** A sentence of the description, with its code as code. */
export const Told = ({ text }: { text: string }) =>
  codeIn(text).map((piece, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one sentence never change their order
    i % 2 === 0 ? piece : <code key={i}>{piece}</code>,
  );
