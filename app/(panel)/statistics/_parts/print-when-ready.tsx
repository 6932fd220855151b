"use client";

import { useEffect } from "react";
import { Icon } from "@/app/_ui/icon";

/** Opens the browser's dialog once, when every chart is drawn and the fonts are there; and again at a press. */
export function PrintWhenReady({ label }: { label: string }) {
  useEffect(() => {
    let opened = false;
    const open = () => {
      if (opened || document.querySelector("[data-chart]:not([data-drawn])")) return;
      opened = true;
      watch.disconnect();
      void document.fonts.ready.then(() => window.print());
    };
    const watch = new MutationObserver(open);
    watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });
    open();
    return () => watch.disconnect();
  }, []);
  return (
    <button type="button" className="button" onClick={() => window.print()}>
      <Icon name="print" />
      {label}
    </button>
  );
}
