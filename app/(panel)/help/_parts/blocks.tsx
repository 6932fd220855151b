import Image from "next/image";
import Link from "next/link";
import type { Block, Inline } from "@/lib/help/blocks";
import type { Texts } from "@/lib/texts";

/** An article's blocks as a page. They never change order, so that their place is their key. */
export function Blocks({ t, blocks }: { t: Texts; blocks: readonly Block[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: see above.
  return blocks.map((block, index) => <OneBlock key={index} t={t} block={block} />);
}

function OneBlock({ t, block }: { t: Texts; block: Block }) {
  switch (block.kind) {
    case "heading":
      return block.level === 2 ? <h2 id={block.id}>{block.text}</h2> : <h3 id={block.id}>{block.text}</h3>;
    case "paragraph":
      return (
        <p>
          <Inlines inlines={block.inlines} />
        </p>
      );
    case "note":
      return (
        <p className="note" aria-label={t("help.note")} role="note">
          <span>
            <Inlines inlines={block.inlines} />
          </span>
        </p>
      );
    case "list": {
      const items = block.items.map((inlines, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as the blocks.
        <li key={index}>
          <Inlines inlines={inlines} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <pre tabIndex={0}>
          <code>{block.text}</code>
        </pre>
      );
    case "image":
      return (
        <figure>
          <Image src={block.src} alt={block.alt} width={1280} height={800} unoptimized />
          <figcaption>{block.alt}</figcaption>
        </figure>
      );
    case "table":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        <div className="article-table" tabIndex={0}>
          <table>
            <thead>
              <tr>
                {block.head.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: as the blocks.
                  <th key={index} scope="col">
                    <Inlines inlines={cell} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {block.rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as the blocks.
                <tr key={index}>
                  {row.map((cell, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as the blocks.
                    <td key={place}>
                      <Inlines inlines={cell} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
  }
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: as the blocks.
  return inlines.map((inline, index) => <OneInline key={index} inline={inline} />);
}

function OneInline({ inline }: { inline: Inline }) {
  switch (inline.kind) {
    case "text":
      return inline.text;
    case "strong":
      return <strong>{inline.text}</strong>;
    case "em":
      return <em>{inline.text}</em>;
    case "code":
      return <code>{inline.text}</code>;
    case "link":
      return inline.href.startsWith("/") ? (
        <Link href={inline.href} prefetch={false}>
          {inline.text}
        </Link>
      ) : (
        <a href={inline.href} rel="noreferrer">
          {inline.text}
        </a>
      );
  }
}
