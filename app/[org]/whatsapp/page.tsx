import type { Metadata } from "next";
import { viewerClock } from "@/app/viewer-clock";
import { PageBody, PageHeader } from "@/components/page";
import { requireMember } from "@/lib/auth/require-member";
import { getSetup, type SetupStep, setupSteps } from "@/lib/channels/get-setup";
import { getRotation } from "@/lib/channels/rotate-token";
import { ConnectedView } from "./connected-view";
import { SetupView } from "./setup-view";

export const metadata: Metadata = { title: "WhatsApp" };

/** Are we connected? The guided set-up until we are, then what is connected and how to change it. */
export default async function WhatsAppPage({ params, searchParams }: PageProps<"/[org]/whatsapp">) {
  const member = await requireMember((await params).org, { permission: "configure" });
  const { slug, name } = member.organization;
  const [setup, clock, { step, key }] = await Promise.all([getSetup(member.db), viewerClock(), searchParams]);
  if (setup.finished && setup.sender) {
    return (
      <>
        <PageHeader title="WhatsApp" />
        <PageBody>
          <ConnectedView {...{ slug, setup, clock }} sender={setup.sender} rotation={await getRotation(member.db)} />
        </PageBody>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Connect WhatsApp"
        actions={<span className="text-ink-3 text-meta max-md:hidden">Saved. Leave any time and come back here.</span>}
      />
      <PageBody width="full">
        <SetupView
          {...{ slug, setup, clock, db: member.db }}
          organizationName={name}
          asked={setupSteps.find((one): one is SetupStep => one === step)}
          askedKey={typeof key === "string" ? key : undefined}
        />
      </PageBody>
    </>
  );
}
