import type { Route } from "next";
import Link from "next/link";
import { SectionTitle } from "@/components/page";
import { CopyField } from "@/components/ui/copy-field";
import { isAllowed } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { env } from "@/lib/env";
import { listModels } from "@/lib/gateway/models";
import { gatewayCalls } from "./gateway-calls";
import { GatewayUsage } from "./gateway-usage";
import { Snippet } from "./snippet";

/** The organisation's models for any program that speaks OpenAI's API: where, how, and who used how much. */
export async function Gateway({ member: { organization, role, db } }: { member: Member }) {
  const models = await listModels(db);
  const { slug } = organization;
  const endpoint = `${env().PUBLIC_URL}/v1`;
  const model = models[0]?.model;
  return (
    <section aria-labelledby="gateway" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="-mb-3">
        <SectionTitle
          id="gateway"
          description="Your models for every program that speaks OpenAI’s API, with a token that has the scope use-gateway."
        >
          Gateway
        </SectionTitle>
      </div>
      <CopyField label="Base URL" value={endpoint} />
      {model ? (
        gatewayCalls(endpoint, model).map(({ label, code, hint }) => (
          <Snippet key={label} label={label} code={code} hint={hint} />
        ))
      ) : (
        <p className="text-ink-2 text-small">
          There is no model yet.{" "}
          {isAllowed(role, { permission: "configure" }) && (
            <Link href={`/${slug}/whatsapp` as Route} className="link">
              Add one first
            </Link>
          )}
        </p>
      )}
      {isAllowed(role, { permission: "manage-api-tokens" }) && <GatewayUsage db={db} />}
    </section>
  );
}
