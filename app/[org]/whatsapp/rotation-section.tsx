import { Check, KeyRound } from "lucide-react";
import type { ViewerClock } from "@/components/create-clock";
import { SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Pill } from "@/components/ui/pill";
import { SecretField } from "@/components/ui/secret-field";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RotationStage, RotationView } from "@/lib/channels/rotate-token";
import { beginRotation, leaveRotation, stepRotation } from "./actions";
import { ago } from "./ago";
import { LookAgain } from "./look-again";

interface Props {
  slug: string;
  rotation: RotationView;
  clock: ViewerClock;
}

const lookAgainMs = 2_000;

/** The token's rotation, as two keys: the old one and the new one, and how far the new one is proven. */
export function RotationSection(props: Props) {
  const { rotation } = props;
  return (
    <section aria-labelledby="rotation" className="grid gap-3.5">
      <SectionTitle
        id="rotation"
        description="Without losing a message: both tokens are good until the new one has proven itself. Leave any time and come back."
      >
        Change the Auth Token
      </SectionTitle>
      {rotation.stage === "none" ? <Start {...props} /> : <UnderWay {...props} />}
    </section>
  );
}

function Start({ slug, rotation }: Props) {
  return (
    <>
      <ActionForm action={beginRotation.bind(null, slug)} className="grid gap-2">
        <input type="hidden" name="nextAuthToken" value="" />
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <SubmitButton look="secondary" icon={<KeyRound aria-hidden="true" />}>
            Let Twilio make a second token
          </SubmitButton>
          <span className="text-ink-3 text-meta">{rotation.oldToken} goes on working meanwhile.</span>
        </div>
      </ActionForm>
      <details>
        <summary className="w-fit font-medium text-ink-2 text-small hover:text-ink">
          I have made one in Twilio’s console
        </summary>
        <ActionForm action={beginRotation.bind(null, slug)} className="mt-3 grid gap-3">
          <SecretField
            name="nextAuthToken"
            label="Secondary Auth Token"
            hint="Console, Account, API keys & tokens, Create a secondary token. Do not promote it yet."
          />
          <div>
            <SubmitButton look="secondary">Take it on</SubmitButton>
          </div>
        </ActionForm>
      </details>
    </>
  );
}

const order: RotationStage[] = ["none", "accepting", "sending", "promoted", "proven"];

function UnderWay({ slug, rotation, clock }: Props) {
  const { stage, byTwilio, startedAt, switchedAt, promotedAt, provenAt, promotableAt, finishableAt } = rotation;
  const reached = (other: RotationStage) => order.indexOf(stage) >= order.indexOf(other);
  const waits = [promotableAt, finishableAt].some((time) => time && time > clock.now) || stage === "promoted";
  const when = (time: Date | null) => (time ? ago(time, clock.now) : "");
  return (
    <>
      {waits && <LookAgain everyMs={lookAgainMs} />}
      <TwoKeys rotation={rotation} />
      <ol className="grid gap-2 text-small">
        <Step done>Webhooks signed with either token are taken ({when(startedAt)})</Step>
        <Step done={reached("sending")}>
          {reached("sending")
            ? `Answers go out with the new token (${when(switchedAt)})`
            : "Send answers with the new token"}
        </Step>
        <Step done={reached("promoted")}>
          {reached("promoted")
            ? `The new token is Twilio’s first one, and the old one is refused there (${when(promotedAt)})`
            : "Make it Twilio’s first token"}
        </Step>
        <Step done={Boolean(provenAt)}>
          {provenAt
            ? `A message that Twilio signed with it came ${when(provenAt)}`
            : "A message that Twilio signed with it"}
        </Step>
      </ol>
      <Next {...{ slug, rotation, clock }} />
      {!reached("promoted") && (
        <ActionForm action={leaveRotation.bind(null, slug)} successToast="The old token alone is used again">
          <div>
            <SubmitButton look="ghost" size="small">
              Stop and keep the old token
            </SubmitButton>
          </div>
        </ActionForm>
      )}
      {!byTwilio && stage === "sending" && (
        <p className="text-ink-2 text-small">
          In Twilio’s console: Account, API keys & tokens, Promote to primary. Then come back here.
        </p>
      )}
    </>
  );
}

function TwoKeys({ rotation: { oldToken, newToken, stage } }: { rotation: RotationView }) {
  const isPromoted = stage === "promoted" || stage === "proven";
  const sends = stage !== "accepting";
  return (
    <dl className="grid gap-2 sm:grid-cols-2">
      <TokenKey term="Old" token={oldToken} faded={isPromoted}>
        {isPromoted ? <Pill>refused by Twilio</Pill> : <Pill tone="accent">signs</Pill>}
        {!sends && <Pill tone="accent">sends</Pill>}
      </TokenKey>
      <TokenKey term="New" token={newToken ?? ""}>
        {isPromoted && <Pill tone="accent">signs</Pill>}
        {sends && <Pill tone="accent">sends</Pill>}
        {stage === "proven" ? (
          <Pill tone="ok" icon={<Check aria-hidden="true" />}>
            proven
          </Pill>
        ) : (
          <Pill tone="outline">not proven yet</Pill>
        )}
      </TokenKey>
    </dl>
  );
}

function TokenKey({
  term,
  token,
  faded = false,
  children,
}: {
  term: string;
  token: string;
  faded?: boolean;
  children: React.ReactNode;
}) {
  return (
    <div
      className={`flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-3 border px-3.5 py-3 text-small ${faded ? "border-line-strong border-dashed text-ink-3" : "border-line-strong bg-raised"}`}
    >
      <KeyRound aria-hidden="true" className="size-4 text-ink-3" />
      <dt className="font-semibold">{term}</dt>
      <dd className="mr-auto font-mono">{token}</dd>
      <dd className="flex flex-wrap gap-1.5">{children}</dd>
    </div>
  );
}

function Step({ done, children }: { done: boolean; children: React.ReactNode }) {
  return (
    <li className={`flex items-start gap-2 ${done ? "" : "text-ink-3"}`}>
      {done ? (
        <Check aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok-ink" />
      ) : (
        <span
          aria-hidden="true"
          className="mt-1 ml-0.5 size-3 shrink-0 rounded-full border border-edge border-dashed"
        />
      )}
      <span>
        <span className="sr-only">{done ? "Done: " : "To come: "}</span>
        {children}
      </span>
    </li>
  );
}

function Next({ slug, rotation, clock }: Props) {
  const { stage, byTwilio, promotableAt, finishableAt, provenAt } = rotation;
  if (stage === "accepting") return <StepForm slug={slug} step="switch" label="Try the new token and send with it" />;
  if (stage === "sending") {
    const label = byTwilio ? "Make it Twilio’s first token" : "I have promoted it";
    return (
      <StepForm
        slug={slug}
        step="promote"
        label={label}
        from={promotableAt}
        now={clock.now}
        why="every server has to know it first"
      />
    );
  }
  if (!provenAt)
    return (
      <p className="text-ink-2 text-small">
        Write to the number from your phone, or wait for a customer: the first message signed with the new token is the
        proof. Nothing is lost meanwhile.
      </p>
    );
  return (
    <StepForm
      slug={slug}
      step="finish"
      label="Drop the old token"
      from={finishableAt}
      now={clock.now}
      why="a message signed with the old one may be on its way"
    />
  );
}

function StepForm({
  slug,
  step,
  label,
  from,
  now,
  why,
}: {
  slug: string;
  step: string;
  label: string;
  /** Not before. */
  from?: Date | null;
  now?: Date;
  why?: string;
}) {
  const seconds = from && now ? Math.ceil((from.getTime() - now.getTime()) / 1000) : 0;
  return (
    <ActionForm action={stepRotation.bind(null, slug)} className="grid gap-2">
      <input type="hidden" name="step" value={step} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <SubmitButton look="secondary" disabled={seconds > 0}>
          {label}
        </SubmitButton>
        {seconds > 0 && (
          <span className="text-ink-3 text-meta">
            In {seconds} s: {why}.
          </span>
        )}
      </div>
    </ActionForm>
  );
}
