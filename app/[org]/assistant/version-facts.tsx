import type { ViewerClock } from "@/components/create-clock";
import type { VersionRow } from "@/lib/assistant/versions";

/** Who published it, when, and why. */
export function VersionFacts({ version, clock }: { version: VersionRow; clock: ViewerClock }) {
  return (
    <p className="text-ink-3 text-meta">
      {version.by},{" "}
      <time dateTime={version.createdAt.toISOString()} title={clock.full(version.createdAt)}>
        {clock.day(version.createdAt)} {clock.time(version.createdAt)}
      </time>
      {version.restoredFrom !== null && `, brought back from v${version.restoredFrom}`}
    </p>
  );
}
