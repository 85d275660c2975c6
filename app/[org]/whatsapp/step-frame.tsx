import { Check, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import type { StepState } from "@/lib/channels/get-setup";

/**
 * One step of the set-up. Done, it shrinks to its proof; open, it is a card; still to come, one quiet line. The number
 * beside it is a disc when done, a red square when broken.
 */
export function StepFrame({
  number,
  title,
  state,
  open,
  proof,
  facts,
  changeHref,
  closeHref,
  children,
}: {
  number: number;
  title: string;
  state: StepState;
  open: boolean;
  /** What was found, or what the step is about. */
  proof: ReactNode;
  /** More of the proof, a word each. */
  facts?: string[];
  /** Opens a step that is done. */
  changeHref?: string;
  /** Closes one that somebody opened out of turn. */
  closeHref?: string;
  children: ReactNode;
}) {
  return (
    <li
      aria-current={open ? "step" : undefined}
      className="group/step relative grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 pb-4.5 md:gap-x-4"
    >
      <span
        aria-hidden="true"
        className={`absolute top-[30px] bottom-[2px] left-[13px] border-l-2 group-last/step:hidden ${state === "done" ? "border-accent-line" : "border-line"}`}
      />
      <Mark number={number} state={state} />
      {open ? (
        <section
          aria-labelledby={`step-${number}`}
          className="grid grid-cols-[minmax(0,1fr)] gap-3.5 rounded-3 border border-line-strong bg-raised px-4 py-3.5 shadow-2 md:px-5"
        >
          <div className="flex items-center justify-between gap-3">
            <h2 id={`step-${number}`} className="font-semibold text-read">
              {title}
            </h2>
            {closeHref && (
              <LinkButton href={closeHref} look="ghost" size="small">
                Close<span className="sr-only"> {title}</span>
              </LinkButton>
            )}
          </div>
          {children}
        </section>
      ) : (
        <div>
          <div className="grid min-h-7 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 md:grid-cols-[154px_minmax(0,1fr)_auto]">
            <h2 className={`font-semibold text-read ${state === "done" ? "" : "text-ink-2"}`}>{title}</h2>
            <p
              className={`text-small max-md:order-last max-md:col-span-2 [overflow-wrap:anywhere] ${{ done: "text-ink-2", broken: "text-bad-ink", current: "text-ink-3", todo: "text-ink-3" }[state]}`}
            >
              {proof}
            </p>
            {changeHref && (
              <Link
                href={changeHref as Route}
                className="flex min-h-7 items-center rounded-2 px-2 font-medium text-ink-2 text-small hover:bg-hover hover:text-ink"
              >
                Change<span className="sr-only"> {title}</span>
              </Link>
            )}
          </div>
          {facts && facts.length > 0 && (
            <ul className="flex flex-wrap gap-x-3.5 gap-y-1 pt-1 text-ink-2 text-meta md:pl-[166px]">
              {facts.map((fact) => (
                <li key={fact} className="flex items-center gap-1.5">
                  <Check aria-hidden="true" className="size-3 stroke-[2.5] text-ok-ink" />
                  {fact}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </li>
  );
}

const words = { done: "Done: ", broken: "Needs repair: ", current: "Now: ", todo: "To come: " } as const;

function Mark({ number, state }: { number: number; state: StepState }) {
  const shape = {
    done: "rounded-full bg-accent text-on-accent",
    broken: "rounded-2 bg-bad text-on-bad shadow-[0_0_0_4px_var(--bad-soft)]",
    current: "rounded-full text-accent-ink shadow-[inset_0_0_0_2px_var(--accent)]",
    todo: "rounded-full text-ink-3 shadow-[inset_0_0_0_1.5px_var(--line-strong)]",
  }[state];
  return (
    <span className={`relative grid size-7 place-items-center font-semibold text-small ${shape}`}>
      <span className="sr-only">{words[state]}</span>
      {state === "done" && <Check aria-hidden="true" className="size-3.5 stroke-[2.5]" />}
      {state === "broken" && <X aria-hidden="true" className="size-3.5 stroke-[2.5]" />}
      {(state === "current" || state === "todo") && number}
    </span>
  );
}
