import { RelativeTime } from "@/app/relative-time";
import { ActionForm } from "@/components/ui/action-form";
import { Pill } from "@/components/ui/pill";
import { RuledRow } from "@/components/ui/ruled";
import { SubmitButton } from "@/components/ui/submit-button";
import type { InvitationView } from "@/lib/organizations/invitations";
import { revokeInvitationAction } from "../actions";
import { roleWords } from "../roles";

export function InvitationRow({ slug, invitation }: { slug: string; invitation: InvitationView }) {
  return (
    <RuledRow
      actions={
        <>
          <Pill tone="outline">{roleWords[invitation.role].name}</Pill>
          <ActionForm action={revokeInvitationAction.bind(null, slug)}>
            <input type="hidden" name="id" value={invitation.id} />
            <SubmitButton look="ghost" size="small">
              Take back
            </SubmitButton>
          </ActionForm>
        </>
      }
    >
      <p className="font-medium text-small [overflow-wrap:anywhere]">{invitation.email ?? "Anybody with the link"}</p>
      <p className="text-ink-3 text-meta">
        until <RelativeTime at={invitation.expiresAt} ago={false} />
      </p>
    </RuledRow>
  );
}
