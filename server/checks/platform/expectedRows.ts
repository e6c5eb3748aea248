/** Computes the rows for the Clusters, Node Pools and Platform Features tables of a README. */
import { clusterRegion } from '../../kubestack/platform/clusterRegion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { parseClusterIdentifier, clusterInName } from '../../kubestack/platform/namingRules';
import { columnOf, nameInCell, type ReadmePlatform, type ReadmeTableName } from '../../kubestack/readme/readmeTables';
import { moduleReferences } from '../../workspace/moduleReferences';
import { regionOfLocation } from '../../kubestack/platform/zones';
import type { MarkdownCell, MarkdownRow } from '../../kubestack/readme/markdownTable';
import type { Declaration } from '../../workspace/declarations';
import type { CheckContext } from '../engine/checkContext';
import { stringValue, effectiveValueAt } from '../../semantics/effectiveParts';
import { featureBindings } from './featureBindings';
import { perCall } from '../engine/perCall';
import { clusterCalls } from './platformLayout';
import { clusterLabels } from './providerBlocks';
import type { Provider } from '../../../common/protocol';

/** Names of the clouds in the Clusters table of a README. */
const PROVIDER_TITLES: Readonly<Record<Provider, string>> = {
  aws: 'EKS (AWS)',
  azurerm: 'AKS (Azure)',
  google: 'GKE (Google Cloud)',
  scaleway: 'Kapsule (Scaleway)',
  kind: 'kind',
};

export type RowTable = Exclude<ReadmeTableName, 'configuration'>;
export const ROW_TABLES: readonly RowTable[] = ['clusters', 'nodePools', 'features'];

export interface ExpectedRow {
  readonly name: string;
  readonly declaration: Declaration;
  /** One per column; undefined if the value can't be inferred. */
  readonly cells: readonly (string | undefined)[];
}

export function expectedRows(context: CheckContext, table: RowTable): ExpectedRow[] {
  switch (table) {
    case 'clusters':
      return clusterCalls(context).map(call => ({
        name: call.name,
        declaration: call.declaration,
        cells: [
          call.name,
          call.module.provider && PROVIDER_TITLES[call.module.provider],
          regionOf(context, call) ?? parseClusterIdentifier(call.name)?.region,
          prefixOf(context, call),
        ],
      }));
    case 'nodePools':
      return context.calls
        .filter(({ module, instance }) => module.kind === 'nodePool' && instance === context.root)
        .map(({ name, declaration }) => rowOf(context, name, declaration));
    case 'features':
      return [
        ...featureBindings(context).map(({ module }) => module),
        // Catalog services are called in the root module itself.
        ...context.calls.filter(({ module, instance }) => module.kind === 'service' && instance === context.root),
      ].map(({ name, declaration }) => rowOf(context, name, declaration));
  }
}

function rowOf(context: CheckContext, name: string, declaration: Declaration): ExpectedRow {
  const clusters = clusterLabels(context);
  const cluster =
    clusterInName(name, clusters) ?? [...moduleReferences(declaration.block)].find(each => clusters.has(each));
  return { name, declaration, cells: [name, cluster, undefined] };
}

/** Region and name prefix of a cluster in its base environment. */
const baseFacts = perCall(
  'cluster',
  (call, model, reads): { region: string | undefined; prefix: string | undefined } => {
    const { environments, baseKey } = model.effectiveConfiguration(call, reads);
    const base = environments.get(baseKey);
    const { provider } = call.module;
    const location = base && stringValue(clusterRegion(call, base.value, baseKey, model, reads));
    return {
      region: location && provider ? regionOfLocation(provider, location) : undefined,
      prefix: base && (stringValue(effectiveValueAt(base, ['name_prefix'])) || undefined),
    };
  },
);

/** From the configuration or the provider. */
export const regionOf = ({ model }: CheckContext, call: ModuleCall): string | undefined =>
  baseFacts(call, model).region;

export const prefixOf = ({ model }: CheckContext, call: ModuleCall): string | undefined =>
  baseFacts(call, model).prefix;

export interface NamedRow {
  readonly row: MarkdownRow;
  readonly cell: MarkdownCell;
  readonly name: string;
}

/** Rows with the name of a module; undefined if the table is missing or malformed. */
export function namedRows(platform: ReadmePlatform, name: RowTable): NamedRow[] | undefined {
  const table = platform.tables[name]?.table;
  const column = table?.delimiter && columnOf(table, name, 0);
  if (!table || column === undefined) return undefined;
  return table.rows.flatMap(row => {
    const cell = row.cells[column];
    const text = nameInCell(cell);
    // Excludes placeholders such as "none" and "–".
    return cell && /_/.test(text) && !/\s/.test(text) ? [{ row, cell, name: text }] : [];
  });
}
