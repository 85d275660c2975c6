import { headers } from "next/headers";
import type { Actor } from "../audit/schema";
import { clientAddress } from "./sign-in";
import type { User } from "./users";

/** Where a request comes from, as far as it can be known. */
export type Visitor = Pick<Actor, "address" | "userAgent">;

/** Who sent the request that is being answered by a page or an action. */
export async function currentVisitor(): Promise<Visitor & { address: string }> {
  return visitorOf(await headers());
}

export function visitorOf(sent: Headers): Visitor & { address: string } {
  return { address: clientAddress(sent.get("x-forwarded-for")), userAgent: sent.get("user-agent") ?? undefined };
}

/** A user for the audit log. */
export function actorOf({ id, name }: Pick<User, "id" | "name">, visitor: Visitor): Actor {
  return { id, name, ...visitor };
}
