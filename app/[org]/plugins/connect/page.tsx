import type { Metadata, Route } from "next";
import { PageBody, PageHeader } from "@/components/page";
import { requireMember } from "@/lib/auth/require-member";
import { connect } from "../actions";
import { ConnectForm } from "./connect-form";

export const metadata: Metadata = { title: "Connect a plugin" };

/** A further MCP server: where it is, and how it knows us. */
export default async function ConnectPluginPage({ params }: PageProps<"/[org]/plugins/connect">) {
  const { organization } = await requireMember((await params).org, { permission: "configure" });
  const { slug } = organization;
  return (
    <>
      <PageHeader title="Connect a plugin" back={{ href: `/${slug}/plugins` as Route, label: "All plugins" }} />
      <PageBody>
        <div className="grid gap-6">
          <p className="max-w-[60ch] text-ink-2">
            A server that speaks MCP: of your shop, your calendar, your workshop. It is asked for its tools at once.
            None of them is used before you have ticked it.
          </p>
          <ConnectForm action={connect.bind(null, slug)} />
        </div>
      </PageBody>
    </>
  );
}
