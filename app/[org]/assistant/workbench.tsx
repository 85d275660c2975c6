"use client";

import { useId, useState } from "react";
import { formatNumber } from "@/components/format";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import type { ModelChoice } from "@/lib/assistant/draft-state";
import type { PluginChoice } from "@/lib/plugins/list-tool-choices";
import { type EditorState, readDraft } from "./actions";
import { ConflictBanner } from "./conflict-banner";
import { BusinessFields, Changed, ModelFields, MomentFields, StandInFields, useField } from "./draft-fields";
import { type FormField, formFields } from "./draft-form";
import { InsertField, PromptField } from "./prompt-field";
import { PublishBar } from "./publish-bar";
import { TestChat } from "./test-chat";
import { ToolsSection } from "./tools-section";
import { type Draft, useDraft } from "./use-draft";

/** The draft and, beside it, the test chat; on a phone the one or the other. */
export function Workbench({
  slug,
  initial,
  models,
  plugins,
  businessName,
  view,
}: {
  slug: string;
  initial: EditorState;
  models: ModelChoice[];
  plugins: PluginChoice[];
  /** Of the organisation, where the draft gives no other. */
  businessName: string;
  view: "draft" | "test";
}) {
  const draft = useDraft(slug, initial);
  const next = draft.state.published + 1;
  return (
    <div className="grid min-h-0 flex-1 xl:grid-cols-[minmax(0,1fr)_404px]">
      <section aria-label="Draft" className={`flex min-h-0 min-w-0 flex-col ${view === "test" ? "max-xl:hidden" : ""}`}>
        <div className="scroll-pane min-h-0 flex-1">
          <div className="grid max-w-[840px] gap-6 px-4 pt-4 pb-8 md:px-6">
            <Notices draft={draft} />
            <PromptSection slug={slug} draft={draft} />
            <Section title="Rules" note="One a line. They follow the prompt and always hold.">
              <Rules draft={draft} />
            </Section>
            <Section title="Model" note={aboutPrice(draft, models)}>
              <ModelFields draft={draft} models={models} />
              <StandInFields draft={draft} models={models} />
            </Section>
            <ToolsSection slug={slug} draft={draft} plugins={plugins} />
            <Section title="Business" note="Fills the fields of the prompt.">
              <BusinessFields draft={draft} />
            </Section>
            <Section title="Moments" note="Fixed texts, and how long it waits.">
              <MomentFields draft={draft} />
            </Section>
          </div>
        </div>
        <PublishBar slug={slug} draft={draft} />
      </section>
      <aside
        aria-label="Test chat"
        className={`flex min-h-0 flex-col gap-3 bg-canvas px-4 pt-3 pb-4 xl:border-line xl:border-l xl:px-6 xl:pb-6 ${view === "test" ? "" : "max-xl:hidden"}`}
      >
        <TestChat
          slug={slug}
          name={draft.form.business.name || businessName}
          version={next}
          hasTools={draft.state.content.enabledPluginIds.length > 0}
          saveFirst={draft.flush}
        />
      </aside>
    </div>
  );
}

function Section({ title, note, children }: { title: string; note: string; children?: React.ReactNode }) {
  return (
    <section className="grid gap-2.5">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold text-read">{title}</h2>
        <p className="text-ink-3 text-meta">{note}</p>
      </header>
      {children}
    </section>
  );
}

/** Who else is here, and what has happened beside this draft. */
function Notices({ draft }: { draft: Draft }) {
  const { state, editors } = draft;
  const [first] = editors;
  const clashes = formFields.filter(
    // Of plugins and their tools, which are chosen together, one says it.
    (field) => draft.conflicts[field] && !(field === "enabledPluginIds" && draft.conflicts.enabledTools),
  );
  return (
    <div className="grid gap-2 empty:hidden">
      {clashes.map((field) => (
        <ConflictBanner key={field} draft={draft} field={field} />
      ))}
      {clashes.length === 0 && first && (
        <Banner
          tone="brass"
          title={`${first.name} is editing ${first.field ? fieldNames[first.field as FormField] : "this draft too"}.`}
        >
          {editors.length > 1 &&
            `So ${editors.length === 2 ? "is" : "are"} ${editors
              .slice(1)
              .map(({ name }) => name)
              .join(", ")}. `}
          You see each other’s changes within seconds.
        </Banner>
      )}
      {state.basedOn < state.published && state.changed.length > 0 && (
        <Banner tone="accent" title={`Version ${state.published} was published since this draft was begun.`}>
          What you had not touched follows it; what you changed is kept and shown against it in the review.
        </Banner>
      )}
    </div>
  );
}

const fieldNames: Record<FormField, string> = {
  systemPrompt: "the prompt",
  rules: "the rules",
  organizationModelId: "the model",
  temperature: "the temperature",
  maxOutputTokens: "the longest reply",
  maxToolSteps: "the tool steps",
  enabledPluginIds: "the tools",
  enabledTools: "the tools",
  fallbackModelIds: "the stand-in models",
  hedgeAfterMs: "the stand-in models",
  settleMs: "the wait",
  settleCapMs: "the wait",
  disclosureText: "the disclosure",
  fallbackText: "the fallback text",
  approvalText: "the text while a person checks",
  business: "the business",
};

function PromptSection({ slug, draft }: { slug: string; draft: Draft }) {
  const id = useId();
  const [preview, setPreview] = useState<EditorState["prompt"] | null>(null);
  const [busy, setBusy] = useState(false);
  const { state } = draft;
  const { value, error, onFocus, onBlur } = useField(draft)("systemPrompt");

  async function show() {
    setBusy(true);
    await draft.flush();
    const result = await readDraft(slug, null, {}).catch(() => null);
    setPreview(result?.ok ? result.data.prompt : state.prompt);
    setBusy(false);
  }

  return (
    <section className="grid gap-2.5">
      <header className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold text-read">Prompt</h2>
        <fieldset className="inline-flex gap-px rounded-[9px] border border-line bg-sunken p-0.5">
          <legend className="sr-only">What is shown</legend>
          <Choice pressed={preview === null} onClick={() => setPreview(null)}>
            Write
          </Choice>
          <Choice pressed={preview !== null} onClick={show} busy={busy}>
            What the model gets
          </Choice>
        </fieldset>
        {preview === null && (
          <span className="ml-auto">
            <InsertField into={id} onInsert={(text) => draft.change("systemPrompt", text)} />
          </span>
        )}
      </header>
      {preview ? (
        <section
          aria-label="What the model gets"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="max-h-[480px] overflow-auto whitespace-pre-wrap rounded-3 border border-line bg-sunken px-4 py-3 text-small leading-[1.3125rem] [overflow-wrap:anywhere]"
        >
          {preview.text}
        </section>
      ) : (
        <PromptField
          id={id}
          name="systemPrompt"
          label="System prompt"
          value={value}
          published={state.publishedContent.systemPrompt}
          error={error}
          minRows="tall"
          onChange={(text) => draft.change("systemPrompt", text)}
          onFocus={onFocus}
          onBlur={onBlur}
        />
      )}
      <p className="flex flex-wrap gap-x-2.5 text-ink-3 text-meta">
        {state.changed.includes("systemPrompt") && !preview && (
          <span className="flex items-center gap-1.5">
            <span aria-hidden="true" className="h-3 w-[3px] rounded-[1px] bg-accent" />
            changed since v{state.published}
          </span>
        )}
        <span className="ml-auto">
          {formatNumber((preview ?? state.prompt).tokens)} tokens with rules and what WhatsApp needs
        </span>
      </p>
    </section>
  );
}

function Choice({
  pressed,
  busy = false,
  onClick,
  children,
}: {
  pressed: boolean;
  busy?: boolean;
  onClick(): void;
  children: string;
}) {
  return (
    <Button
      look="ghost"
      size="small"
      aria-pressed={pressed}
      busy={busy}
      onClick={onClick}
      className="h-6! rounded-[6px]! text-meta! aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-1"
    >
      {children}
    </Button>
  );
}

function Rules({ draft }: { draft: Draft }) {
  const id = useId();
  const { value, error, onFocus, onBlur } = useField(draft)("rules");
  return (
    <Changed draft={draft} field="rules">
      <PromptField
        id={id}
        name="rules"
        label="Rules, one a line"
        value={value}
        published={draft.state.publishedContent.rules.join("\n")}
        error={error}
        hint={value ? undefined : "Such as: Never promise a discount."}
        minRows="short"
        onChange={(text) => draft.change("rules", text)}
        onFocus={onFocus}
        onBlur={onBlur}
      />
    </Changed>
  );
}

/** What the prompt alone costs with each answer: the part of the price that is decided here. */
function aboutPrice({ state, form }: Draft, models: ModelChoice[]): string {
  const prices = models.find(({ id }) => id === form.organizationModelId)?.prices;
  if (!prices) return "This model has no price, so that receipts show none.";
  const cents = (state.prompt.tokens * prices.input) / 1_000_000 / 10_000;
  const digits = cents >= 1 ? 1 : 3;
  return `The prompt costs about ${cents.toFixed(digits)} cents (${prices.currency}) with each answer.`;
}
