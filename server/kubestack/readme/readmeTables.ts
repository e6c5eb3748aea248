/**
 * Reads the "Platform" section of a platform's README: its tables as plain data with offsets (UTF-16, in the whole text). Headings and columns
 * follow the framework's usage rules (docs/kubestack.md#readme-tables).
 */
import type { Span } from '../../syntax/ast';
import { readMarkdownTable, type MarkdownCell, type MarkdownTable } from './markdownTable';

export type ReadmeTableName = 'configuration' | 'clusters' | 'nodePools' | 'features';

export interface ReadmeTableShape {
  readonly heading: string;
  /** Header cells according to the usage rules. */
  readonly columns: readonly string[];
}

export const README_TABLES: Readonly<Record<ReadmeTableName, ReadmeTableShape>> = {
  configuration: { heading: 'Configuration', columns: ['Setting', 'Value'] },
  clusters: { heading: 'Clusters', columns: ['Cluster name', 'Provider', 'Region', '`name_prefix`'] },
  nodePools: { heading: 'Node Pools', columns: ['Module name', 'Cluster', 'Purpose / notes'] },
  features: { heading: 'Platform Features', columns: ['Module name', 'Cluster', 'Notes'] },
};

export const README_TABLE_NAMES = Object.keys(README_TABLES) as readonly ReadmeTableName[];

/** Rows of the Configuration table. */
export const README_SETTINGS = {
  frameworkVersion: 'Framework version',
  environmentNames: 'Environment names',
  baseEnvironment: 'Base environment',
  baseDomain: '`base_domain`',
  stateBackend: 'State backend',
} as const;

/** A `###` heading of the section, and its table. */
export interface ReadmeTable {
  readonly name: ReadmeTableName;
  /** The line of the heading. */
  readonly heading: Span;
  /** From the end of the heading's line to the next heading. */
  readonly body: Span;
  /** The first table after the heading; undefined if there is none. */
  readonly table: MarkdownTable | undefined;
}

export interface ReadmePlatform {
  /** The line `## Platform`. */
  readonly heading: Span;
  /** End of the section: the next heading of its level or above, or the end of the text. */
  readonly end: number;
  readonly tables: Readonly<Partial<Record<ReadmeTableName, ReadmeTable>>>;
}

interface Heading extends Span {
  readonly level: number;
  readonly title: string;
}

/** The Platform section of a README; undefined if the platform does not use the tables. */
export function readReadmePlatform(text: string): ReadmePlatform | undefined {
  const headings = headingsOf(text);
  for (const [index, heading] of headings.entries()) {
    if (heading.level !== 2 || heading.title !== 'platform') continue;
    const section = sectionAt(text, headings, index);
    // A section that only shares the name has none of the tables.
    if (Object.keys(section.tables).length > 0) return section;
  }
  return undefined;
}

function sectionAt(text: string, headings: readonly Heading[], index: number): ReadmePlatform {
  const heading = headings[index]!;
  const later = headings.slice(index + 1);
  const next = later.findIndex(({ level }) => level <= heading.level);
  const inside = next < 0 ? later : later.slice(0, next);
  const end = later[next]?.start ?? text.length;
  const tables: Partial<Record<ReadmeTableName, ReadmeTable>> = {};
  for (const [position, { level, title, ...span }] of inside.entries()) {
    const name = level === 3 ? tableNamed(title) : undefined;
    if (name === undefined || tables[name]) continue;
    const body = { start: span.end, end: inside[position + 1]?.start ?? end };
    tables[name] = {
      name,
      heading: { start: span.start, end: span.end },
      body,
      table: readMarkdownTable(text, body.start, body.end),
    };
  }
  return { heading: { start: heading.start, end: heading.end }, end, tables };
}

const tableNamed = (title: string): ReadmeTableName | undefined =>
  README_TABLE_NAMES.find(name => README_TABLES[name].heading.toLowerCase() === title);

/** ATX headings outside of code blocks and comments; titles in lowercase. */
function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let comment = false;
  for (const { 0: line, index } of text.matchAll(/[^\n]+/g)) {
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (marker?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (comment) {
      comment = !line.includes('-->');
      continue;
    }
    if (marker !== undefined) fence = marker;
    else if (/^\s*<!--(?!.*-->)/.test(line)) comment = true;
    const written = line.trimEnd();
    const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/s.exec(written);
    if (!heading || marker !== undefined) continue;
    const [, marks = '', title = ''] = heading;
    headings.push({
      level: marks.length,
      title: title.replace(/(?<![ \t])[ \t]+#+$/, '').toLowerCase(),
      start: index,
      end: index + written.length,
    });
  }
  return headings;
}

/** Columns of a table by their usual headers, in any order; undefined for a missing column. */
export function columnOf(table: MarkdownTable, name: ReadmeTableName, column: number): number | undefined {
  const wanted = plainText(README_TABLES[name].columns[column] ?? '');
  const found = table.header.cells.findIndex(cell => plainText(cell.text) === wanted);
  return found < 0 ? undefined : found;
}

/** Text of a cell without code marks, emphasis and links, in lowercase, for comparison. */
export const plainText = (text: string): string =>
  text
    .replace(/\[([^[\]]*)\]\([^[)]*\)/g, '$1')
    .replace(/[`*]|\b_|_\b/g, '')
    .trim()
    .toLowerCase();

/** The name in a cell: `` `eks_web0` `` and `[eks_web0](file.tf)` are eks_web0. */
export const nameInCell = (cell: MarkdownCell | undefined): string =>
  (cell?.text ?? '')
    .replace(/\[([^[\]]*)\]\([^[)]*\)/g, '$1')
    .replace(/[`*\\]/g, '')
    .trim();

/** The value of a setting in the Configuration table; undefined if there is no such row. */
export function readmeSetting(
  platform: ReadmePlatform,
  setting: keyof typeof README_SETTINGS,
): MarkdownCell | undefined {
  const table = platform.tables.configuration?.table;
  const wanted = plainText(README_SETTINGS[setting]);
  return table?.rows.find(({ cells }) => plainText(cells[0]?.text ?? '') === wanted)?.cells[1];
}

/** Whether the tables have been filled in: a starter has empty ones. */
export const isFilledIn = (platform: ReadmePlatform): boolean =>
  README_TABLE_NAMES.some(name => {
    const rows = platform.tables[name]?.table?.rows ?? [];
    return name === 'configuration' ? rows.some(({ cells }) => (cells[1]?.text ?? '') !== '') : rows.length > 0;
  });
