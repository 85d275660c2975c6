import { Check, CircleDashed, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { formatDuration } from "@/components/format";
import { ActionForm } from "@/components/ui/action-form";
import { CopyField } from "@/components/ui/copy-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { finishSetup } from "./actions";
import { ago } from "./ago";
import { LookAgain } from "./look-again";
import type { StepProps } from "./step-props";

const lookAgainMs = 2_000;

/** Step 6: a message from one's own phone, watched as it arrives and is answered. */
export function TestStep({ slug, setup: { sender, test, states }, clock }: StepProps) {
  if (!sender?.publishedVersion) return <p className="text-ink-2 text-small">First publish version 1 in step 5.</p>;
  const done = states.test === "done";
  return (
    <>
      {!done && <LookAgain everyMs={lookAgainMs} />}
      <p className="text-ink-2 text-small">
        {sender.isSandbox
          ? "Send “join” and your sandbox’s code to this number first, then any question."
          : "Write any question to this number from your own phone, on WhatsApp."}
      </p>
      <CopyField label="Write to" value={sender.shownNumber} />
      <CopyField label="For example" value="Hello, when are you open today?" />
      <ol aria-live="polite" className="grid gap-2 text-small">
        <Stage state={test.arrivedAt ? "done" : "waiting"}>
          {test.arrivedAt ? `It arrived ${ago(test.arrivedAt, clock.now)}` : "Waiting for your message"}
        </Stage>
        <Stage state={test.answeredAt ? "done" : test.problem ? "broken" : "waiting"}>
          {test.answeredAt && test.arrivedAt
            ? `Answered in ${formatDuration(test.answeredAt.getTime() - test.arrivedAt.getTime())}`
            : (test.problem ?? "Then the answer goes out")}
        </Stage>
      </ol>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ActionForm action={finishSetup.bind(null, slug)} className="contents">
          <SubmitButton look={done ? "primary" : "secondary"}>{done ? "Finish" : "Finish without a test"}</SubmitButton>
        </ActionForm>
        {test.conversationId && (
          <Link href={`/${slug}/conversations/${test.conversationId}` as Route} className="link text-small">
            See the conversation
          </Link>
        )}
      </div>
    </>
  );
}

function Stage({ state, children }: { state: "done" | "waiting" | "broken"; children: React.ReactNode }) {
  const mark = {
    done: <Check aria-hidden="true" className="size-4 text-ok-ink" />,
    waiting: <CircleDashed aria-hidden="true" className="size-4 text-ink-3" />,
    broken: <X aria-hidden="true" className="size-4 text-bad-ink" />,
  }[state];
  return (
    <li
      className={`flex items-start gap-2 ${state === "broken" ? "text-bad-ink" : state === "done" ? "" : "text-ink-3"}`}
    >
      <span className="mt-0.5">{mark}</span>
      {children}
    </li>
  );
}
