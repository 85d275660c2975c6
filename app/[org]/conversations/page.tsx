import { requireMember } from "@/lib/auth/require-member";

/** Beside the list while none is open; a phone shows the list alone. */
export default async function ConversationsPage({ params }: PageProps<"/[org]/conversations">) {
  await requireMember((await params).org, { permission: "read-conversations" });
  return (
    <section aria-label="Conversation" className="hidden place-items-center bg-thread p-6 md:grid">
      <p className="invisible text-center text-ink-3 text-small group-has-data-row/panel:visible">
        Choose a conversation.
        <br />
        <Key>J</Key> and <Key>K</Key> walk through the list, <Key>Enter</Key> opens one.
      </p>
    </section>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-1 border border-line-strong border-b-2 bg-surface px-1 py-px font-medium font-sans text-micro">
      {children}
    </kbd>
  );
}
