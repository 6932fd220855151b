"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { Icon } from "./icon";

/** Seconds between two looks; and a look that took long is not repeated before ten times as long. */
const EVERY = 5_000;
const PATIENCE = 10;

/**
 * Says as of when the page is, and refreshes it while something is under way: only while it is looked at, never twice
 * at once, and not while paused. The new rows come from the server into the page as it stands.
 */
export function Live({
  live,
  asOf,
  told,
  texts,
}: {
  live: boolean;
  asOf: string;
  /** What is under way, for those who listen; said when it changes, not with every look. */
  told: string;
  texts: { pause: string; resume: string; paused: string };
}) {
  const router = useRouter();
  const [alive, setAlive] = useState(false);
  const [paused, setPaused] = useState(false);
  const [looking, startLooking] = useTransition();
  const took = useRef(0);
  const since = useRef(0);
  const running = alive && live && !paused;
  useEffect(() => setAlive(true), []);

  useEffect(() => {
    if (looking || !since.current) return;
    took.current = performance.now() - since.current;
    since.current = 0;
  }, [looking]);

  useEffect(() => {
    if (!running || looking) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible") return;
      timer = setTimeout(
        () => {
          since.current = performance.now();
          startLooking(() => router.refresh());
        },
        Math.max(EVERY, took.current * PATIENCE),
      );
    };
    plan();
    document.addEventListener("visibilitychange", plan);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", plan);
    };
  }, [running, looking, router]);

  return (
    <div className="flex items-center gap-1.5 text-soft">
      {live && <span aria-hidden="true" className={`live-dot print:hidden ${running ? "" : "live-dot-paused"}`} />}
      <span className="whitespace-nowrap">{paused && live ? `${texts.paused}, ${asOf}` : asOf}</span>
      {alive && live && (
        <button
          type="button"
          className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md print:hidden hover:bg-accent-soft hover:text-ink"
          aria-label={paused ? texts.resume : texts.pause}
          title={paused ? texts.resume : texts.pause}
          onClick={() => setPaused(!paused)}
        >
          <Icon name={paused ? "play" : "pause"} />
        </button>
      )}
      <span role="status" className="sr-only">
        {told}
      </span>
    </div>
  );
}
