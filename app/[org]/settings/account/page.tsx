import type { Metadata } from "next";
import { PasswordField } from "@/app/(auth)/password-field";
import { SignOutForm } from "@/app/(auth)/sign-out-form";
import { SettingsHeader } from "@/app/[org]/settings/settings-header";
import { RelativeTime } from "@/app/relative-time";
import { PageBody, SectionTitle } from "@/components/page";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Pill } from "@/components/ui/pill";
import { Ruled, RuledRow } from "@/components/ui/ruled";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextField } from "@/components/ui/text-field";
import { hasPassword } from "@/lib/auth/change-password";
import { requireMember } from "@/lib/auth/require-member";
import { currentSession } from "@/lib/auth/session-user";
import { listSessions } from "@/lib/auth/sessions";
import { changePasswordAction, renameMyselfAction, signOutEverywhereElseAction } from "./actions";
import { nameBrowser } from "./name-browser";

export const metadata: Metadata = { title: "Your account" };

/** One's own name, password and sessions, the same in every organisation. */
export default async function AccountPage({ params }: PageProps<"/[org]/settings/account">) {
  const member = await requireMember((await params).org);
  const { user } = member;
  const [current, sessions, withPassword] = await Promise.all([
    currentSession(),
    listSessions(user.id),
    hasPassword(user.id),
  ]);
  return (
    <>
      <SettingsHeader member={member} current="account" />
      <PageBody>
        <section aria-labelledby="you">
          <SectionTitle id="you" description={`You sign in as ${user.email}.`}>
            You
          </SectionTitle>
          <ActionForm
            action={renameMyselfAction}
            successToast="Saved"
            className="flex max-w-md flex-wrap items-end gap-2"
          >
            <TextField
              name="name"
              label="Your name, as colleagues see it"
              autoComplete="name"
              defaultValue={user.name}
              required
              maxLength={100}
              className="min-w-56 flex-1"
            />
            <SubmitButton look="secondary">Save</SubmitButton>
          </ActionForm>
        </section>
        <section aria-labelledby="password">
          <SectionTitle
            id="password"
            description={
              withPassword
                ? "Another one signs you out everywhere but here."
                : "You sign in with Google or GitHub, and have none here."
            }
          >
            Password
          </SectionTitle>
          {withPassword && (
            <ActionForm
              action={changePasswordAction}
              successToast="Password changed. You are signed out everywhere else."
              resets
              className="grid max-w-md gap-4"
            >
              <PasswordField name="password" label="Current password" autoComplete="current-password" />
              <PasswordField
                name="newPassword"
                label="New password"
                autoComplete="new-password"
                hint="At least 10 characters. Three or four random words are good."
              />
              <SubmitButton look="secondary" className="justify-self-start">
                Change password
              </SubmitButton>
            </ActionForm>
          )}
        </section>
        <section aria-labelledby="sessions">
          <SectionTitle
            id="sessions"
            description="For two weeks each. Ending them also ends access tokens of POST /auth/token."
            actions={
              <ActionForm action={signOutEverywhereElseAction} successToast="Signed out everywhere else">
                <SubmitButton look="secondary">Sign out everywhere else</SubmitButton>
              </ActionForm>
            }
          >
            Where you are signed in
          </SectionTitle>
          <Ruled label="Where you are signed in">
            {sessions.map((session) => (
              <RuledRow
                key={session.id}
                actions={
                  session.id === current?.sid && (
                    <>
                      <Pill tone="ok">This one</Pill>
                      <SignOutForm>
                        <Button type="submit" look="ghost" size="small">
                          Sign out
                        </Button>
                      </SignOutForm>
                    </>
                  )
                }
              >
                <p className="text-small">{nameBrowser(session.userAgent)}</p>
                <p className="text-ink-3 text-meta">
                  since <RelativeTime at={session.createdAt} ago={false} />
                </p>
              </RuledRow>
            ))}
          </Ruled>
        </section>
      </PageBody>
    </>
  );
}
