// KS601: README table is malformed
//
// People and tools read the tables of the Platform section. A table with other columns, or with rows that have more or fewer cells than the
// header, is misread.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```markdown README.md
// # Example
//
// ## Platform
//
// ### Configuration
//
// | Setting | Value |
// | Framework version | v0.19.2-beta.0 |
//
// ### Clusters
//
// | Cluster | Provider | Region | `name_prefix` |
// |---|---|---|---|
// | eks_gc0_eu-west-1 | EKS (AWS) | eu-west-1 |
//
// ### Node Pools
// ```
//
// ## Passes without pipes at the ends of lines
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Clusters
//
// Cluster name | Provider | Region | `name_prefix`
// --- | --- | --- | ---
// eks_gc0_eu-west-1 | aws | eu-west-1 | gc0
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```markdown README.md
// # Example
//
// ## Platform
//
// ### Configuration
//
// | Setting           | Value          | Since |
// | ----------------- | -------------- | ----- |
// | Framework version | v0.19.2-beta.0 | May   |
//
// ### Clusters
//
// | Cluster name | Provider | Region | name_prefix |
// |---|---|---|---|
// | `eks_gc0_eu-west-1` | EKS (AWS) | eu-west-1 | gc0 |
// ```
//
// ## Passes without tables
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```markdown README.md
// # Example
//
// ## Platform
//
// ### Clusters
//
// One, in Ireland.
// ```
import { t } from '../../../common/localization';
import { tableRow } from '../../../common/markdown';
import { wholeTable } from '../../edits/readmeTableEdits';
import type { MarkdownRow, MarkdownTable } from '../../kubestack/readme/markdownTable';
import {
  columnOf,
  isFilledIn,
  README_TABLE_NAMES,
  README_TABLES,
  type ReadmeTable,
} from '../../kubestack/readme/readmeTables';
import type { TextFile } from '../../workspace/textFiles';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterCalls, readmeOf } from '../platform/platformLayout';

type Data =
  | {
      readonly text: string;
      readonly isEmpty?: boolean;
    }
  | undefined;

export const readmeTable: PlatformCheck<Data> = {
  code: 'KS601',
  title: 'README table is malformed',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Finding<Data>[] {
  const readme = readmeOf(context);
  if (!readme || !isFilledIn(readme.platform) || clusterCalls(context).length === 0) return [];
  return README_TABLE_NAMES.flatMap(name => {
    const entry = readme.platform.tables[name];
    return entry ? problemsOf(readme.file, entry) : [];
  });
}

/** Reports one problem at a time; the next one appears after a fix. */
function problemsOf(file: TextFile, { name, heading, body, table }: ReadmeTable): Finding<Data>[] {
  const { columns, heading: title } = README_TABLES[name];
  const at = ({ start, end }: { start: number; end: number }, message: string, text: string): Finding<Data>[] => [
    { range: { file, start, end }, message, data: { text } },
  ];
  if (!table) {
    const text = `${file.text.slice(heading.start, heading.end)}\n\n${wholeTable(name, [])}`;
    const [found] = at(heading, t('No table found below {0}.', title), text);
    // Other content, such as an HTML table, has to be moved to the new table.
    const isEmpty =
      file.text
        .slice(body.start, body.end)
        .replace(/<!--[^]*?-->/g, '')
        .trim() === '';
    return [{ ...found!, data: { text, isEmpty } }];
  }
  const { header, delimiter, rows } = table;
  const written = file.text.slice(header.start, header.end);
  if (!delimiter)
    return at(
      header,
      t('The line below the header is missing: {0}', delimiterOf(header)),
      `${written}\n${delimiterOf(header)}`,
    );
  const missing = columns.filter((_, column) => columnOf(table, name, column) === undefined);
  if (missing.length > 0)
    return at(
      header,
      t('The table {0} has no column {1}.', title, missing.join(', ')),
      repairedHeader(table, name, missing),
    );
  return rows.flatMap((row): Finding<Data>[] => {
    const more = row.cells.length - header.cells.length;
    // Markdown renderers ignore additional cells and add missing ones.
    if (more === 0) return [];
    const message =
      row.cells.length === 1
        ? t('This row has 1 cell, but the header has {0}.', header.cells.length)
        : t('This row has {0} cells, but the header has {1}.', row.cells.length, header.cells.length);
    return more > 0
      ? [{ range: { file, start: row.start, end: row.end }, message }]
      : at(
          row,
          message,
          file.text.slice(row.start, row.end).replace(/(?<!\s)\s*\|?$/, '') + ' | '.repeat(-more).trimEnd() + ' |',
        );
  });
}

const delimiterOf = ({ cells }: MarkdownRow): string => `|${cells.map(() => '---|').join('')}`;

/** Renames unknown columns to the missing ones, in order. */
function repairedHeader(table: MarkdownTable, name: ReadmeTable['name'], missing: readonly string[]): string {
  const { columns } = README_TABLES[name];
  const values = new Set(columns.map((_, column) => columnOf(table, name, column)));
  const unknown = table.header.cells.flatMap((_, index) => (values.has(index) ? [] : [index]));
  const cells = table.header.cells.map(({ text }, index) => missing[unknown.indexOf(index)] ?? text);
  return tableRow(cells);
}

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const text = data?.text;
  if (typeof text !== 'string') return [];
  return [
    {
      title: t('Fix the table'),
      change: draft => replaceRange(draft, range, text),
      isPreferred: data?.isEmpty !== false,
    },
  ];
}
