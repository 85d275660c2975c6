import type { DeliveryState } from "@/generated/prisma/enums";
import type { TenantDatabase } from "../db/for-organization";
import { countUnanswered } from "./count-unanswered";
import { agoWords, type HealthResult } from "./read-health";
import { counted } from "./schema";

export interface Summary {
  /** How customers fare. */
  sentence: string;
  /** How many things want somebody; empty when none does. */
  need: string;
  /** True where something is broken. */
  broken: boolean;
  /** Who waits, and how the last reply went. */
  proof: string;
}

/** All results in two sentences. */
export async function sumUp(db: TenantDatabase, results: HealthResult[], now = new Date()): Promise<Summary> {
  const broken = results.filter(({ status }) => status === "broken");
  const look = results.filter(({ status }) => status === "look");
  return {
    sentence: sentenceFor(broken, look.length),
    need: needFor(broken.length, look.length),
    broken: broken.length > 0,
    proof: await proofFor(db, now),
  };
}

function sentenceFor(broken: HealthResult[], looks: number): string {
  if (broken.some(({ key, group }) => group !== "delivering" || key === "twilio-account"))
    return "Customers may be left without an answer.";
  if (broken.length > 0) return "Customers write and are read, but not everything arrives.";
  return looks > 0 ? "Nothing is broken." : "Everything works.";
}

function needFor(broken: number, looks: number): string {
  if (broken === 0 && looks === 0) return "";
  if (broken === 0) return `${numberWord(looks)} ${looks === 1 ? "thing wants" : "things want"} a look.`;
  return `${numberWord(broken)} ${broken === 1 ? "thing needs" : "things need"} you.`;
}

function numberWord(count: number): string {
  return ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"][count] ?? String(count);
}

async function proofFor(db: TenantDatabase, now: Date): Promise<string> {
  const { waiting } = await countUnanswered({ db, now });
  const last = await db.message.findFirst({
    where: { direction: "outbound", attemptedAt: { not: null } },
    orderBy: { createdAt: "desc" },
    select: { attemptedAt: true, createdAt: true, deliveryState: true },
  });
  const waits =
    waiting > 0 ? `${counted(waiting, "customer")} ${waiting === 1 ? "waits" : "wait"} for an answer. ` : "";
  if (!last) return `${waits}No reply has been sent yet.`;
  const age = agoWords(now.getTime() - (last.attemptedAt ?? last.createdAt).getTime());
  return `${waits}The last reply went out ${age}${outcomes[last.deliveryState] ?? ""}.`;
}

const outcomes: Partial<Record<DeliveryState, string>> = {
  delivered: " and arrived",
  read: " and was read",
  failed: " and did not arrive",
};
