import { z } from "zod";
import { type AuditFilter, auditFilterSchema } from "@/lib/audit/schema";
import { dayEnd, dayStart } from "./day-start";

/** The filter as the address has it: days instead of moments. What cannot be is left out, as if it were not there. */
export interface AddressFilter {
  who?: string | undefined;
  what?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

const addressSchema = z.object({
  who: auditFilterSchema.shape.who.catch(undefined),
  what: auditFilterSchema.shape.what.catch(undefined),
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
});

export function readAddressFilter(parameters: Record<string, unknown>): AddressFilter {
  return addressSchema.parse(parameters);
}

/** Both days included, as the viewer's own clock has them. */
export function toAuditFilter({ who, what, from, to }: AddressFilter, timeZone: string): AuditFilter {
  return { who, what, from: from ? dayStart(from, timeZone) : undefined, to: to ? dayEnd(to, timeZone) : undefined };
}

/** The filter as an address again: "?who=…&what=…", or nothing. */
export function filterQuery(filter: AddressFilter & { cursor?: string | undefined }): string {
  const given = Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length > 0 ? `?${new URLSearchParams(given)}` : "";
}
