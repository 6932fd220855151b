"use client";

import { type MouseEvent, useRef, useState } from "react";
import { Icon } from "./icon";
import { Refused, saveFile } from "./save-file";
import { useCloseWhenLeft } from "./use-close-when-left";

export type DownloadItem = { name: string; hint: string; href: string };

/** With `{name}` and `{size}` (megabytes) where they belong. */
export type DownloadTexts = Record<
  "title" | "starting" | "running" | "done" | "broken" | "refused" | "cancelled" | "stop" | "again" | "dismiss",
  string
>;

type State = { item: DownloadItem; phase: "running" | "done" | "broken" | "refused" | "cancelled"; bytes: number };

/** Plain links without a script; with one, progress, a way to stop, and a broken file is told instead of saved. */
export function Downloads({ items, texts }: { items: DownloadItem[]; texts: DownloadTexts }) {
  const details = useRef<HTMLDetailsElement>(null);
  const running = useRef<AbortController>(null);
  const [state, setState] = useState<State | null>(null);
  useCloseWhenLeft(details);

  async function start(item: DownloadItem) {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const tell = (phase: State["phase"], bytes: number) => {
      if (running.current === controller) setState({ item, phase, bytes });
    };
    tell("running", 0);
    let bytes = 0;
    try {
      await saveFile(item.href, controller.signal, (come) => {
        bytes = come;
        tell("running", come);
      });
      tell("done", bytes);
    } catch (error) {
      tell(controller.signal.aborted ? "cancelled" : error instanceof Refused ? "refused" : "broken", bytes);
    }
  }

  const follow = (event: MouseEvent, item: DownloadItem) => {
    // Ctrl-click and its like mean the link itself.
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (details.current) details.current.open = false;
    void start(item);
  };

  return (
    <>
      <details ref={details} className="popover">
        <summary className="button arrow">
          <Icon name="download" />
          {texts.title}
        </summary>
        <ul className="popover-panel at-end w-72">
          {items.map((item) => (
            <li key={item.href} className="option relative flex-col items-start gap-0 py-1.5">
              <a
                href={item.href}
                download
                aria-describedby={`${item.name}-hint`.replaceAll(" ", "-")}
                className="font-medium text-ink after:absolute after:inset-0"
                onClick={(event) => follow(event, item)}
              >
                {item.name}
              </a>
              <span id={`${item.name}-hint`.replaceAll(" ", "-")} className="text-xs text-soft">
                {item.hint}
              </span>
            </li>
          ))}
        </ul>
      </details>
      <div aria-live="polite" className="download-toast" hidden={state === null}>
        {state && (
          <Progress
            state={state}
            texts={texts}
            onStop={() => running.current?.abort()}
            onAgain={() => void start(state.item)}
            onDismiss={() => setState(null)}
          />
        )}
      </div>
    </>
  );
}

function Progress({
  state: { item, phase, bytes },
  texts,
  onStop,
  onAgain,
  onDismiss,
}: {
  state: State;
  texts: DownloadTexts;
  onStop: () => void;
  onAgain: () => void;
  onDismiss: () => void;
}) {
  const said = phase === "running" && bytes === 0 ? texts.starting : texts[phase];
  const failed = phase === "broken" || phase === "refused";
  return (
    <>
      <p className={failed ? "text-bad" : undefined}>
        {said.replace("{name}", item.name).replace("{size}", (bytes / 1_000_000).toFixed(1))}
      </p>
      {phase === "running" && <progress className="download-progress" aria-label={item.name} />}
      <p className="mt-2 flex gap-2">
        {phase === "running" && (
          <button type="button" className="button" onClick={onStop}>
            {texts.stop}
          </button>
        )}
        {failed && (
          <button type="button" className="button button-primary" onClick={onAgain}>
            {texts.again}
          </button>
        )}
        {phase !== "running" && (
          <button type="button" className="button" onClick={onDismiss}>
            {texts.dismiss}
          </button>
        )}
      </p>
    </>
  );
}
