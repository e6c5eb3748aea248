/** Creates or updates the README's Platform tables. See docs/kubestack.md#readme-tables. */
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { addSection, applySpanEdits } from '../../edits/readmeTableEdits';
import {
  README_TABLES,
  columnOf,
  nameInCell,
  readReadmePlatform,
  readmeSetting,
  type ReadmeTableName,
} from '../../kubestack/readme/readmeTables';
import { baseDomainOf } from '../cluster/baseDomain';
import { cloudOf, partsOfIdentifier } from '../cluster/clouds';
import { README } from '../editReadme';
import { effectiveText } from '../effectiveStrings';
import { followUpDefaults } from '../followUpDefaults';
import type { ScaffoldContext, PlatformContext, ScaffoldOutcome } from '../scaffoldContext';
import { clusterRow, featureRow, nodePoolRow, putRows, putSetting } from '../putRows';
import { backendIn } from './presentBackend';
import { NO_BACKEND } from './stateBackend';
import type { README_SETTINGS } from '../../kubestack/readme/readmeTables';

type Rows = Readonly<Record<Exclude<ReadmeTableName, 'configuration'>, readonly (readonly (string | undefined)[])[]>>;

export function repairReadme(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform?.described) return answers.refuse('uri', t('This folder contains no platform.'));
  const text = changes.text(README);
  if (text === undefined) changes.write(README, '# Platform\n');
  const present = changes.text(README)!;
  if (!readReadmePlatform(present)) {
    const empty = { configuration: [], clusters: [], nodePools: [], features: [] };
    changes.write(README, applySpanEdits(present, [addSection(present, empty)]));
  }
  for (const [setting, value] of settingsOf(scaffoldContext, platform))
    if (value !== undefined) putSetting(changes, setting, value);
  // Every setting has its row, but the user's values are kept.
  const written = readReadmePlatform(changes.text(README)!);
  if (written && !readmeSetting(written, 'stateBackend')) putSetting(changes, 'stateBackend', NO_BACKEND);
  const rows = rowsOf(scaffoldContext, platform);
  for (const [name, own] of Object.entries(rows)) putRows(changes, name as keyof Rows, own);
  return {
    notes: unknownRows(scaffoldContext, rows),
    followUp: followUpDefaults(scaffoldContext, {
      branch: 'update-readme',
      summary: t('Update the README tables'),
    }),
  };
}

/** Unknown values are not changed. */
function settingsOf(
  scaffoldContext: ScaffoldContext,
  platform: PlatformContext,
): [keyof typeof README_SETTINGS, string | undefined][] {
  const domain = baseDomainOf(scaffoldContext, platform);
  return [
    ['frameworkVersion', platform.version],
    ['environmentNames', platform.environments.join(', ')],
    ['baseEnvironment', platform.base],
    ['baseDomain', typeof domain === 'string' ? domain : commonDomain(scaffoldContext, platform)],
    ['stateBackend', backendCellOf(scaffoldContext)],
  ];
}

/** Resolves a variable to its value in the base environment. */
function commonDomain({ request }: ScaffoldContext, { calls, base }: PlatformContext): string | undefined {
  const clusters = calls.filter(({ module }) => module.kind === 'cluster');
  return clusters.flatMap(call => effectiveText(request, call, base, ['base_domain']) ?? [])[0];
}

const TITLES: Readonly<Record<string, string>> = { s3: 'S3', gcs: 'GCS', azurerm: 'Azure Storage', local: 'local' };

function backendCellOf({ changes }: ScaffoldContext): string | undefined {
  const backend = backendIn(changes);
  if (!backend) return undefined;
  const title = ownProperty(TITLES, backend.kind) ?? backend.kind;
  const text = changes.text(backend.path) ?? '';
  const bucket = /^[ \t]*(?:bucket|container_name)[ \t]*=[ \t]*"([^"]+)"/m.exec(text)?.[1];
  return bucket === undefined ? title : `${/scw\.cloud/.test(text) ? 'Scaleway Object Storage' : title}, ${bucket}`;
}

/** A row for each cluster, node pool and service, sorted by name. */
function rowsOf({ request }: ScaffoldContext, { described, calls, base, root }: PlatformContext): Rows {
  const sorted = [...(described?.clusters ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
  const prefixOf = (name: string): string => {
    const call = calls.find(each => each.name === name && each.instance === root);
    return (call && effectiveText(request, call, base, ['name_prefix'])) ?? partsOfIdentifier(name)?.prefix ?? '';
  };
  const inside = (kind: 'nodePools' | 'services'): [string, string][] =>
    sorted
      .flatMap(cluster => cluster[kind].map(({ name }): [string, string] => [name, cluster.name]))
      .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    clusters: sorted.flatMap(({ name, provider, region }) => {
      const cloud = cloudOf(provider);
      return cloud ? [clusterRow(name, cloud, region ?? partsOfIdentifier(name)?.region ?? '', prefixOf(name))] : [];
    }),
    nodePools: inside('nodePools').map(([name, cluster]) => nodePoolRow(name, cluster)),
    features: inside('services').map(([name, cluster]) => featureRow(name, cluster)),
  };
}

/** Rows without code are reported, and left for the user to remove. */
function unknownRows({ changes }: ScaffoldContext, rows: Rows): string[] {
  const readme = readReadmePlatform(changes.text(README) ?? '');
  return Object.entries(rows).flatMap(([key, own]) => {
    const name = key as keyof Rows;
    const table = readme?.tables[name]?.table;
    if (!table) return [];
    const column = columnOf(table, name, 0) ?? 0;
    const existing = new Set(own.map(([first]) => first));
    return table.rows
      .map(row => nameInCell(row.cells[column]))
      .filter(each => each !== '' && !existing.has(each))
      .map(each =>
        t(
          "The table {0} has a row for {1}, which the code doesn't have. Remove the row if it no longer exists.",
          README_TABLES[name].heading,
          each,
        ),
      );
  });
}
