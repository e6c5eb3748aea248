/**
 * Adds rows to the README's Platform tables, in the order of sorted tables.
 * See docs/kubestack.md#readme-tables.
 */
import { setSetting } from '../edits/readmeTableEdits';
import { setRowsInOrder } from '../edits/rowsInOrder';
import type { README_SETTINGS, ReadmeTableName } from '../kubestack/readme/readmeTables';
import type { Cloud } from './cluster/clouds';
import { editReadme } from './editReadme';
import type { FileChanges } from './fileChanges';

export const clusterRow = (name: string, cloud: Cloud, region: string, prefix: string): readonly string[] => [
  name,
  cloud.title,
  region,
  prefix,
];
/** @param notes undefined keeps the user's notes */
export const nodePoolRow = (name: string, cluster: string, notes?: string): readonly (string | undefined)[] => [
  name,
  cluster,
  notes,
];
/** @param notes undefined keeps the user's notes */
export const featureRow = (name: string, cluster: string, notes?: string): readonly (string | undefined)[] => [
  name,
  cluster,
  notes,
];

/**
 * Adds rows, or updates those with the same name; a README without the tables is not changed.
 *
 * @returns whether the README changes
 */
export function putRows(
  changes: FileChanges,
  table: ReadmeTableName,
  rows: readonly (readonly (string | undefined)[])[],
): boolean {
  return editReadme(changes, (text, readme) => setRowsInOrder(text, readme, table, rows));
}

/** Sets a value of the Configuration table. */
export function putSetting(changes: FileChanges, setting: keyof typeof README_SETTINGS, value: string): void {
  editReadme(changes, (text, readme) => setSetting(text, readme, setting, value));
}
