/** The name of the next deploy tag. */
import { shortHash } from './commitGraph';
import type { DeployTag } from '../../common/promotion/deployTag';
import { compareCounters, parseTagId } from '../../common/promotion/tagId';
import { idIn, isTagName, type TagRule } from '../../common/promotion/tagRule';

export interface TagNameInput {
  readonly rule: TagRule;
  readonly commit: string;
  /** Deploy tags of the environment, including those that exist only in this clone. */
  readonly tags: readonly Pick<DeployTag, 'name' | 'id'>[];
  /** Names of all tags, in this clone and on the remote. */
  readonly taken: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** @returns undefined if the pattern leaves no unused name. */
export function nextTagName({ rule, commit, tags, taken, now }: TagNameInput): string | undefined {
  const lower = new Set([...taken].map(name => name.toLowerCase()));
  const ids = tags.map(({ id }) => parseTagId(id));
  // A tag created with a fast clock must not sort after the new one.
  const days = ids.flatMap(id => (id.form === 'date' ? [id.day] : []));
  const day = latest([...days, dayOf(now)]);
  const stamps = ids.flatMap(id => (id.form === 'timestamp' ? [id.digits] : []));
  const counters = ids.flatMap(id =>
    id.form === 'counter' || (id.form === 'date' && id.day === day) ? [id.counter] : [],
  );
  const highest = counters.sort(compareCounters).at(-1);
  const hasCounter = rule.template.includes('{counter}');
  let stamp = stampAfter(latest(stamps), now);
  let counter = highest === undefined || highest === '' ? 0n : BigInt(highest) + 1n;
  for (let attempt = 0; attempt < 1000; attempt++) {
    const name = rule.template
      .replaceAll('{date}', day)
      .replaceAll('{timestamp}', stamp)
      .replaceAll('{commit}', shortHash(commit))
      .replaceAll('{counter}', String(counter));
    if (!isTagName(name)) return undefined;
    // On case-insensitive disks, two such names are one file.
    if (!lower.has(name.toLowerCase()) && idIn(rule, name) !== undefined) return name;
    if (!hasCounter && !rule.template.includes('{timestamp}')) return undefined;
    counter++;
    stamp = stampAfter(stamp, now);
  }
  return undefined;
}

const latest = (texts: readonly string[]): string => [...texts].sort().at(-1) ?? '';

/** `2026-11-20`, the UTC date. */
const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** `20261120093000`: now, or a second after the last one. */
function stampAfter(last: string, now: number): string {
  const current = stampOf(now);
  if (last < current) return current;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(last)!.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [year, month, date, hours, minutes, seconds] = parts;
  return stampOf(Date.UTC(year, month - 1, date, hours, minutes, seconds + 1));
}

const stampOf = (time: number): string => new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
