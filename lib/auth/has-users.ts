import { database } from "../db/client";

let known = false;

/** Whether anybody has an account. Once somebody has, the first run is over for as long as this process lives. */
export async function hasUsers(): Promise<boolean> {
  known ||= (await database().prisma.user.findFirst({ select: { id: true } })) !== null;
  return known;
}
