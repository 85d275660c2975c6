import { SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import type { PluginView } from "@/lib/plugins/schema";
import { changeAddress, disconnect, rename } from "../../actions";
import { CredentialFields } from "../../credential-fields";
import { knownBy } from "../../tool-words";

const summary = "w-fit font-medium text-ink-2 text-small hover:text-ink";
const form = "mt-3 grid grid-cols-[minmax(0,1fr)] gap-4";

/** Another name or address, other secrets, and the way out. */
export function PluginSettings({
  slug,
  plugin,
  used,
  version,
}: {
  slug: string;
  plugin: PluginView;
  /** How many of its tools the live version has. */
  used: number;
  version: number | null;
}) {
  const { id, name, url } = plugin;
  return (
    <section aria-labelledby="settings" className="max-w-[720px]">
      <SectionTitle id="settings">Change it</SectionTitle>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <details>
          <summary className={summary}>Name</summary>
          <ActionForm action={rename.bind(null, slug)} successToast="Renamed" className={form}>
            <input type="hidden" name="id" value={id} />
            <TextField name="name" label="Name" defaultValue={name} required maxLength={60} autoComplete="off" />
            <div>
              <SubmitButton look="secondary">Rename</SubmitButton>
            </div>
          </ActionForm>
        </details>
        <details>
          <summary className={summary}>Address and secrets</summary>
          <ActionForm action={changeAddress.bind(null, slug)} successToast="Saved; the server answers" className={form}>
            <input type="hidden" name="id" value={id} />
            <TextField
              name="url"
              label="Address"
              defaultValue={url ?? ""}
              hint="The server is asked for its tools first; those that differ from what was ticked are held back."
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              mono
              required
            />
            <CredentialFields kept={knownBy(plugin)} />
            <div>
              <SubmitButton look="secondary">Ask the server and save</SubmitButton>
            </div>
          </ActionForm>
        </details>
        <div>
          <ConfirmDialog
            trigger={
              <Button>
                Disconnect<span className="sr-only"> {name}</span>
              </Button>
            }
            title={`Disconnect ${name}?`}
            body={
              <>
                {used > 0 && version !== null && (
                  <b className="font-semibold text-ink">
                    Version {version}, which answers now, uses {used === 1 ? "one" : used} of its tools and loses{" "}
                    {used === 1 ? "it" : "them"} at once.{" "}
                  </b>
                )}
                Its address, its secrets and all that was ticked go. The log of its calls stays.
              </>
            }
            confirmLabel="Disconnect"
            {...(used > 0 && { typeToConfirm: name })}
            action={disconnect.bind(null, slug)}
            values={{ id }}
          />
        </div>
      </div>
    </section>
  );
}
