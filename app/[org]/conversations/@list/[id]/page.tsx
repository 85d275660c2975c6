import { ConversationList } from "../../conversation-list";
import { readView } from "../../conversation-path";

export default async function ListBesideThreadPage({ params, searchParams }: PageProps<"/[org]/conversations/[id]">) {
  const { org, id } = await params;
  return <ConversationList slug={org} current={id} view={readView(await searchParams)} />;
}
