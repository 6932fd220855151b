"use client";

import { createContext, type ReactNode, useActionState, useContext, useEffect, useId, useRef } from "react";
import { CopyField } from "./copy-field";
import { type FormAction, type FormState, UNSENT } from "./form-state";
import { Icon } from "./icon";

const Sent = createContext<FormState>(UNSENT);

/** What was sent last and what became of it, for the fields inside. */
export const useSent = (): FormState => useContext(Sent);

/**
 * A form that a server action answers, with a script or without: faults stand at their fields, nothing typed is lost,
 * success is told. With a script the first wrong field gets the focus, and nothing is sent twice.
 */
export function ActionForm({
  action,
  children,
  className = "",
  label,
  copy,
}: {
  action: FormAction;
  children: ReactNode;
  className?: string;
  /** For those who listen, where no heading names the form. */
  label?: string;
  /** The words on a secret's copy button; for forms that make one. */
  copy?: { copy: string; copied: string };
}) {
  const [sent, send, pending] = useActionState(action, UNSENT);
  const form = useRef<HTMLFormElement>(null);
  const toldId = useId();
  useEffect(() => {
    if (sent === UNSENT) return;
    const wrong = form.current?.querySelector<HTMLElement>("[aria-invalid=true]");
    (wrong ?? document.getElementById(toldId))?.focus();
  }, [sent, toldId]);
  const told = sent.fault ?? sent.done;
  return (
    <div>
      <form ref={form} action={send} className={className} aria-label={label} noValidate>
        {/* What was changed while the answer is under way would be lost with it: React resets the form then. */}
        <fieldset disabled={pending} className="contents">
          <Sent value={sent}>{children}</Sent>
        </fieldset>
        {pending && <span data-pending hidden />}
      </form>
      <div id={toldId} role={sent.fault ? "alert" : "status"} tabIndex={-1} className="outline-none">
        {told && (
          <p className={`note mt-3 ${sent.fault ? "note-bad" : "note-good"}`}>
            <Icon name={sent.fault ? "warning" : "delivered"} className="mt-0.5 size-4" />
            <span className="min-w-0">{told}</span>
          </p>
        )}
      </div>
      {sent.secret && copy && <CopyField label={told ?? ""} value={sent.secret} texts={copy} className="mt-2" />}
    </div>
  );
}
