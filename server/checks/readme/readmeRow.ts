// KS602: README and platform differ
//
// Each cluster, node pool and platform service binding has a row in the tables of the README, and each row describes one that exists.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
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
// ## Platform
//
// ### Clusters
//
// | Cluster name | Provider | Region | `name_prefix` |
// |---|---|---|---|
// | eks_gc1_eu-west-1 | EKS (AWS) | eu-west-1 | gc1 |
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
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
// ## Platform
//
// ### Clusters
//
// | Cluster name | Provider | Region | `name_prefix` |
// |---|---|---|---|
// | [eks_gc0_eu-west-1](eks_gc0_eu-west-1_cluster.tf) | EKS (AWS) | eu-west-1 | gc0 |
//
// ### Node Pools
//
// | Module name | Cluster | Purpose / notes |
// |---|---|---|
// | none yet | | |
// ```
//
// ## Passes if the source of a module does not exist, which KS506 reports
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_feature_metrics_server.tf
// module "eks_gc0_eu-west-1_feature_metrics_server" {
//   source = "./modules/metric_server"
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Clusters
//
// | Cluster name | Provider | Region | `name_prefix` |
// |---|---|---|---|
// | eks_gc0_eu-west-1 | EKS (AWS) | eu-west-1 | gc0 |
//
// ### Platform Features
//
// | Module name | Cluster | Notes |
// |---|---|---|
// | eks_gc0_eu-west-1_feature_metrics_server | eks_gc0_eu-west-1 | |
// ```
//
// ## Passes with the empty tables of a starter repository
//
// ```terraform eks_zero_cluster.tf
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```markdown README.md
// ## Platform
//
// ### Configuration
//
// | Setting | Value |
// |---|---|
// | Framework version | |
//
// ### Clusters
//
// | Cluster name | Provider | Region | `name_prefix` |
// |---|---|---|---|
// ```
import { t } from '../../../common/localization';
import { removeRow, setRow } from '../../edits/readmeTableEdits';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { isFilledIn, README_TABLES } from '../../kubestack/readme/readmeTables';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls, readmeOf } from '../platform/platformLayout';
import { expectedRows, namedRows, ROW_TABLES, type RowTable } from '../platform/expectedRows';

type Data = { readonly table: RowTable; readonly name?: string; readonly gone?: string };

export const readmeRow: PlatformCheck<Data> = {
  code: 'KS602',
  title: 'README and platform differ',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Finding<Data>[] {
  const readme = readmeOf(context);
  if (!readme || !context.isWhole || !isFilledIn(readme.platform) || clusterCalls(context).length === 0) return [];
  const tables = ROW_TABLES.map(table => ({ table, expected: expectedRows(context, table) }));
  const all = new Set(tables.flatMap(({ expected }) => expected.map(({ name }) => name)));
  const unread = new Set([...(context.root.folder?.names('module') ?? [])].filter(name => !all.has(name)));
  return tables.flatMap(({ table, expected }) => {
    const rows = namedRows(readme.platform, table);
    if (!rows) return [];
    const [listed, there] = [new Set(rows.map(({ name }) => name)), new Set(expected.map(({ name }) => name))];
    const { heading } = README_TABLES[table];
    return [
      ...expected
        .filter(({ name }) => !listed.has(name))
        .map(({ name, declaration }) => ({
          range: labelRange(declaration),
          message: t('{0} has no row in the README table {1}.', name, heading),
          data: { table, name },
        })),
      ...rows
        // The block of such a row exists, but its source does not: KS506 and KS106 report it.
        .filter(({ name }) => !there.has(name) && !unread.has(name))
        .map(({ name, cell }) => ({
          range: { file: readme.file, start: cell.start, end: cell.end },
          message: t('No module block has the name {0}.', name),
          data: { table, gone: name },
        })),
    ];
  });
}

function fix(context: CheckContext, { data: { table, name, gone } }: Finding<Data>): readonly Fix[] {
  const readme = readmeOf(context);
  if (!readme) return [];
  const { file, platform } = readme;
  const row = expectedRows(context, table).find(each => each.name === name);
  const edits = row
    ? setRow(file.text, platform, table, row.cells)
    : (namedRows(platform, table) ?? []).filter(each => each.name === gone).map(each => removeRow(file.text, each.row));
  if (edits.length === 0) return [];
  return [
    {
      title: row ? t('Add a row to the README') : t('Remove the row'),
      isPreferred: true,
      change: draft => {
        for (const { start, end, text } of edits) draft.replaceText(file.uri, { start, end }, text);
      },
    },
  ];
}
