import { Count } from "@/components/ui/count";

/** What asks for somebody on that page. */
export function PageCount({ segment, counts }: { segment: string; counts: Counts }) {
  if (segment === "conversations") return <Count value={counts.waiting} label="waiting for a person" />;
  if (segment === "plugins") return <Count value={counts.approvals} label="waiting for approval" />;
  if (segment === "health") return <Count value={counts.failing} label="checks failing" tone="bad" />;
  return null;
}

export interface Counts {
  /** Conversations that wait for a person. */
  waiting: number;
  /** Calls of tools that a person has to decide. */
  approvals: number;
  /** Health checks that are broken. */
  failing: number;
}
