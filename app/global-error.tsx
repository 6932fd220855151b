"use client";

import "./globals.css";
import { Fault } from "./_ui/fault";

/** In place of the whole document, when not even its frame could be made. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Acuse</title>
        <Fault {...props} />
      </body>
    </html>
  );
}
