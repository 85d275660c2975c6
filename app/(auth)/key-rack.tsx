/** What hangs or lies in each pigeonhole, row by row: a key or a slip with its tilt in degrees; nothing; one lit. */
type Hole = null | { key: number } | { slip: number; lit?: boolean; behind?: number };

const rack: Hole[][] = [
  [{ key: 3 }, null, { slip: 6 }, null, { key: -3 }],
  [{ slip: 3 }, { key: -5 }, null, { key: -4 }, { slip: -4, lit: true }],
  [null, { slip: 6 }, { key: 2 }, null, { slip: 3 }],
  [{ key: -5 }, { slip: 5 }, null, { key: 3 }, null],
  [null, { key: 2 }, { slip: 5, behind: -9 }, { slip: 3 }, null],
  [{ slip: 5 }, null, { key: 3 }, null, { key: 5 }],
];
const pitch = 128;

/** The art beside the sign-in form: the rack behind a reception's desk, with one message waiting, and the bell. */
export function KeyRack() {
  return (
    <svg
      viewBox="-44 -44 712 990"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden="true"
      className="absolute inset-x-0 bottom-[-26px] h-[calc(100%+26px)] w-full md:bottom-0 md:h-full"
    >
      <defs>
        <clipPath id="hole">
          <rect width="112" height="112" rx="14" />
        </clipPath>
        <linearGradient id="shade" x2="0" y2="1">
          <stop stopOpacity=".38" />
          <stop offset="1" stopOpacity="0" />
        </linearGradient>
      </defs>
      {rack.map((row, y) =>
        row.map((hole, x) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rack never changes
          <g key={`${x}-${y}`} transform={`translate(${x * pitch} ${y * pitch})`} clipPath="url(#hole)">
            <rect
              width="112"
              height="112"
              rx="14"
              strokeWidth="2"
              className={
                hole && "slip" in hole && hole.lit
                  ? "fill-[color-mix(in_oklab,var(--plate-brass)_42%,var(--plate-deep))] stroke-plate-brass"
                  : "fill-plate-deep stroke-[color-mix(in_oklab,var(--plate-line)_60%,var(--plate))]"
              }
            />
            {hole && "key" in hole && <Key tilt={hole.key} />}
            {hole && "slip" in hole && hole.behind && <Slip tilt={hole.behind} x={50} y={64} tone="behind" />}
            {hole && "slip" in hole && (
              <Slip
                tilt={hole.slip}
                x={hole.behind ? 62 : 56}
                y={hole.behind ? 74 : 69}
                tone={hole.lit ? "lit" : "plain"}
              />
            )}
            <rect width="112" height="26" fill="url(#shade)" />
          </g>
        )),
      )}
      <DeskBell />
    </svg>
  );
}

function Key({ tilt }: { tilt: number }) {
  return (
    <g transform={`translate(56 20) rotate(${tilt})`} className="fill-plate-brass">
      <path d="M0 -10v8" className="stroke-plate-line" strokeWidth="4" strokeLinecap="round" />
      <circle cy="12" r="13" className="fill-none stroke-plate-brass" strokeWidth="5.5" />
      <path d="M-3.5 24h7v40h-7zM3.5 48h9v6h-9zM3.5 57h6v6h-6z" />
    </g>
  );
}

const slipTones = {
  plain: { paper: "fill-[oklch(0.95_0.014_88)]", ink: "stroke-[oklch(0.72_0.025_205)]" },
  behind: { paper: "fill-[oklch(0.86_0.018_88)]", ink: "stroke-[oklch(0.72_0.025_205)]" },
  lit: { paper: "fill-[oklch(0.975_0.03_90)]", ink: "stroke-[oklch(0.72_0.11_78)]" },
} as const;

function Slip({ tilt, x, y, tone }: { tilt: number; x: number; y: number; tone: keyof typeof slipTones }) {
  return (
    <g transform={`translate(${x} ${y}) rotate(${tilt})`}>
      <path
        d="M-30 -32h60a10 10 0 0 1 10 10v62h-70a10 10 0 0 1 -10 -10v-52a10 10 0 0 1 10 -10z"
        className={slipTones[tone].paper}
      />
      <path
        d="M-24 -14h46M-24 0h34M-24 14h40"
        className={slipTones[tone].ink}
        strokeWidth="4.5"
        strokeLinecap="round"
      />
    </g>
  );
}

function DeskBell() {
  return (
    <g transform="translate(0 804)">
      <rect
        x="-400"
        y="72"
        width="1600"
        height="400"
        className="fill-[color-mix(in_oklab,var(--plate-deep)_70%,black)]"
      />
      <rect x="-400" y="72" width="1600" height="7" className="fill-plate-line" />
      <g transform="translate(304 70)" className="fill-plate-brass">
        <rect x="-7" y="-92" width="14" height="13" rx="4" />
        <path d="M-62 -16a62 62 0 0 1 124 0z" />
        <path
          d="M-46 -22a46 46 0 0 1 26 -40"
          className="fill-none stroke-[oklch(0.95_0.05_90)] opacity-75"
          strokeWidth="7"
          strokeLinecap="round"
        />
        <rect x="-74" y="-13" width="148" height="13" rx="6" />
      </g>
    </g>
  );
}
