/** Migrates one environment's object literal to the `object` generation. */
import { linesOf, spread } from '../../edits/entryLayout';
import { beforeBlankLines } from '../../edits/itemLines';
import { bracesAt, type EntryBraces } from '../../edits/entryPath';
import { printKey } from '../../semantics/hclPrinter';
import type { Type } from '../../hcl/model';
import { convertText } from './convertText';
import type { MigratedModule } from './migratedModule';

/** An attribute in its new place, with its comments. */
export interface MigratedEntry {
  readonly path: readonly string[];
  readonly value: string;
  /** Comment lines above it. */
  readonly above: string;
  /** Trailing comment. */
  readonly behind: string;
  /** Whether there is a blank line above. */
  readonly gap?: boolean;
}

export interface MigratedEnvironment {
  readonly entries: readonly MigratedEntry[];
  /** Attributes that the module no longer reads. */
  readonly dropped: readonly string[];
  /** Comments at the end of the object. */
  readonly rest: string;
}

/** If an environment sets both the old and the new name of an attribute, the new one takes effect. */
const OLDER = 'cluster_instance_type';
const NEWER = 'cluster_instance_types';

/**
 * Reads the entries in their new places. Pauses after each part that parses text.
 *
 * @param text source of the object
 * @param inBase names that the base sets; undefined for the base itself. In other environments, an empty string inherits like a missing value
 * @returns undefined if it is not an object literal, or has computed names
 */
export function* readEnvironment(
  text: string,
  module: MigratedModule,
  inBase: readonly string[] | undefined,
): Generator<undefined, MigratedEnvironment | undefined> {
  const braces = yield* spreadBraces(text);
  if (!braces || braces.entries.some(({ name }) => name === undefined)) return undefined;
  const entries = new Map<string, MigratedEntry>();
  const hasNewer = (inBase?.includes(NEWER) ?? false) || braces.entries.some(({ name }) => name === NEWER);
  const dropped: string[] = [];
  for (const [index, entry] of braces.entries.entries()) {
    yield;
    const name = entry.name!;
    const path = module.newPath(name);
    if (!path) {
      dropped.push(name);
      continue;
    }
    const { start, end } = linesOf(braces, index);
    const value = braces.text.slice(entry.value!.start, entry.value!.end);
    if (isEmptyText(value, module.newType(path)!, inBase === undefined)) continue;
    if (name === OLDER && hasNewer) continue;
    const migrated: MigratedEntry = {
      path,
      value: convertText(value, module.wasText(name), module.newType(path)!),
      above: braces.text.slice(start, entry.start).trim(),
      gap: index > 0 && beforeBlankLines(braces.text, start) < start,
      behind: braces.text.slice(entry.end, end).replace(/^\s*,/, '').trim(),
    };
    const key = path.join('.');
    entries.delete(key);
    entries.set(key, migrated);
  }
  const last = braces.entries.length - 1;
  const restStart = last < 0 ? braces.open : linesOf(braces, last).end;
  return { entries: [...entries.values()], dropped, rest: braces.text.slice(restStart, braces.close).trim() };
}

/** Types for which an empty string means unset. */
function isEmptyText(value: string, { kind }: Type, isBase: boolean): boolean {
  if (value !== '""') return false;
  return kind === 'number' || kind === 'bool' || kind === 'object' || (kind === 'string' && !isBase);
}

function* spreadBraces(text: string): Generator<undefined, EntryBraces | undefined> {
  const found = bracesAt(`x = ${text}`, ['x']);
  if (!found) return undefined;
  yield;
  return found.entries.length === 0 ? found : bracesAt(spread(found), ['x']);
}

/** The object's source. Nested attributes are placed at the position of the first of them. */
export function environmentText(entries: readonly MigratedEntry[], rest = ''): string {
  if (entries.length === 0 && rest === '') return '{}';
  const lines = linesOfEntries(entries).replace(/^\n+/, '');
  return `{\n${lines}${rest === '' ? '' : `${rest}\n`}}`;
}

function linesOfEntries(entries: readonly MigratedEntry[]): string {
  const groups = new Map<string, MigratedEntry[]>();
  for (const entry of entries) {
    const [first = ''] = entry.path;
    groups.set(first, [...(groups.get(first) ?? []), entry]);
  }
  return [...groups]
    .map(([name, members]) => {
      const [first] = members;
      if (first?.path.length === 1) return entryLines(name, first);
      const inner = members.map(entry => ({ ...entry, path: entry.path.slice(1) }));
      return `${first?.gap ? '\n' : ''}${printKey(name)} = {\n${linesOfEntries(inner).replace(/^\n+/, '')}}\n`;
    })
    .join('');
}

const entryLines = (name: string, { value, above, behind, gap }: MigratedEntry): string =>
  `${gap ? '\n' : ''}${above === '' ? '' : `${above}\n`}${printKey(name)} = ${value}${behind === '' ? '' : ` ${behind}`}\n`;

/**
 * Completes a nested object: since it is replaced as a whole, an environment that overrides a part of it must repeat the rest of the
 * base's.
 */
export function completed(own: readonly MigratedEntry[], base: readonly MigratedEntry[]): MigratedEntry[] {
  const result = [...own];
  const outer = new Set(own.filter(({ path }) => path.length > 2).map(({ path }) => path.slice(0, 2).join('.')));
  for (const entry of base) {
    if (!outer.has(entry.path.slice(0, 2).join('.')) || entry.path.length < 3) continue;
    if (!own.some(({ path }) => path.join('.') === entry.path.join('.')))
      result.push({ ...entry, above: '', behind: '' });
  }
  return result;
}
