import type { Route } from "next";
import { z } from "zod";
import { type ConversationFilter, conversationStatuses, filterFields } from "@/lib/conversations/schema";

const pageSize = 50;
/** More than this on one page would be slow to read and to show: then a new page begins. */
const mostRows = 200;
const mostMessages = 1_000;

/** Which conversations are shown, as the address says it; days as the viewer's calendar has them. */
export interface ViewFilter extends Omit<ConversationFilter, "from" | "to" | "ids"> {
  from?: string | undefined;
  to?: string | undefined;
}

/** What the address says beside organisation and conversation: how much of the list and of the thread is shown. */
export interface View {
  filter: ViewFilter;
  /** Rows of the list. */
  list: number;
  /** The list begins after this conversation; left out, it begins with the newest. */
  after?: string | undefined;
  /** Messages of the thread. */
  show: number;
  /** The thread ends before this message; left out, it ends with the newest. */
  before?: string | undefined;
  /** The reply whose receipt is open. */
  receipt?: string | undefined;
}

const count = (most: number) => z.coerce.number().int().min(pageSize).max(most).catch(pageSize);
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const day = optional(z.iso.date());

const viewSchema = z.object({
  list: count(mostRows),
  after: optional(z.string().regex(/^\d{1,15}_[0-9a-f-]{36}$/)),
  show: count(mostMessages),
  before: optional(z.uuid()),
  receipt: optional(z.uuid()),
  filter: z.object({
    q: optional(filterFields.q),
    status: optional(z.enum(conversationStatuses)),
    failed: optional(z.literal("true").transform(() => true)),
    version: optional(z.coerce.number().int().min(1).max(1_000_000)),
    model: optional(filterFields.model),
    channel: optional(z.literal("whatsapp")),
    from: day,
    to: day,
  }),
});

/** From a page's search parameters. What makes no sense is as good as left out. */
export function readView(searchParams: Record<string, string | string[] | undefined>): View {
  return viewSchema.parse({ ...searchParams, filter: searchParams });
}

/** The address of the list, or of a conversation; the list stays as long as it is. */
export function conversationPath(slug: string, id: string | null, view: Partial<View> = {}): Route {
  const { list, after, show, before, receipt, filter } = view;
  const search = filterSearch(filter);
  if (list && list > pageSize) search.set("list", String(list));
  if (after) search.set("after", after);
  if (id && show && show > pageSize) search.set("show", String(show));
  if (id && before) search.set("before", before);
  if (id && receipt) search.set("receipt", receipt);
  const query = search.size > 0 ? `?${search}` : "";
  return `/${slug}/conversations${id ? `/${id}` : ""}${query}` as Route;
}

/** The filter as part of an address. */
export function filterSearch(filter: ViewFilter = {}): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) search.set(name, String(value));
  return search;
}

/** What a link from the list keeps: what is listed, and not what is open. */
export function listOf({ filter, list, after }: View): Partial<View> {
  return { filter, list, after };
}

/** One page more of the list; null when it is as long as it gets, and the next one begins after the last row. */
export function longerList(view: View): Partial<View> | null {
  return view.list < mostRows ? { ...view, list: Math.min(view.list + pageSize, mostRows) } : null;
}

/** Earlier messages: one page more, or, when the page is as long as it gets, a new one that ends at `oldest`. */
export function earlierMessages(view: View, oldest: string): Partial<View> {
  if (view.show < mostMessages) return { ...view, show: Math.min(view.show + pageSize, mostMessages) };
  return { ...view, show: pageSize, before: oldest };
}
