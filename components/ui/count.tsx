const tones = { brass: "bg-brass text-on-brass", bad: "bg-bad text-on-bad" } as const;

/** A number that asks for somebody: brass for a person, red for what is broken; absent when it is zero. */
export function Count({ value, label, tone = "brass" }: { value: number; label: string; tone?: keyof typeof tones }) {
  if (value === 0) return null;
  return (
    <span
      className={`inline-grid h-[18px] min-w-[18px] place-items-center rounded-full px-[5px] font-semibold text-micro leading-none ${tones[tone]}`}
    >
      {value > 99 ? "99+" : value}
      <span className="sr-only"> {label}</span>
    </span>
  );
}
