/** Orders deploy tags by the IDs in their names, independent of clocks. */
import { orderTime, type DeployTag } from './deployTag';

/** IDs of the same form can be compared; IDs of different forms are compared by the tags' dates. */
export type TagId =
  | { readonly form: 'date'; readonly day: string; readonly counter: string }
  | { readonly form: 'timestamp'; readonly digits: string }
  | { readonly form: 'counter'; readonly counter: string }
  | { readonly form: 'other'; readonly text: string };

/** `2026-11-20-1`, `2026-11-20`, `20261120093000`, `17`; other IDs have no order. */
export function parseTagId(id: string): TagId {
  const date = /^(\d{4}-\d\d-\d\d)(?:[-.](\d+))?$/.exec(id);
  if (date) return { form: 'date', day: date[1]!, counter: date[2] ?? '' };
  if (/^\d{14}$/.test(id)) return { form: 'timestamp', digits: id };
  if (/^\d+$/.test(id)) return { form: 'counter', counter: id };
  return { form: 'other', text: id };
}

/** Newest first. By ID within a form, by the tag's date between forms. */
export function newestFirst(tags: readonly DeployTag[]): DeployTag[] {
  const forms = new Map<TagId['form'], { tag: DeployTag; id: TagId }[]>();
  for (const tag of tags) {
    const id = parseTagId(tag.id);
    const members = forms.get(id.form) ?? [];
    members.push({ tag, id });
    forms.set(id.form, members);
  }
  const queues = [...forms.values()].map(members => members.sort((a, b) => -compare(a, b)).map(({ tag }) => tag));
  const positions = queues.map(() => 0);
  const sorted: DeployTag[] = [];
  while (sorted.length < tags.length) {
    let best = -1;
    for (const [index, queue] of queues.entries()) {
      const candidate = queue[positions[index]!];
      const leader = best < 0 ? undefined : queues[best]![positions[best]!];
      if (candidate && (!leader || orderTime(candidate) > orderTime(leader))) best = index;
    }
    sorted.push(queues[best]![positions[best]!]!);
    positions[best]!++;
  }
  return sorted;
}

interface Placed {
  readonly tag: DeployTag;
  readonly id: TagId;
}

/** Negative if `a` is older. Both have the same form. */
function compare(a: Placed, b: Placed): number {
  if (a.id.form === 'date' && b.id.form === 'date')
    return compareTexts(a.id.day, b.id.day) || compareCounters(a.id.counter, b.id.counter);
  if (a.id.form === 'timestamp' && b.id.form === 'timestamp') return compareTexts(a.id.digits, b.id.digits);
  if (a.id.form === 'counter' && b.id.form === 'counter') return compareCounters(a.id.counter, b.id.counter);
  return orderTime(a.tag) - orderTime(b.tag) || compareTexts(a.tag.name, b.tag.name);
}

/** Compares non-negative decimal numbers of any length. */
export function compareCounters(a: string, b: string): number {
  if (a === '' || b === '') return a.length === b.length ? 0 : a === '' ? -1 : 1;
  const [x, y] = [BigInt(a), BigInt(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
