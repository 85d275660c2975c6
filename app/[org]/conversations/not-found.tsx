import { MissingPage } from "@/components/missing-page";

export default function ConversationNotFound() {
  return (
    <MissingPage data-thread="" title="There is no such conversation">
      It may have been deleted, or it belongs to another organisation.{" "}
      {/* Relative: the address of this page has one part more than that of the list. */}
      <a href="." className="link">
        All conversations
      </a>
    </MissingPage>
  );
}
