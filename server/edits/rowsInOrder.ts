/** Sets many rows of a README's Platform table at once: a platform with a thousand clusters has thousands of them. */
import type { MarkdownTable } from '../kubestack/readme/markdownTable';
import { columnOf, nameInCell, type ReadmePlatform, type ReadmeTableName } from '../kubestack/readme/readmeTables';
import { changedCells, newRowText, tableWithRows, type SpanEdit } from './readmeTableEdits';

/** A row in the result. `present` is its index among the existing rows. */
interface Line {
  readonly name: string;
  readonly text: string;
  readonly present?: number;
}

/**
 * Sets rows, identified by their first column: given cells replace existing ones, `undefined` keeps them. If the existing rows are sorted,
 * a new row is inserted in alphabetical order, else at the end.
 * @param rows each with one cell for each column of README_TABLES, the name first; names are unique
 * @returns edits that don't overlap
 */
export function setRowsInOrder(
  text: string,
  platform: ReadmePlatform,
  name: ReadmeTableName,
  rows: readonly (readonly (string | undefined)[])[],
): readonly SpanEdit[] {
  if (rows.length === 0) return [];
  const whole = tableWithRows(text, platform, name, rows);
  if (whole) return whole;
  const table = platform.tables[name]?.table;
  if (!table?.delimiter) return [];
  const column = columnOf(table, name, 0) ?? 0;
  const present = new Map(
    table.rows.map((row, index) => [nameInCell(row.cells[column]), index]).reverse() as [string, number][],
  );
  const changed = rows.flatMap(cells => {
    const row = table.rows[present.get(cells[0] ?? '') ?? -1];
    return row ? changedCells(table, name, row, cells) : [];
  });
  const added = rows.filter(([first]) => !present.has(first ?? ''));
  return [...changed, ...insertions(text, table, linesWith(text, table, name, added))];
}

/** The existing rows, merged with the new ones. */
function linesWith(
  text: string,
  table: MarkdownTable,
  name: ReadmeTableName,
  added: readonly (readonly (string | undefined)[])[],
): readonly Line[] {
  const column = columnOf(table, name, 0) ?? 0;
  const lines: Line[] = table.rows.map((row, present) => ({
    name: nameInCell(row.cells[column]),
    text: text.slice(row.start, row.end),
    present,
  }));
  const isSorted = lines.every((line, index) => index === 0 || lines[index - 1]!.name <= line.name);
  const { start, end } = table.delimiter!;
  for (const cells of added) {
    const above = lines.at(-1)?.text ?? text.slice(start, end);
    const line = { name: cells[0] ?? '', text: newRowText(above, table, name, cells) };
    const next = isSorted ? lines.findIndex(each => each.name > line.name) : -1;
    lines.splice(next < 0 ? lines.length : next, 0, line);
  }
  return lines;
}

/** One insertion per run of new rows. */
function insertions(text: string, table: MarkdownTable, lines: readonly Line[]): readonly SpanEdit[] {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: SpanEdit[] = [];
  let run: string[] = [];
  for (const line of lines) {
    if (line.present === undefined) run.push(line.text);
    else if (run.length > 0) {
      const start = text.lastIndexOf('\n', table.rows[line.present]!.start - 1) + 1;
      edits.push({ start, end: start, text: run.map(each => each + newline).join('') });
      run = [];
    }
  }
  const { end } = table;
  return run.length === 0 ? edits : [...edits, { start: end, end, text: run.map(each => newline + each).join('') }];
}
