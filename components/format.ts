const locale = "en-GB";
const numbers = new Intl.NumberFormat(locale);

/** 1,284 */
export function formatNumber(value: number | bigint): string {
  return numbers.format(value);
}

/** 92 % of the share 0.92; one decimal below 10 %, so that what is rare is not rounded to nothing. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  const digits = percent > 0 && percent < 10 && !Number.isInteger(percent) ? 1 : 0;
  return `${percent.toFixed(digits)} %`;
}

/**
 * $35.17 of 35170000 micro-units. Amounts below a whole unit keep two significant digits more, so that the price of one
 * reply can be read: $0.029, $0.00042. Never rounded to zero.
 */
export function formatMoney(micros: number | bigint, currency: string): string {
  const value = Number(micros) / 1_000_000;
  const size = Math.abs(value);
  const digits = size === 0 || size >= 1 ? 2 : Math.min(6, Math.max(2, 1 - Math.floor(Math.log10(size))));
  return money(currency, digits).format(value);
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

function money(currency: string, digits: number): Intl.NumberFormat {
  const key = `${currency} ${digits}`;
  let format = moneyFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    moneyFormats.set(key, format);
  }
  return format;
}

/** 840 ms, 5.2 s, 1 min 52 s, 3 h 5 min: a measured time in ms. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return joined([Math.floor(seconds / 60), "min"], [seconds % 60, "s"]);
  return joined([Math.floor(seconds / 3_600), "h"], [Math.floor((seconds % 3_600) / 60), "min"]);
}

function joined([larger, unit]: [number, string], [smaller, smallerUnit]: [number, string]): string {
  return smaller ? `${larger} ${unit} ${smaller} ${smallerUnit}` : `${larger} ${unit}`;
}

/** 1.3 M, 24 k, 812: for tokens and other counts that nobody reads to the last digit. */
export function formatCompact(value: number): string {
  if (value < 10_000) return formatNumber(value);
  if (value < 1_000_000) return `${Math.round(value / 1_000)} k`;
  return `${(value / 1_000_000).toFixed(value < 10_000_000 ? 1 : 0)} M`;
}
