import type { ViewerClock } from "@/components/create-clock";
import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ToolView } from "@/lib/plugins/schema";
import { DiffView } from "../../assistant/diff-view";
import { ago } from "../../whatsapp/ago";
import { setPermission } from "../actions";
import { diffDefinition } from "../diff-definition";

interface Props {
  slug: string;
  tools: ToolView[];
  editable: boolean;
  clock: ViewerClock;
}

/** The tools that were ticked and are now another thing: what changed, and the choice to tick them anew. */
export function HeldBack({ slug, tools, editable, clock }: Props) {
  if (tools.length === 0) return null;
  return (
    <section aria-labelledby="held-back" className="grid gap-4">
      <h2 id="held-back" className="sr-only">
        Held back
      </h2>
      <Banner
        tone="brass"
        title={
          tools.length === 1
            ? "The server changed a tool after you had ticked it."
            : `The server changed ${tools.length} tools after you had ticked them.`
        }
      >
        {tools.length === 1 ? "It is" : "They are"} held back: the assistant does not have{" "}
        {tools.length === 1 ? "it" : "them"} until you have looked.
      </Banner>
      {tools.map((tool) => (
        <ChangedTool key={tool.name} {...{ slug, tool, editable, clock }} />
      ))}
    </section>
  );
}

function ChangedTool({ slug, tool, editable, clock }: Omit<Props, "tools"> & { tool: ToolView }) {
  const { pluginId, name, permission, definition, hash, heldBack } = tool;
  if (!heldBack) return null;
  const { listed, since } = heldBack;
  return (
    <article
      id={`changed-${name}`}
      aria-labelledby={`changed-${name}-title`}
      className="grid scroll-mt-4 gap-3 border-line border-b pb-5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 id={`changed-${name}-title`} className="min-w-0 flex-1 basis-52 text-small">
          <span className="font-mono font-semibold [overflow-wrap:anywhere]">{name}</span>{" "}
          <span className="text-ink-3 text-meta">
            {listed ? "is another one" : "is gone"} since {ago(since, clock.now)}
          </span>
        </h3>
        {editable && (
          <div className="flex flex-wrap gap-2">
            <Choice {...{ slug, pluginId, name }} permission="deny" look="ghost">
              Leave it off
            </Choice>
            {listed && hash && (
              <Choice {...{ slug, pluginId, name, hash }} permission={permission} look="secondary">
                Tick the new one
              </Choice>
            )}
          </div>
        )}
      </div>
      {listed ? (
        <DiffView fields={diffDefinition(definition, listed)} />
      ) : (
        <p className="text-ink-2 text-small">
          The server no longer lists it. When it lists the same one again, the assistant has it again.
        </p>
      )}
    </article>
  );
}

function Choice({
  slug,
  pluginId,
  name,
  permission,
  hash,
  look,
  children,
}: {
  slug: string;
  pluginId: string;
  name: string;
  permission: ToolView["permission"];
  hash?: string;
  look: "ghost" | "secondary";
  children: string;
}) {
  return (
    <ActionForm action={setPermission.bind(null, slug)} className="contents" successToast={`${name}: ${children}`}>
      <input type="hidden" name="pluginId" value={pluginId} />
      <input type="hidden" name="name" value={name} />
      <input type="hidden" name="permission" value={permission} />
      {hash && <input type="hidden" name="hash" value={hash} />}
      <SubmitButton look={look} size="small">
        {children}
        <span className="sr-only">: {name}</span>
      </SubmitButton>
    </ActionForm>
  );
}
