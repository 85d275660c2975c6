import { KeyRound } from "lucide-react";
import { RelativeTime } from "@/app/relative-time";
import { formatNumber } from "@/components/format";
import { SectionTitle } from "@/components/page";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { Ruled, RuledRow } from "@/components/ui/ruled";
import { isAllowed, permissions } from "@/lib/auth/permissions";
import type { Member } from "@/lib/auth/require-member";
import { type ApiTokenView, listApiTokens } from "@/lib/organizations/api-tokens";
import { createTokenAction, revokeTokenAction } from "./actions";
import { NewTokenButton } from "./new-token-button";
import { scopeWords } from "./scope-words";

/** The organisation's API tokens, for whoever manages them. */
export async function Tokens({ member: { organization, role, db } }: { member: Member }) {
  const { slug } = organization;
  if (!isAllowed(role, { permission: "manage-api-tokens" })) {
    return (
      <section aria-labelledby="tokens">
        <SectionTitle id="tokens" description="Admins and owners make them. Ask one of them for a token.">
          API tokens
        </SectionTitle>
      </section>
    );
  }
  const tokens = await listApiTokens(db);
  const scopes = permissions
    .filter((permission) => isAllowed(role, { permission }))
    .map((scope) => ({ scope, words: scopeWords[scope] }));
  return (
    <section aria-labelledby="tokens">
      <SectionTitle
        id="tokens"
        description="For programs. Each is shown once, does what it was given, and no more than its maker may."
        actions={<NewTokenButton action={createTokenAction.bind(null, slug)} scopes={scopes} />}
      >
        API tokens
      </SectionTitle>
      {tokens.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden="true" />} title="No token yet">
          Make one, and the first call below works.
        </EmptyState>
      ) : (
        <Ruled label="API tokens">
          {tokens.map((token) => (
            <TokenRow key={token.id} slug={slug} token={token} />
          ))}
        </Ruled>
      )}
    </section>
  );
}

function TokenRow({ slug, token }: { slug: string; token: ApiTokenView }) {
  const { id, name, scopes, lastUsedAt, expiresAt, requestsPerMinute } = token;
  return (
    <RuledRow
      actions={
        <ConfirmDialog
          trigger={
            <Button look="ghost" size="small">
              Revoke
            </Button>
          }
          title={`Revoke “${name}”?`}
          body="Whatever uses it is refused from now on. It cannot be brought back."
          confirmLabel="Revoke"
          action={revokeTokenAction.bind(null, slug)}
          values={{ id }}
        />
      }
    >
      <p className="text-small">
        <span className="font-medium [overflow-wrap:anywhere]">{name}</span>{" "}
        <span className="font-mono text-ink-3 text-meta">{token.token}</span>
      </p>
      <p className="font-mono text-ink-2 text-meta">{scopes.join(", ")}</p>
      <p className="text-ink-3 text-meta">
        {lastUsedAt ? (
          <>
            last used <RelativeTime at={lastUsedAt} />
          </>
        ) : (
          "never used"
        )}
        {" · "}
        {expiresAt ? (
          <>
            works until <RelativeTime at={expiresAt} ago={false} />
          </>
        ) : (
          "works until it is revoked"
        )}
        {scopes.includes("use-gateway") && ` · ${formatNumber(requestsPerMinute)} requests a minute`}
      </p>
    </RuledRow>
  );
}
