import { Check, CircleDashed, X } from "lucide-react";
import { ActionForm } from "@/components/ui/action-form";
import { CopyField } from "@/components/ui/copy-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectedSender, WebhookEvidence } from "@/lib/channels/get-setup";
import { outOfReachSentence } from "@/lib/channels/out-of-reach";
import { checkNow, setItForMe } from "./actions";
import { AddressComparison } from "./address-comparison";
import { ago } from "./ago";
import { LookAgain } from "./look-again";
import type { StepProps } from "./step-props";

const lookAgainMs = 4_000;

/** Step 4: where Twilio brings messages, set through its API or pasted, and what has come of it so far. */
export function WebhookStep({ slug, setup: { sender, webhook }, clock }: StepProps) {
  if (!sender) return <p className="text-ink-2 text-small">First connect a number in step 3.</p>;
  return (
    <>
      <LookAgain everyMs={lookAgainMs} />
      <WebhookProblem {...{ webhook, sender }} />
      {!sender.isSandbox && !webhook.outOfReach && <SetItForMe slug={slug} look="primary" />}
      <details open={sender.isSandbox} className="group/paste grid gap-3">
        <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">I’ll paste it myself</summary>
        <Addresses sender={sender} />
        <ActionForm action={checkNow.bind(null, slug)} className="mt-3">
          <SubmitButton look="secondary">Check at Twilio</SubmitButton>
        </ActionForm>
      </details>
      <Live {...{ webhook }} now={clock.now} />
    </>
  );
}

export function SetItForMe({ slug, look }: { slug: string; look: "primary" | "secondary" }) {
  return (
    <ActionForm action={setItForMe.bind(null, slug)} successToast="Twilio has our addresses" className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SubmitButton look={look}>Set it for me</SubmitButton>
        <span className="text-ink-3 text-meta">
          Changes the sender's three addresses at Twilio (message, fallback, status) and nothing else.
        </span>
      </div>
    </ActionForm>
  );
}

/** As they are to be pasted, letter by letter. */
export function Addresses({ sender: { addresses, isSandbox } }: { sender: ConnectedSender }) {
  const { callbackUrl, fallbackUrl, statusCallbackUrl } = addresses;
  return (
    <div className="mt-3 grid gap-3">
      <p className="text-ink-2 text-small">
        {isSandbox
          ? "In Twilio’s console: Messaging, Try it out, WhatsApp, Sandbox settings. The address holds a key of yours: give it to nobody."
          : "In Twilio’s console: Messaging, Senders, WhatsApp senders, your number. What follows # lets Twilio try again."}
      </p>
      <CopyField label="When a message comes in" prefix="POST" value={callbackUrl} />
      {fallbackUrl && <CopyField label="If that fails" prefix="POST" value={fallbackUrl} />}
      {statusCallbackUrl && <CopyField label="Status callback" prefix="POST" value={statusCallbackUrl} />}
    </div>
  );
}

export function WebhookProblem({ webhook, sender }: { webhook: WebhookEvidence; sender: ConnectedSender }) {
  const { refusal, isOurs, callbackUrl, outOfReach, reachedAt } = webhook;
  if (refusal) {
    const { title, meaning } = refusals[refusal.reason];
    return (
      <div className="grid gap-1">
        <p className="font-semibold text-bad-ink text-lead">{title}</p>
        <p className="max-w-[62ch] text-ink-2 text-small">{meaning}</p>
        {refusal.signedUrl && (
          <AddressComparison called={refusal.signedUrl} expected={bare(sender.addresses.callbackUrl)} />
        )}
      </div>
    );
  }
  if (outOfReach) {
    return (
      <div className="grid gap-1">
        <p className="font-semibold text-bad-ink text-lead">
          Twilio cannot reach <span className="font-mono">{new URL(sender.addresses.callbackUrl).origin}</span>.
        </p>
        <p className="max-w-[62ch] text-ink-2 text-small">{outOfReachSentence}</p>
      </div>
    );
  }
  if (isOurs === false && !reachedAt && callbackUrl) {
    return (
      <div className="grid gap-1">
        <p className="font-semibold text-lead">Messages go to another address at the moment.</p>
        <p className="max-w-[62ch] text-ink-2 text-small">
          Whatever answers there stops getting them once ours is set. To go back, paste the old one in Twilio’s console.
        </p>
        <AddressComparison called={callbackUrl} expected={bare(sender.addresses.callbackUrl)} />
      </div>
    );
  }
  return null;
}

function bare(url: string): string {
  return url.split("#")[0] ?? url;
}

const refusals: Record<NonNullable<WebhookEvidence["refusal"]>["reason"], { title: string; meaning: string }> = {
  wrong_url: {
    title: "Twilio reaches us, but it calls a slightly different address.",
    meaning:
      "Twilio signs the exact address that it calls. With one character of difference the signature cannot match, and we refuse the message to keep strangers out.",
  },
  wrong_token: {
    title: "Messages arrive, but the Auth Token does not fit.",
    meaning:
      "Enter the primary Auth Token of the account that owns the number in step 3. A subaccount has its own; a new one takes effect at once.",
  },
  other_account: {
    title: "Requests arrive that name another Twilio account.",
    meaning:
      "If it owns the number, enter its SID and token in step 3. If you do not know it, leave it: somebody made them up, and nothing of them was taken.",
  },
  other_number: {
    title: "Messages arrive for another number of this account.",
    meaning: "Either connect that number in step 3, or take our address out of it in Twilio’s console.",
  },
};

function Live({ webhook: { reachedAt, refusal, isOurs }, now }: { webhook: WebhookEvidence; now: Date }) {
  return (
    <ul
      aria-live="polite"
      className="-mx-4 -mb-3.5 flex flex-wrap gap-x-5 gap-y-1.5 rounded-b-3 border-line border-t bg-canvas px-4 py-2.5 text-ink-2 text-meta md:-mx-5 md:px-5 [&_li]:flex [&_li]:items-center [&_li]:gap-1.5 [&_svg]:size-3.5"
    >
      {isOurs && (
        <li>
          <Check aria-hidden="true" className="text-ok-ink" />
          Twilio has our address
        </li>
      )}
      {reachedAt && (
        <li>
          <Check aria-hidden="true" className="text-ok-ink" />
          Twilio reached us {ago(reachedAt, now)}
        </li>
      )}
      {refusal && (
        <li className="font-medium text-bad-ink">
          <X aria-hidden="true" />
          Refused {refusal.count === 1 ? "once" : `${refusal.count} times`}, last {ago(refusal.lastAt, now)}
        </li>
      )}
      <li>
        <CircleDashed aria-hidden="true" />
        {reachedAt ? "We go on looking" : "No message has come yet. We look every 4 s"}
      </li>
    </ul>
  );
}
