import { Check } from "lucide-react";
import type { ViewerClock } from "@/components/create-clock";
import { formatMoney } from "@/components/format";
import { SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { StatusMark } from "@/components/ui/status-mark";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ConnectedSender, Setup } from "@/lib/channels/get-setup";
import type { RotationView } from "@/lib/channels/rotate-token";
import { maskSecret } from "@/lib/secrets";
import { checkNow, disconnect, removeKey, removeModel, testKey } from "./actions";
import { ago } from "./ago";
import { DisconnectButton } from "./disconnect-button";
import { KeyForm } from "./provider-step";
import { RotationSection } from "./rotation-section";
import { senderFacts } from "./sender-facts";
import { SenderForm, SenderProblem } from "./sender-step";
import { Addresses, SetItForMe, WebhookProblem } from "./webhook-step";

interface Props {
  slug: string;
  setup: Setup;
  sender: ConnectedSender;
  rotation: RotationView;
  clock: ViewerClock;
}

/** After the set-up: the sender, its addresses, keys and models, the token's rotation, and the way out. */
export function ConnectedView(props: Props) {
  return (
    <>
      <SenderSection {...props} />
      <AddressSection {...props} />
      <KeySection {...props} />
      <ModelSection {...props} />
      <RotationSection slug={props.slug} rotation={props.rotation} clock={props.clock} />
      <DisconnectSection {...props} />
    </>
  );
}

function SenderSection({ slug, setup, sender, clock }: Props) {
  const { check, checkedAt } = sender;
  const reached = setup.webhook.reachedAt;
  const facts = senderFacts(check);
  return (
    <section aria-labelledby="sender">
      <SectionTitle
        id="sender"
        actions={
          <ActionForm action={checkNow.bind(null, slug)} className="contents" successToast="Twilio was asked">
            <SubmitButton look="secondary" size="small">
              Check at Twilio
            </SubmitButton>
          </ActionForm>
        }
      >
        {sender.isSandbox ? "Twilio’s sandbox" : "Your number"}
      </SectionTitle>
      {check?.problem && <SenderProblem slug={slug} sentence={check.problem.sentence} />}
      <div className="mt-2 flex items-start gap-3 rounded-3 border border-line-strong bg-raised px-4 py-3.5">
        <StatusMark status={check?.problem ? "broken" : reached || check ? "good" : "waiting"} />
        <div className="grid min-w-0 gap-0.5">
          <p className="font-semibold text-title">{sender.shownNumber}</p>
          <p className="text-ink-2 text-small">
            Account AC{maskSecret(sender.accountSidLastFour)}
            {checkedAt ? `, asked ${ago(checkedAt, clock.now)}` : ", not asked yet"}
            {reached && `, Twilio reached us ${ago(reached, clock.now)}`}
          </p>
          {facts.length > 0 && (
            <ul className="flex flex-wrap gap-x-3.5 gap-y-1 pt-1 text-ink-2 text-meta">
              {facts.map((fact) => (
                <li key={fact} className="flex items-center gap-1.5">
                  <Check aria-hidden="true" className="size-3 stroke-[2.5] text-ok-ink" />
                  {fact}
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      <details className="mt-3">
        <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">
          Change number or credentials
        </summary>
        <div className="mt-3">
          <SenderForm {...{ slug, sender }} look="secondary" />
        </div>
      </details>
    </section>
  );
}

function AddressSection({ slug, setup: { webhook }, sender }: Props) {
  return (
    <section aria-labelledby="addresses" className="grid gap-3">
      <SectionTitle id="addresses" description="Where Twilio brings messages and receipts.">
        Webhook
      </SectionTitle>
      <WebhookProblem {...{ webhook, sender }} />
      {!sender.isSandbox && !webhook.isOurs && !webhook.outOfReach && <SetItForMe slug={slug} look="secondary" />}
      {webhook.isOurs && (
        <p className="flex items-center gap-1.5 text-small">
          <Check aria-hidden="true" className="size-4 text-ok-ink" />
          Twilio has our address.
        </p>
      )}
      <details>
        <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">Show the addresses</summary>
        <Addresses sender={sender} />
      </details>
    </section>
  );
}

function KeySection({ slug, setup, clock }: Props) {
  return (
    <section aria-labelledby="keys">
      <SectionTitle id="keys" description="Each can be tried with a real call to its provider.">
        Provider keys
      </SectionTitle>
      <ul>
        {setup.keys.map((key) => (
          <li
            key={key.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2.5 text-small first:border-t"
          >
            <StatusMark status={key.testProblem ? "broken" : key.testedAt ? "good" : "waiting"} />
            <div className="min-w-40 flex-1">
              <p>
                <b>{key.label}</b> <span className="font-mono text-ink-2">{key.apiKey}</span>
              </p>
              <p className={key.testProblem ? "text-bad-ink" : "text-ink-3 text-meta"}>
                {key.testProblem ??
                  (key.testedAt ? `Worked ${ago(key.testedAt, clock.now)}, in ${key.testedMs} ms` : "Not tried yet")}
              </p>
            </div>
            <IdForm slug={slug} id={key.id} action={testKey} label="Try" about={key.label} toast="Tried" />
            <ConfirmDialog
              trigger={
                <Button look="ghost" size="small">
                  Remove<span className="sr-only"> {key.label}</span>
                </Button>
              }
              title={`Remove ${key.label}?`}
              body="The key is erased here. At the provider it stays valid until you delete it there."
              confirmLabel="Remove the key"
              action={removeKey.bind(null, slug)}
              values={{ id: key.id }}
              successToast="The key is removed"
            />
          </li>
        ))}
      </ul>
      <details className="mt-3">
        <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">Add a key</summary>
        <div className="mt-3">
          <KeyForm slug={slug} look="secondary" />
        </div>
      </details>
    </section>
  );
}

function ModelSection({ slug, setup }: Props) {
  return (
    <section aria-labelledby="models">
      <SectionTitle
        id="models"
        description="Which one answers is part of the published version, under Assistant."
        actions={
          <LinkButton size="small" href={`/${slug}/whatsapp/model`}>
            Add a model
          </LinkButton>
        }
      >
        Models
      </SectionTitle>
      <ul>
        {setup.models.map((model) => {
          const { organizationModelId: id, inputPricePerMTok: input, outputPricePerMTok: output } = model;
          const answers = id === setup.model?.organizationModelId;
          return (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2.5 text-small first:border-t"
            >
              <div className="min-w-40 flex-1">
                <p>
                  <b>{model.label}</b>{" "}
                  {model.label !== model.model && <span className="font-mono text-ink-2">{model.model}</span>}
                </p>
                <p className="text-ink-3 text-meta">
                  {input !== null && output !== null
                    ? `${dollars(input)} in and ${dollars(output)} out for a million tokens`
                    : "Without a price"}
                </p>
              </div>
              {answers ? (
                <span className="text-ink-2">answers now</span>
              ) : (
                <ConfirmDialog
                  trigger={
                    <Button look="ghost" size="small">
                      Remove<span className="sr-only"> {model.label}</span>
                    </Button>
                  }
                  title={`Remove ${model.label}?`}
                  body="It can no longer be chosen. Older versions go on saying that it answered."
                  confirmLabel="Remove the model"
                  action={removeModel.bind(null, slug)}
                  values={{ id }}
                  successToast="The model is removed"
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function dollars(price: number): string {
  return formatMoney(price * 1_000_000, "USD");
}

function IdForm({
  slug,
  id,
  action,
  label,
  about,
  toast,
}: {
  slug: string;
  id: string;
  action: typeof testKey;
  label: string;
  about: string;
  toast: string;
}) {
  return (
    <ActionForm action={action.bind(null, slug)} className="contents" successToast={toast}>
      <input type="hidden" name="id" value={id} />
      <SubmitButton look="secondary" size="small">
        {label}
        <span className="sr-only"> {about}</span>
      </SubmitButton>
    </ActionForm>
  );
}

function DisconnectSection({ slug, sender }: Props) {
  return (
    <section aria-labelledby="disconnect" className="grid gap-3">
      <SectionTitle id="disconnect">Disconnect</SectionTitle>
      <DescriptionList
        items={[
          {
            term: "Goes",
            detail: "SID and token here, our addresses at Twilio where they are still ours, the claim to the number",
          },
          { term: "Stays", detail: "conversations, versions, keys and models" },
        ]}
      />
      <div>
        <DisconnectButton
          number={sender.number}
          shownNumber={sender.shownNumber}
          action={disconnect.bind(null, slug)}
        />
      </div>
    </section>
  );
}
