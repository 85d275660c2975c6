import type { Metadata } from "next";
import { initials } from "@/app/[org]/initials";
import { RelativeTime } from "@/app/relative-time";
import { PageBody, SectionTitle } from "@/components/page";
import { Face } from "@/components/ui/face";
import { Pill } from "@/components/ui/pill";
import { Ruled, RuledRow } from "@/components/ui/ruled";
import { isAllowed, reaches } from "@/lib/auth/permissions";
import { type Member, requireMember } from "@/lib/auth/require-member";
import { canMail } from "@/lib/mail";
import { listInvitations } from "@/lib/organizations/invitations";
import { listMembers, type MemberView } from "@/lib/organizations/members";
import { changeRoleAction, createResetLinkAction, inviteAction, leaveAction, removeMemberAction } from "../actions";
import { roles, roleWords } from "../roles";
import { SettingsHeader } from "../settings-header";
import { InvitationRow } from "./invitation-row";
import { InviteButton } from "./invite-button";
import { MemberMenu } from "./member-menu";

export const metadata: Metadata = { title: "People" };

/** Who may do what. */
export default async function PeoplePage({ params }: PageProps<"/[org]/settings">) {
  const member = await requireMember((await params).org);
  const { slug } = member.organization;
  const manages = isAllowed(member.role, { permission: "manage-members" });
  const grantable = roles.filter((role) => reaches(member.role, role));
  const [members, invitations] = await Promise.all([
    listMembers(member.db),
    manages ? listInvitations(member.db) : Promise.resolve([]),
  ]);
  return (
    <>
      <SettingsHeader
        member={member}
        current="people"
        actions={manages && <InviteButton action={inviteAction.bind(null, slug)} roles={grantable} mails={canMail()} />}
      />
      <PageBody>
        <section aria-labelledby="people">
          <SectionTitle
            id="people"
            description={manages ? undefined : "Owners and admins invite people and change roles."}
          >
            {members.length === 1 ? "You are alone here" : `${members.length} people`}
          </SectionTitle>
          <Ruled label="People">
            {members.map((each) => (
              <MemberRow key={each.id} viewer={member} member={each} />
            ))}
          </Ruled>
        </section>
        {manages && (
          <section aria-labelledby="invitations">
            <SectionTitle id="invitations" description="A link works once, for 7 days.">
              Open invitations
            </SectionTitle>
            {invitations.length === 0 ? (
              <p className="text-ink-2 text-small">None. Whoever you invite stands here until they have joined.</p>
            ) : (
              <Ruled label="Open invitations">
                {invitations.map((invitation) => (
                  <InvitationRow key={invitation.id} slug={slug} invitation={invitation} />
                ))}
              </Ruled>
            )}
          </section>
        )}
        <section aria-labelledby="roles">
          <SectionTitle id="roles">What each role may do</SectionTitle>
          <dl className="grid gap-y-1.5 text-small sm:grid-cols-[88px_minmax(0,1fr)]">
            {roles.map((role) => (
              <div key={role} className="contents">
                <dt className="font-medium">{roleWords[role].name}</dt>
                <dd className="text-ink-2 max-sm:mb-2">{roleWords[role].may}</dd>
              </div>
            ))}
          </dl>
        </section>
      </PageBody>
    </>
  );
}

function MemberRow({ viewer, member }: { viewer: Member; member: MemberView }) {
  const { slug } = viewer.organization;
  const isSelf = member.userId === viewer.user.id;
  const manages = isAllowed(viewer.role, { permission: "manage-members" }) && reaches(viewer.role, member.role);
  return (
    <RuledRow
      actions={
        <>
          <Pill tone={member.role === "owner" ? "accent" : "outline"}>{roleWords[member.role].name}</Pill>
          {manages && (
            <MemberMenu
              member={{ id: member.id, name: member.name, role: member.role }}
              isSelf={isSelf}
              roles={roles.filter((role) => reaches(viewer.role, role))}
              changeRole={changeRoleAction.bind(null, slug)}
              remove={isSelf ? leaveAction.bind(null, slug) : removeMemberAction.bind(null, slug)}
              createLink={viewer.role === "owner" && !isSelf ? createResetLinkAction.bind(null, slug) : undefined}
            />
          )}
        </>
      }
    >
      <div className="flex items-center gap-2.5">
        <Face>{initials(member.name)}</Face>
        <div className="min-w-0 text-small leading-[1.125rem]">
          <p className="font-medium [overflow-wrap:anywhere]">
            {member.name}
            {isSelf && <span className="font-normal text-ink-3"> (you)</span>}
          </p>
          <p className="text-ink-3 text-meta [overflow-wrap:anywhere]">
            {member.email} · since <RelativeTime at={member.createdAt} ago={false} />
          </p>
        </div>
      </div>
    </RuledRow>
  );
}
