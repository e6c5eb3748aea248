/** Edits the Platform section of a README: sets, adds and removes rows; all other text stays as it is. */
import { markdownText, tableCell } from '../../common/markdown';
import type { MarkdownRow, MarkdownTable } from '../kubestack/readme/markdownTable';
import {
  columnOf,
  nameInCell,
  plainText,
  README_SETTINGS,
  README_TABLE_NAMES,
  README_TABLES,
  type ReadmePlatform,
  type ReadmeTableName,
} from '../kubestack/readme/readmeTables';

/** Replaces the text between two offsets (UTF-16, zero-based) of the original text. */
export interface SpanEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Rows of a whole section, each with a cell per column of README_TABLES. */
export type PlatformRows = Readonly<Record<ReadmeTableName, readonly (readonly string[])[]>>;

/** The whole section, with an empty line at its end. */
export function platformSection(rows: PlatformRows): string {
  const tables = README_TABLE_NAMES.map(
    name => `### ${README_TABLES[name].heading}\n\n${wholeTable(name, rows[name])}\n`,
  );
  return `## Platform\n\n${tables.join('\n')}`;
}

/** A table with its header; no newline at the end. */
export function wholeTable(name: ReadmeTableName, rows: readonly (readonly string[])[]): string {
  const { columns } = README_TABLES[name];
  const [header = '', ...lines] = [columns, ...rows].map(writtenRow);
  return [header, `|${columns.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

const writtenRow = (cells: readonly string[]): string =>
  `|${cells.map(cell => ` ${escaped(cell)}${cell === '' ? '' : ' '}|`).join('')}`;

/** Values that stay plain text: names, domain names and commits, and settings that the usage rules write as code. */
const isUsual = (cell: string): boolean =>
  /^(?:`\w+`|[\w .,()/-]*)$/.test(cell) && !/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|www\./i.test(cell);

/** Escapes Markdown in text from the configuration. */
const escaped = (cell: string): string => (isUsual(cell) ? cell : tableCell(markdownText(cell)));

/** Position of a new section: after the introduction, before the first chapter. */
export function sectionOffset(text: string): number {
  const heading = /^## /m.exec(text);
  return heading?.index ?? text.length;
}

/** Adds the section to a README that has none. */
export function addSection(text: string, rows: PlatformRows): SpanEdit {
  const at = sectionOffset(text);
  const before = text.slice(0, at);
  const gap = before === '' || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const section = platformSection(rows);
  return { start: at, end: at, text: `${gap}${section}${at < text.length ? '\n' : ''}` };
}

/**
 * Sets a row, identified by its first column: given cells replace existing ones, `undefined` keeps them. Adds a missing row, and a missing
 * table if there is only its heading.
 * @param cells one for each column of README_TABLES, the name first
 */
export function setRow(
  text: string,
  platform: ReadmePlatform,
  name: ReadmeTableName,
  cells: readonly (string | undefined)[],
  isSame: (row: MarkdownRow) => boolean = row => isNamed(row, platform, name, cells[0] ?? ''),
): SpanEdit[] {
  const whole = tableWithRows(text, platform, name, [cells]);
  if (whole) return whole;
  const table = platform.tables[name]?.table;
  if (!table?.delimiter) return [];
  const row = table.rows.find(isSame);
  if (row) return changedCells(table, name, row, cells);
  const { start, end } = table.rows.at(-1) ?? table.delimiter;
  const line = newRowText(text.slice(start, end), table, name, cells);
  return [{ start: table.end, end: table.end, text: `\n${line}` }];
}

/** Adds the table if it is missing, or has only a heading; undefined if it exists. */
export function tableWithRows(
  text: string,
  platform: ReadmePlatform,
  name: ReadmeTableName,
  rows: readonly (readonly (string | undefined)[])[],
): SpanEdit[] | undefined {
  const entry = platform.tables[name];
  if (entry?.table) return undefined;
  const full = rows.map(cells => cells.map(cell => cell ?? ''));
  if (!entry) return [addTable(text, platform, name, full)];
  const at = entry.heading.end;
  return [{ start: at, end: at, text: `\n\n${wholeTable(name, full)}` }];
}

/** Sets a value of the Configuration table. */
export const setSetting = (
  text: string,
  platform: ReadmePlatform,
  setting: keyof typeof README_SETTINGS,
  value: string,
): SpanEdit[] => setRow(text, platform, 'configuration', [README_SETTINGS[setting], value]);

/** Removes the rows of a name. */
export function removeRows(
  text: string,
  platform: ReadmePlatform,
  name: ReadmeTableName,
  isGone: (row: MarkdownRow) => boolean,
): SpanEdit[] {
  const rows = platform.tables[name]?.table?.rows ?? [];
  return rows.filter(isGone).map(row => removeRow(text, row));
}

/** Removes one row with its line. */
export function removeRow(text: string, row: MarkdownRow): SpanEdit {
  const start = text.lastIndexOf('\n', row.start - 1) + 1;
  const newline = text.indexOf('\n', row.end);
  // The last line of the text is removed with the newline before it.
  return newline < 0
    ? { start: Math.max(0, start - 1), end: text.length, text: '' }
    : { start, end: newline + 1, text: '' };
}

function isNamed(row: MarkdownRow, platform: ReadmePlatform, name: ReadmeTableName, wanted: string): boolean {
  const table = platform.tables[name]?.table;
  const cell = row.cells[(table && columnOf(table, name, 0)) ?? 0];
  return name === 'configuration' ? plainText(cell?.text ?? '') === plainText(wanted) : nameInCell(cell) === wanted;
}

/** Replaces the cells of a row that differ; `undefined` keeps a cell. */
export function changedCells(
  table: MarkdownTable,
  name: ReadmeTableName,
  row: MarkdownRow,
  cells: readonly (string | undefined)[],
): SpanEdit[] {
  return cells.flatMap((value, column) => {
    const at = columnOf(table, name, column) ?? column;
    const cell = row.cells[at];
    if (value === undefined || !cell || plainText(cell.text) === plainText(value)) return [];
    return [
      { start: cell.start, end: cell.end, text: cell.start === cell.end ? `${escaped(value)} ` : escaped(value) },
    ];
  });
}

/** Reorders cells to the table's columns. */
function inColumns(table: MarkdownTable, name: ReadmeTableName, cells: readonly string[]): string[] {
  const ordered = table.header.cells.map(() => '');
  for (const [column, cell] of cells.entries()) ordered[columnOf(table, name, column) ?? column] = cell;
  return ordered;
}

/**
 * A new row, padded like the row above so that an aligned table stays aligned.
 * @param above the line of the row above, or the one of dashes
 */
export function newRowText(
  above: string,
  table: MarkdownTable,
  name: ReadmeTableName,
  cells: readonly (string | undefined)[],
): string {
  const ordered = inColumns(
    table,
    name,
    cells.map(cell => cell ?? ''),
  );
  if (!above.includes('  ') && !/-{4,}/.test(above)) return writtenRow(ordered);
  const widths = above
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map(part => part.length - 2);
  return `|${ordered.map((cell, index) => ` ${escaped(cell).padEnd(widths[index] ?? 0)} |`).join('')}`;
}

/** A table without a heading goes to its position in the usage rules: after the tables that precede it. */
function addTable(
  text: string,
  platform: ReadmePlatform,
  name: ReadmeTableName,
  rows: readonly (readonly string[])[],
): SpanEdit {
  const position = README_TABLE_NAMES.indexOf(name);
  const next = README_TABLE_NAMES.slice(position + 1).flatMap(each => platform.tables[each]?.heading.start ?? [])[0];
  const table = `### ${README_TABLES[name].heading}\n\n${wholeTable(name, rows)}\n`;
  if (next !== undefined) return { start: next, end: next, text: `${table}\n` };
  const before = text.slice(0, platform.end).trimEnd();
  const rest = platform.end < text.length;
  return { start: before.length, end: platform.end, text: `\n\n${table}${rest ? '\n' : ''}` };
}

/** Applies edits, which must not overlap. Edits at one position are applied in the given order. */
export function applySpanEdits(text: string, edits: readonly SpanEdit[]): string {
  let result = text;
  for (const { start, end, text: replacement } of [...edits].reverse().sort((a, b) => b.start - a.start))
    result = result.slice(0, start) + replacement + result.slice(end);
  return result;
}
