import { formatMoney, formatNumber } from "@/components/format";
import { type Setup, type SetupStep, setupSteps } from "@/lib/channels/get-setup";
import type { TenantDatabase } from "@/lib/db/for-organization";
import { maskSecret } from "@/lib/secrets";
import { AssistantStep } from "./assistant-step";

import { ModelStep } from "./model-step";
import { ProviderStep } from "./provider-step";
import { SandboxAside } from "./sandbox-aside";
import { senderFacts } from "./sender-facts";
import { SenderStep } from "./sender-step";
import { StepFrame } from "./step-frame";
import type { StepProps } from "./step-props";
import { TestStep } from "./test-step";
import { WebhookStep } from "./webhook-step";

/** The six steps, each with its own check; one is open: the one asked for, else the first that is not done. */
export function SetupView({
  slug,
  setup,
  clock,
  db,
  organizationName,
  asked,
  askedKey,
}: StepProps & {
  db: TenantDatabase;
  organizationName: string;
  asked: SetupStep | undefined;
  askedKey: string | undefined;
}) {
  const next = setupSteps.find((step) => setup.states[step] !== "done") ?? "test";
  const open = asked ?? next;
  const props = { slug, setup, clock };
  const content: Record<SetupStep, () => React.ReactNode> = {
    provider: () => <ProviderStep {...props} />,
    model: () => <ModelStep {...props} db={db} askedKey={askedKey} />,
    sender: () => <SenderStep {...props} />,
    webhook: () => <WebhookStep {...props} />,
    assistant: () => <AssistantStep {...props} organizationName={organizationName} />,
    test: () => <TestStep {...props} />,
  };
  return (
    <div className="mx-auto grid max-w-[1116px] items-start gap-x-11 gap-y-8 px-4 pt-5 pb-10 md:px-7 lg:grid-cols-[minmax(0,720px)_296px]">
      <ol className="grid">
        {setupSteps.map((step, index) => (
          <StepFrame
            key={step}
            number={index + 1}
            title={titles[step]}
            state={setup.states[step]}
            open={step === open}
            proof={lineOf(step, setup)}
            facts={step === "sender" && setup.sender ? senderFacts(setup.sender.check) : undefined}
            closeHref={open === next ? undefined : `/${slug}/whatsapp`}
            changeHref={changeable(step, setup) ? `/${slug}/whatsapp?step=${step}` : undefined}
          >
            {step === open && content[step]()}
          </StepFrame>
        ))}
      </ol>
      <aside className="grid gap-6 lg:sticky lg:top-5">
        <Progress setup={setup} />
        {(!setup.sender || setup.sender.isSandbox || open === "sender") && (
          <SandboxAside isSandbox={setup.sender?.isSandbox ?? false} />
        )}
      </aside>
    </div>
  );
}

const titles: Record<SetupStep, string> = {
  provider: "Model provider",
  model: "Model",
  sender: "Twilio sender",
  webhook: "Webhook",
  assistant: "Business and prompt",
  test: "Test message",
};

const promises: Record<SetupStep, string> = {
  provider: "The key of your AI provider, tried with a real call",
  model: "From the provider’s own list, with its price",
  sender: "Number, Account SID and Auth Token, checked at Twilio",
  webhook: "Tells Twilio where to bring messages",
  assistant: "Name, hours, languages and a first prompt",
  test: "Write from your own phone and watch the answer arrive",
};

/** What is wrong, what was found, or what the step is about. */
function lineOf(step: SetupStep, setup: Setup): React.ReactNode {
  if (setup.states[step] === "broken") return problemOf(step, setup);
  return setup.states[step] === "done" ? proofOf(step, setup) : promises[step];
}

function problemOf(step: SetupStep, { key, sender, test }: Setup): React.ReactNode {
  if (step === "provider") return key?.testProblem;
  if (step === "sender") return sender?.check?.problem?.sentence;
  return step === "test" ? test.problem : "Messages arrive and are refused";
}

function proofOf(step: SetupStep, setup: Setup): React.ReactNode {
  const { key, model, sender, webhook } = setup;
  if (step === "provider" && key) {
    const tried = key.testedMs === null ? "" : `, tried with a real call in ${formatNumber(key.testedMs)} ms`;
    return `${key.label} ${key.apiKey}${tried}`;
  }
  if (step === "model" && model) return <ModelProof model={model} />;
  if (step === "sender" && sender) return `${sender.shownNumber} in account AC${maskSecret(sender.accountSidLastFour)}`;
  if (step === "webhook") return webhook.reachedAt ? "Twilio reaches us, signed" : "Twilio has our addresses";
  if (step === "assistant") return `Version ${sender?.publishedVersion} is published`;
  return "Answered";
}

function ModelProof({ model }: { model: NonNullable<Setup["model"]> }) {
  const { inputPricePerMTok: input, outputPricePerMTok: output } = model;
  const dollars = (price: number) => formatMoney(price * 1_000_000, "USD");
  return (
    <>
      <span className="font-mono">{model.model}</span>
      {input !== null && output !== null
        ? `, ${dollars(input)} in and ${dollars(output)} out for a million tokens`
        : ", without a price"}
    </>
  );
}

/** The prompt is changed on its own page once it is published. */
function changeable(step: SetupStep, setup: Setup): boolean {
  if (step === "assistant" || step === "test") return false;
  return setup.states[step] === "done" || setup.states[step] === "broken";
}

const minutesLeft: Record<SetupStep, number> = { provider: 1, model: 1, sender: 2, webhook: 1, assistant: 3, test: 1 };

function Progress({ setup }: { setup: Setup }) {
  const left = setupSteps.reduce((sum, step) => sum + (setup.states[step] === "done" ? 0 : minutesLeft[step]), 0);
  const bar = { done: "bg-accent", broken: "bg-bad", current: "bg-accent-line", todo: "bg-line" };
  const answers = setup.states.assistant === "done";
  return (
    <section className="max-lg:order-last">
      <h2 className="font-semibold text-lead">{setup.done} of 6 done</h2>
      <div role="img" aria-label={`${setup.done} of 6 steps done`} className="mt-2 mb-2.5 grid grid-cols-6 gap-1">
        {setupSteps.map((step) => (
          <span key={step} className={`h-1.5 rounded-[3px] ${bar[setup.states[step]]}`} />
        ))}
      </div>
      <p className="text-ink-2 text-small">
        {left > 0 && `About ${left} ${left === 1 ? "minute is" : "minutes are"} left. `}
        {answers ? "Customers are answered from now on." : "No customer gets an answer before step 5 is done."}
      </p>
    </section>
  );
}
