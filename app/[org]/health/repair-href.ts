import type { RepairPage } from "@/lib/health/schema";

/** Where a repair is made. What did not arrive is under the conversations that have a failure. */
export function repairHref(slug: string, page: RepairPage, { failed = false } = {}): string {
  return `/${slug}/${page}${page === "conversations" && failed ? "?failed=true" : ""}`;
}
