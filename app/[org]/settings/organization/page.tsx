import type { Metadata } from "next";
import { SettingsHeader } from "@/app/[org]/settings/settings-header";
import { PageBody, SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyField } from "@/components/ui/copy-field";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { isAllowed } from "@/lib/auth/permissions";
import { requireMember } from "@/lib/auth/require-member";
import { leaveAction, renameOrganizationAction } from "../actions";

export const metadata: Metadata = { title: "Organisation" };

export default async function OrganizationSettingsPage({ params }: PageProps<"/[org]/settings/organization">) {
  const member = await requireMember((await params).org);
  const { organization, role } = member;
  const mayRename = isAllowed(role, { permission: "manage-organization" });
  return (
    <>
      <SettingsHeader member={member} current="organization" />
      <PageBody>
        <section aria-labelledby="name">
          <SectionTitle
            id="name"
            description={mayRename ? "Customers do not see it. The address of the panel stays." : "Owners change it."}
          >
            Name
          </SectionTitle>
          <ActionForm
            action={renameOrganizationAction.bind(null, organization.slug)}
            successToast="Renamed"
            className="flex max-w-md flex-wrap items-start gap-2"
          >
            <TextField
              name="name"
              label={<span className="sr-only">Name of the organisation</span>}
              defaultValue={organization.name}
              readOnly={!mayRename}
              required
              maxLength={100}
              className="min-w-56 flex-1"
            />
            {mayRename && (
              <SubmitButton look="secondary" className="mt-1.5">
                Rename
              </SubmitButton>
            )}
          </ActionForm>
        </section>
        <section aria-labelledby="id">
          <SectionTitle id="id" description="For the header X-Org-Id of the HTTP API.">
            Id
          </SectionTitle>
          <CopyField value={organization.id} />
        </section>
        <section aria-labelledby="another">
          <SectionTitle
            id="another"
            description="Another business, with its own number, team and conversations."
            actions={<LinkButton href="/organizations/new">New organisation</LinkButton>}
          >
            Another organisation
          </SectionTitle>
        </section>
        <section aria-labelledby="leave">
          <SectionTitle
            id="leave"
            description="You lose access at once, and API tokens that you made stop working."
            actions={
              <ConfirmDialog
                trigger={<Button>Leave</Button>}
                title={`Leave ${organization.name}?`}
                body="You lose access at once, and API tokens that you made stop working. To come back, you need an invitation."
                confirmLabel="Leave"
                action={leaveAction.bind(null, organization.slug)}
              />
            }
          >
            Leave
          </SectionTitle>
        </section>
      </PageBody>
    </>
  );
}
