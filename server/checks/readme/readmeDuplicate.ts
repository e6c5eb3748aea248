// KS603: README row differs from the configuration
//
// A row that appears twice, or whose `name_prefix` or region differs from the cluster's, misleads readers.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml0"
//       region      = "europe-west1"
//     }
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
// | gke_ml0_europe-west1 | GKE | europe-west4 | ml1 |
// | gke_ml0_europe-west1 | GKE | europe-west1 | ml0 |
// ```
//
// ## Passes
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "ml0"
//       region      = "europe-west1"
//     }
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
// | gke_ml0_europe-west1 | GKE | `europe-west1` (Belgium) | ml0 |
// ```
import { t } from '../../../common/localization';
import { removeRow } from '../../edits/readmeTableEdits';
import type { MarkdownCell } from '../../kubestack/readme/markdownTable';
import { columnOf, nameInCell, type ReadmePlatform } from '../../kubestack/readme/readmeTables';
import type { TextFile } from '../../workspace/textFiles';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterCalls, readmeOf } from '../platform/platformLayout';
import { namedRows, prefixOf, regionOf, ROW_TABLES } from '../platform/expectedRows';

type Data = { readonly removed?: { start: number; end: number }; readonly is?: string } | undefined;

export const readmeDuplicate: PlatformCheck<Data> = {
  code: 'KS603',
  title: 'README row differs from the configuration',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Finding<Data>[] {
  const readme = readmeOf(context);
  if (!readme || clusterCalls(context).length === 0) return [];
  return [...duplicates(readme.file, readme.platform), ...differences(context, readme.file, readme.platform)];
}

function duplicates(file: TextFile, platform: ReadmePlatform): Finding<Data>[] {
  return ROW_TABLES.flatMap(table => {
    const seen = new Set<string>();
    return (namedRows(platform, table) ?? []).flatMap(({ name, cell, row }) => {
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      const removed = removeRow(file.text, row);
      return [
        {
          range: { file, start: cell.start, end: cell.end },
          message: t('{0} already has a row.', name),
          tags: ['unnecessary' as const],
          data: { removed: { ...removed } },
        },
      ];
    });
  });
}

function differences(context: CheckContext, file: TextFile, platform: ReadmePlatform): Finding<Data>[] {
  const table = platform.tables.clusters?.table;
  const calls = new Map(clusterCalls(context).map(call => [call.name, call]));
  const seen = new Set<string>();
  return (namedRows(platform, 'clusters') ?? []).flatMap(({ name, row }) => {
    const call = calls.get(name);
    if (!table || !call || seen.has(name)) return [];
    seen.add(name);
    const check = (what: string, column: number, is: string | undefined): Finding<Data>[] => {
      const cell = row.cells[columnOf(table, 'clusters', column) ?? -1];
      return cell && is !== undefined && differs(cell, is)
        ? [
            {
              range: { file, start: cell.start, end: cell.end },
              message: t('The {0} of {1} is {2}, not {3}.', what, name, is, nameInCell(cell)),
              data: { is },
            },
          ]
        : [];
    };
    return [...check('region', 2, regionOf(context, call)), ...check('name_prefix', 3, prefixOf(context, call))];
  });
}

/** Whether a cell contradicts a value. The cell may contain more words; an empty cell is not wrong. */
const differs = (cell: MarkdownCell, is: string): boolean => {
  const words = nameInCell(cell).split(/[\s,;()/]+/);
  return nameInCell(cell) !== '' && !words.includes(is);
};

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const { removed, is } = data ?? {};
  if (is !== undefined)
    return [{ title: t('Change to {0}', is), change: draft => replaceRange(draft, range, is), isPreferred: true }];
  if (!removed || !('file' in range)) return [];
  const { uri } = range.file;
  return [
    {
      title: t('Remove the row'),
      change: draft => void draft.replaceText(uri, removed, ''),
      isPreferred: true,
    },
  ];
}
