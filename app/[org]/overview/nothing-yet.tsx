import { NotebookText } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { Desk } from "../find-desk";

/** Before the first conversation: what there is to do until one comes. */
export function NothingYet({ slug, desk }: { slug: string; desk: Desk | null }) {
  if (!desk?.version) {
    return (
      <EmptyState
        icon={<NotebookText aria-hidden="true" />}
        title="The desk is not open yet"
        action={
          <LinkButton look="primary" href={`/${slug}/whatsapp`}>
            {desk ? "Go on with the set-up" : "Begin the set-up"}
          </LinkButton>
        }
      >
        A key of an AI provider, a Twilio number and a few words about your business: then customers are answered, and
        this page tells how it goes.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<NotebookText aria-hidden="true" />}
      title="No conversations yet"
      action={<LinkButton href={`/${slug}/assistant`}>Try the assistant here</LinkButton>}
    >
      Write to <b className="whitespace-nowrap">{desk.number}</b> from your phone. What is said, how fast and at what
      price shows here.
    </EmptyState>
  );
}
