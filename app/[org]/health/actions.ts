"use server";

import { refresh } from "next/cache";
import { z } from "zod";
import { memberAction } from "@/lib/auth/member-action";
import { checkNow } from "@/lib/health/check-now";

/** Looks at everything at once, instead of within the minute. */
export const checkNowAction = memberAction(z.object({}), { permission: "read-health" }, async (_, { db }) => {
  await checkNow(db);
  refresh();
});
