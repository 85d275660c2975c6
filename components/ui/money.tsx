import { formatMoney } from "../format";

/** An amount with its currency, in one piece; null reads "no price". */
export function Money({ micros, currency }: { micros: number | bigint | null; currency: string }) {
  if (micros === null) return <span className="text-ink-3">no price</span>;
  return <span className="whitespace-nowrap">{formatMoney(micros, currency)}</span>;
}
