import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SelectField } from "@/components/ui/select-field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { addKey, testKey } from "./actions";
import type { StepProps } from "./step-props";

/** Step 1: a key that is stored only once a real call has worked with it. */
export function ProviderStep({ slug, setup: { key } }: StepProps) {
  return (
    <>
      {key?.testProblem && (
        <Banner
          tone="bad"
          title={key.testProblem}
          action={
            <ActionForm action={testKey.bind(null, slug)} className="contents">
              <input type="hidden" name="id" value={key.id} />
              <SubmitButton look="secondary" size="small">
                Try again
              </SubmitButton>
            </ActionForm>
          }
        >
          That is what the key {key.apiKey} was answered.
        </Banner>
      )}
      <p className="text-ink-2 text-small">
        The provider bills you directly. The key is tried with one tiny call, then kept encrypted; nobody sees it again.
      </p>
      <KeyForm slug={slug} look="primary" />
    </>
  );
}

/** Fields may be narrower than browsers make them: a phone is 390 px wide. */
export const formClass = "grid grid-cols-[minmax(0,1fr)] gap-4";

/** For the set-up and for a further key later. */
export function KeyForm({ slug, look }: { slug: string; look: "primary" | "secondary" }) {
  return (
    <ActionForm action={addKey.bind(null, slug)} successToast="The key works and is saved" className={formClass}>
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField name="provider" label="Provider" defaultValue="openai">
          <option value="openai">OpenAI</option>
          <option value="anthropic">Anthropic</option>
          <option value="openai-compatible">OpenAI-compatible endpoint</option>
        </SelectField>
        <TextField
          name="baseUrl"
          label="Address (compatible endpoints)"
          placeholder="https://models.example.com/v1"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <TextField
        name="apiKey"
        label="API key"
        type="password"
        mono
        required
        autoComplete="off"
        spellCheck={false}
        hint="From your provider’s console, under API keys."
      />
      <div>
        <SubmitButton look={look}>Try the key and save</SubmitButton>
      </div>
    </ActionForm>
  );
}
