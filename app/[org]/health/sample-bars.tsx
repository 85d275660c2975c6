import type { HealthStatus } from "@/lib/health/schema";

const looks = [
  { status: null, top: 15, fill: "fill-line-strong" },
  { status: "good", top: 7, fill: "fill-ok/50" },
  { status: "look", top: 4, fill: "fill-brass-mark" },
  { status: "broken", top: 0, fill: "fill-bad" },
] as const;

/** The last 24 hours in 48 bars, the newest to the right: the worse, the taller. One shape a status keeps the page small. */
export function SampleBars({ samples, className = "" }: { samples: (HealthStatus | null)[]; className?: string }) {
  return (
    <svg
      role="img"
      aria-label={inWords(samples)}
      viewBox="0 0 191 18"
      preserveAspectRatio="none"
      className={`h-[18px] w-[191px] shrink-0 ${className}`}
    >
      {looks.map(({ status, top, fill }) => (
        <path
          key={status ?? "none"}
          className={fill}
          d={samples.map((sample, i) => (sample === status ? `M${i * 4} ${top}h3V18h-3z` : "")).join("")}
        />
      ))}
    </svg>
  );
}

function inWords(samples: (HealthStatus | null)[]): string {
  const count = (status: HealthStatus) => samples.filter((sample) => sample === status).length;
  const [broken, look] = [count("broken"), count("look")];
  if (broken === 0 && look === 0) return "Good for as long as it was checked in the last 24 hours";
  const parts = [broken > 0 && `broken in ${broken}`, look > 0 && `in need of a look in ${look}`].filter(Boolean);
  return `Of the last 48 half-hours ${parts.join(", ")}`;
}
