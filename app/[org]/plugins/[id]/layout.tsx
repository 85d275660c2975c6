import { requirePlugin } from "../require-plugin";

/** Before anything is sent: what streams has its status already, and who may not see the page gets a real 404. */
export default async function PluginLayout({ children, params }: LayoutProps<"/[org]/plugins/[id]">) {
  const { org, id } = await params;
  await requirePlugin(org, id);
  return children;
}
