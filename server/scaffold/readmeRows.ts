/** Rows of the README's Platform tables, added where the others are sorted in their order. Domain reference, section 11. */
import { setRow, setSetting, type SpanEdit } from '../edits/readmeTableEdits';
import type { README_SETTINGS } from '../kubestack/readmeTables';
import { columnOf, nameInCell, type ReadmePlatform, type ReadmeTableName } from '../kubestack/readmeTables';
import type { Cloud } from './clouds';
import { editReadme } from './editReadme';
import type { FileChanges } from './fileChanges';

export const clusterRow = (name: string, cloud: Cloud, region: string, prefix: string): readonly string[] => [
  name,
  cloud.title,
  region,
  prefix,
];
/** @param notes undefined keeps those that a person wrote */
export const nodePoolRow = (name: string, cluster: string, notes?: string): readonly (string | undefined)[] => [
  name,
  cluster,
  notes,
];
/** @param notes undefined keeps those that a person wrote */
export const featureRow = (name: string, cluster: string, notes?: string): readonly (string | undefined)[] => [
  name,
  cluster,
  notes,
];

/** Adds a row, or sets the cells of the one with its name; a README without the tables stays as it is. */
export function putRow(changes: FileChanges, table: ReadmeTableName, row: readonly (string | undefined)[]): void {
  editReadme(changes, (text, readme) => placedRow(text, readme, table, row));
}

/** Sets a value of the Configuration table. */
export function putSetting(changes: FileChanges, setting: keyof typeof README_SETTINGS, value: string): void {
  editReadme(changes, (text, readme) => setSetting(text, readme, setting, value));
}

/** A new row goes before the first one that comes later in the alphabet, where the rows that are there are sorted. */
function placedRow(
  text: string,
  readme: ReadmePlatform,
  name: ReadmeTableName,
  cells: readonly (string | undefined)[],
): readonly SpanEdit[] {
  const edits = setRow(text, readme, name, cells);
  const table = readme.tables[name]?.table;
  const [edit] = edits;
  if (!table?.delimiter || edits.length !== 1 || edit?.start !== table.end || edit.end !== table.end) return edits;
  const column = columnOf(table, name, 0) ?? 0;
  const names = table.rows.map(row => nameInCell(row.cells[column]));
  if (names.some((each, index) => index > 0 && each < names[index - 1]!)) return edits;
  const next = table.rows[names.findIndex(each => each > (cells[0] ?? ''))];
  if (!next) return edits;
  const start = text.lastIndexOf('\n', next.start - 1) + 1;
  return [{ start, end: start, text: `${edit.text.replace(/^\r?\n/, '')}\n` }];
}
