/** Times like Go's `time.Time`: an instant with a UTC offset. */

export interface Moment {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly nanoseconds: bigint;
  /** UTC offset in seconds. */
  readonly offset: number;
}

/** Date and time of day. Months count from 1; weekdays from 0 for Sunday. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

const NANOSECONDS = 1_000_000_000n;

/**
 * The number of days in a month.
 * @param month from 1
 */
export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Converts a date and time at an offset.
 * @param nanoseconds within the second
 * @param offset from UTC in seconds
 */
export function momentOf(civil: Omit<CivilTime, 'weekday'>, nanoseconds: number, offset: number): Moment {
  const date = new Date(0);
  date.setUTCFullYear(civil.year, civil.month - 1, civil.day);
  date.setUTCHours(civil.hour, civil.minute, civil.second);
  const seconds = BigInt(date.getTime() / 1000 - offset);
  return { nanoseconds: seconds * NANOSECONDS + BigInt(nanoseconds), offset };
}

/** The date and time of day of a moment at its offset. */
export function civilTime({ nanoseconds, offset }: Moment): CivilTime {
  let seconds = nanoseconds / NANOSECONDS;
  if (nanoseconds < 0n && nanoseconds % NANOSECONDS !== 0n) seconds -= 1n;
  const date = new Date((Number(seconds) + offset) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/** A number with leading zeros to at least `digits` digits. */
export function padded(n: number, digits: number): string {
  return (n < 0 ? '-' : '') + String(Math.abs(n)).padStart(digits, '0');
}

/** Formats a moment as RFC 3339 without fractions of seconds. */
export function formatRfc3339(moment: Moment): string {
  const { year, month, day, hour, minute, second } = civilTime(moment);
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const zone = moment.offset === 0 ? 'Z' : formatOffset(moment.offset, ':');
  return `${date}T${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}${zone}`;
}

/** Formats an offset as sign, hours, separator and minutes. */
export function formatOffset(offset: number, separator: string): string {
  const minutes = Math.floor(Math.abs(offset) / 60);
  return `${offset < 0 ? '-' : '+'}${padded(Math.floor(minutes / 60), 2)}${separator}${padded(minutes % 60, 2)}`;
}
