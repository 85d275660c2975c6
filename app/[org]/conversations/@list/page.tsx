import { ConversationList } from "../conversation-list";
import { readView } from "../conversation-path";

export default async function ListPage({ params, searchParams }: PageProps<"/[org]/conversations">) {
  return <ConversationList slug={(await params).org} current={null} view={readView(await searchParams)} />;
}
