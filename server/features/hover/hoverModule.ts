/** Hover on the name of a module: what it makes in each environment, and what it is made of. */
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Provider } from '../../../common/protocol';
import { metadataOf } from '../effective/effectiveConfiguration';
import { hoveredCall, notUnderstood } from './hoverCalls';
import type { RequestContext } from '../../semantics/requestContext';

/** What each kind of module is called at the beginning of a hover. */
export const MODULE_KINDS = {
  cluster: 'Cluster',
  nodePool: 'Node pool',
  service: 'Platform service',
  other: 'Kubestack module',
} as const;
/** The managed Kubernetes of each provider. */
export const SERVICES: Readonly<Record<string, string>> = {
  aws: 'EKS',
  azurerm: 'AKS',
  google: 'GKE',
  scaleway: 'Kapsule',
  kind: 'kind',
};

const WHY_UNKNOWN: Readonly<Record<Provider, string>> = {
  aws: 'The cluster name can’t be computed: no \`aws\` provider block sets its region, nor do its availability zones tell it.',
  azurerm: 'The cluster name can’t be computed: it contains the region of the resource group, which only Azure knows.',
  google: 'The cluster name is known after plan.',
  scaleway: 'The cluster name is known after plan.',
  kind: 'The cluster name is known after plan.',
};

/** In a cell whose value is not known. */
const UNKNOWN = '*unknown*';

export function moduleHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { call, effective, environments, note } = hovered;
  const { module } = call;
  const provider =
    module.provider === undefined || module.kind === 'service'
      ? ''
      : ` on ${SERVICES[module.provider] ?? module.provider}`;
  const parts = [
    `${strongName(call.name)} · ${MODULE_KINDS[module.kind]}${provider}`,
    environments.length > 0 ? clusterTable(request, call, environments) : notUnderstood(hovered),
    facts(call, effective.baseKey),
    note,
  ];
  return parts.filter(part => part !== undefined).join('\n\n');
}

function clusterTable(request: RequestContext, call: ModuleCall, environments: readonly string[]): string | undefined {
  if (call.module.kind !== 'cluster') return undefined;
  const metadata = metadataOf(request, call, environments);
  if (!metadata) return WHY_UNKNOWN[call.module.provider ?? 'kind'];
  const rows = environments.map(name => [
    markdownName(name),
    metadata[name] ? codeSpan(metadata[name].name) : UNKNOWN,
    metadata[name] ? codeSpan(metadata[name].fqdn) : UNKNOWN,
  ]);
  return markdownTable(['Environment', 'Cluster name', 'Domain name'], rows);
}

function facts(call: ModuleCall, baseKey: string): string {
  const { module } = call;
  const providers = providersMap(call).map(({ name, written }) =>
    name === written ? codeSpan(name) : `${codeSpan(name)} = ${codeSpan(written)}`,
  );
  const lines = [
    `- Base environment: ${codeSpan(baseKey)}`,
    module.version === undefined ? undefined : `- Version: ${codeSpan(module.version)}`,
    `- Source: ${codeSpan(module.source)}`,
    providers.length > 0 ? `- Providers: ${providers.join(', ')}` : undefined,
    module.folderUri === undefined || /^\.\.?\//.test(module.source)
      ? undefined
      : '- Types are read from the installed module.',
  ];
  return lines.filter(line => line !== undefined).join('\n');
}
