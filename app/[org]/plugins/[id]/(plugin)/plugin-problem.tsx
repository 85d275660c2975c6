import { ActionForm } from "@/components/ui/action-form";
import { Banner } from "@/components/ui/banner";
import { SubmitButton } from "@/components/ui/submit-button";
import type { PluginView } from "@/lib/plugins/schema";
import { authorize } from "../../actions";
import { hostOf } from "../../plugin-health";

/** What keeps a server from being asked, and what to do; absent while all is well. */
export function PluginProblem({ slug, plugin, editable }: { slug: string; plugin: PluginView; editable: boolean }) {
  const { id, url, needsAuthorization, lastError, tickedCount } = plugin;
  if (needsAuthorization && url) {
    return (
      <Banner
        tone={lastError ? "bad" : "accent"}
        title={lastError ?? `${hostOf(url)} wants somebody to authorise Frontdesk.`}
        action={
          editable && (
            <ActionForm action={authorize.bind(null, slug)} className="grid gap-2">
              <input type="hidden" name="id" value={id} />
              <SubmitButton size="small">Authorise at {hostOf(url)}</SubmitButton>
            </ActionForm>
          )
        }
      >
        {editable
          ? "You sign in there, say yes, and come back here."
          : "An owner or admin signs in there and says yes."}
      </Banner>
    );
  }
  if (!lastError) return null;
  return (
    <Banner tone="bad" title={lastError}>
      {tickedCount > 0
        ? "The assistant goes on being offered what is ticked, and says so when a call fails. "
        : "None of its tools is in use. "}
      {editable && "Look at the address and at what the server wants to see, below; then refresh."}
    </Banner>
  );
}
