/** When a freeze is in force. Times of a time zone come from `Intl`, so that daylight saving counts. */

/** A valid window of time. */
export type FreezeWindow =
  | { readonly kind: 'once'; readonly from: number; readonly until: number }
  | {
      readonly kind: 'weekly';
      readonly start: WeekTime;
      readonly end: WeekTime;
      /** A name of the IANA database. */
      readonly timeZone: string;
    };

/** A freeze as clients get it: they know themselves when it begins and ends. */
export interface DeclaredFreeze {
  /** All of them if absent. */
  readonly environments?: readonly string[];
  readonly window: FreezeWindow;
}

/** When the longest freeze of an environment that is in force ends, in milliseconds; undefined if none is. */
export function frozenUntil(freezes: readonly DeclaredFreeze[], environment: string, at: number): number | undefined {
  const ends = freezes.flatMap(({ environments, window }) =>
    environments?.includes(environment) === false ? [] : (windowEnd(window, at) ?? []),
  );
  return ends.length === 0 ? undefined : Math.max(...ends);
}

/** A time of the week. */
export interface WeekTime {
  /** 0 for Sunday. */
  readonly day: number;
  /** Minutes since midnight. */
  readonly minutes: number;
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;
const MINUTE_MS = 60_000;
/** The longest that the clocks of a time zone are set forward or back at once, with a margin. */
const MAX_SHIFT_MINUTES = 180;

const WEEKLY = /^\s*([A-Za-z]{3})\s+(\d{1,2}):(\d\d)\s*-\s*([A-Za-z]{3})\s+(\d{1,2}):(\d\d)\s*$/;

/** Reads `Fri 16:00 - Mon 06:00`; undefined if it has another form. */
export function parseWeekly(text: string): { readonly start: WeekTime; readonly end: WeekTime } | undefined {
  const match = WEEKLY.exec(text);
  if (!match) return undefined;
  const start = weekTime(match[1]!, match[2]!, match[3]!);
  const end = weekTime(match[4]!, match[5]!, match[6]!);
  return start && end && minuteOfWeek(start) !== minuteOfWeek(end) ? { start, end } : undefined;
}

function weekTime(name: string, hours: string, minutes: string): WeekTime | undefined {
  const day = DAYS.indexOf(name.toLowerCase());
  const total = Number(hours) * 60 + Number(minutes);
  return day < 0 || Number(hours) > 23 || Number(minutes) > 59 ? undefined : { day, minutes: total };
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * Milliseconds of a moment: a day, which is its first moment in UTC, or an RFC 3339 time with an offset. Undefined for others, such as February 30.
 */
export function parseMoment(text: string): number | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const [, day = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Engines move days that don't exist into the next month.
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(day)) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const time = Date.parse(text.includes('T') ? text : `${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** Whether this machine's `Intl` knows a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The end of the window that contains a moment; undefined if none does. The first moment belongs to the window, the last one doesn't.
 * @param at milliseconds
 */
export function windowEnd(window: FreezeWindow, at: number): number | undefined {
  if (window.kind === 'once') return window.from <= at && at < window.until ? window.until : undefined;
  const local = localMinute(at, window.timeZone);
  const [start, end] = [minuteOfWeek(window.start), minuteOfWeek(window.end)];
  const length = (end - start + WEEK_MINUTES) % WEEK_MINUTES;
  const since = (local - start + WEEK_MINUTES) % WEEK_MINUTES;
  if (since >= length) return undefined;
  return momentOf(end, at, length - since, window.timeZone);
}

const minuteOfWeek = ({ day, minutes }: WeekTime): number => day * DAY_MINUTES + minutes;

/** The first moment at which clocks show the end, or a later time: they may skip it when they are set forward. */
function momentOf(end: number, at: number, remaining: number, timeZone: string): number {
  const whole = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const from = Math.max(1, remaining - MAX_SHIFT_MINUTES);
  for (let minutes = from; minutes <= remaining + MAX_SHIFT_MINUTES; minutes++) {
    const moment = whole + minutes * MINUTE_MS;
    const after = (localMinute(moment, timeZone) - end + WEEK_MINUTES) % WEEK_MINUTES;
    if (after <= MAX_SHIFT_MINUTES) return moment;
  }
  return whole + remaining * MINUTE_MS;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** The minute of the week that clocks of a time zone show. */
function localMinute(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format)
    formats.set(
      timeZone,
      (format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })),
    );
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = DAYS.indexOf((parts.get('weekday') ?? '').toLowerCase());
  return day * DAY_MINUTES + Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
}
