import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { ConnectedSender } from "@/lib/channels/get-setup";
import { checkNow, connect } from "./actions";
import { formClass } from "./provider-step";
import type { StepProps } from "./step-props";

/** Step 3: whose number it is, confirmed by Twilio before it is saved. */
export function SenderStep({ slug, setup: { sender } }: StepProps) {
  return (
    <>
      {sender?.check?.problem && <SenderProblem {...{ slug, sentence: sender.check.problem.sentence }} />}
      <p className="text-ink-2 text-small">
        SID and token stand on the home page of Twilio’s console. A subaccount has its own. They are kept encrypted and
        shown only by their last four characters.
      </p>
      <SenderForm {...{ slug, sender }} look="primary" />
    </>
  );
}

export function SenderProblem({ slug, sentence }: { slug: string; sentence: string }) {
  return (
    <Banner
      tone="bad"
      title={sentence}
      action={
        <ActionForm action={checkNow.bind(null, slug)} className="contents">
          <SubmitButton look="secondary" size="small">
            Ask Twilio again
          </SubmitButton>
        </ActionForm>
      }
    />
  );
}

/** Beside a stored pair the fields are masked: SID and token are only ever replaced together. */
export function SenderForm({
  slug,
  sender,
  look,
}: {
  slug: string;
  sender: ConnectedSender | null;
  look: "primary" | "secondary";
}) {
  return (
    <ActionForm action={connect.bind(null, slug)} successToast="Twilio confirms the number" className={formClass}>
      <TextField
        name="twilioNumber"
        label="WhatsApp number"
        defaultValue={sender?.number}
        placeholder="+44 7700 900100"
        inputMode="tel"
        autoComplete="off"
        hint="With its country code. Spaces and whatsapp: in front do no harm."
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SecretField
          name="twilioAccountSid"
          label="Account SID"
          lastFour={sender?.accountSidLastFour}
          placeholder="AC…"
          hint={sender ? "SID and token are replaced together." : undefined}
        />
        <SecretField
          name="twilioAuthToken"
          label="Auth Token"
          lastFour={sender?.authTokenLastFour}
          hint={sender ? undefined : "The primary one: it signs what Twilio sends us."}
        />
      </div>
      <div>
        <SubmitButton look={look}>Check at Twilio and save</SubmitButton>
      </div>
    </ActionForm>
  );
}
