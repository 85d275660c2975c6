"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import { markReviewed } from "@/lib/conversations/mark-reviewed";
import { addNote as add } from "@/lib/conversations/notes";
import { rateReply as rate, removeRating as unrate } from "@/lib/conversations/rate-reply";
import { noteInput, ratingInput } from "@/lib/conversations/schema";

const conversation = { conversationId: z.uuid() };
const reply = { ...conversation, runId: z.uuid() };
const work = { permission: "work-conversations" } as const;

export const addNote = memberAction(noteInput.extend(conversation), work, async (input, { db, actor }) => {
  await add(db, actor, input.conversationId, input.text);
  refresh();
});

const review = z.strictObject({ ...conversation, reviewed: z.stringbool() });

export const setReviewed = memberAction(review, work, async (input, { db, actor }) => {
  await markReviewed(db, actor, input.conversationId, input.reviewed);
  refresh();
});

export const rateReply = memberAction(
  ratingInput.extend(reply),
  work,
  async ({ conversationId, runId, ...rating }, { db, actor }) => {
    await rate(db, actor, { conversationId, runId }, rating);
    refresh();
  },
);

export const removeRating = memberAction(z.strictObject(reply), work, async (input, { db, actor }) => {
  await unrate(db, actor, input);
  refresh();
});
