/** Hover on the label of a module: its names in each environment, and its parts. */
import { ownProperty } from '../../../common/ownProperty';
import { type Localizable, localizable, localized, t } from '../../../common/localization';
import { codeSpan, markdownName, markdownTable, strongName } from '../../../common/markdown';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { Provider } from '../../../common/protocol';
import { metadataOf } from '../effective/effectiveConfiguration';
import { hoveredCall, notUnderstood } from './hoverCalls';
import type { RequestContext } from '../../semantics/requestContext';
import { paragraphs } from '../markdown';

const KINDS = {
  cluster: localizable('Cluster'),
  nodePool: localizable('Node pool'),
  service: localizable('Platform service'),
  other: localizable('Kubestack module'),
} as const;
/** The managed Kubernetes of each provider. */
export const SERVICES: Readonly<Record<string, string>> = {
  aws: 'EKS',
  azurerm: 'AKS',
  google: 'GKE',
  scaleway: 'Kapsule',
  kind: 'kind',
};

const WHY_UNKNOWN: Readonly<Record<Provider, Localizable>> = {
  aws: localizable(
    "The cluster name can't be computed: no `aws` provider block sets its region, and its availability zones don't determine it.",
  ),
  azurerm: localizable(
    "The cluster name can't be computed: it contains the region of the resource group, which only Azure knows.",
  ),
  google: localizable('The cluster name is known after plan.'),
  scaleway: localizable('The cluster name is known after plan.'),
  kind: localizable('The cluster name is known after plan.'),
};

/** Cell of an unknown value. */
const UNKNOWN = localizable('*unknown*');

export function moduleHover(request: RequestContext, calls: readonly ModuleCall[]): string | undefined {
  const hovered = hoveredCall(request, calls);
  if (!hovered) return undefined;
  const { call, effective, environments, note } = hovered;
  const { module } = call;
  const kind = localized(KINDS[module.kind]);
  const provider = module.kind === 'service' ? undefined : module.provider;
  const what = provider === undefined ? kind : t('{0} on {1}', kind, SERVICES[provider] ?? provider);
  const parts = [
    `${strongName(call.name)} · ${what}`,
    environments.length > 0 ? clusterTable(request, call, environments) : notUnderstood(hovered),
    facts(call, effective.baseKey),
    note,
  ];
  return paragraphs(parts);
}

function clusterTable(request: RequestContext, call: ModuleCall, environments: readonly string[]): string | undefined {
  if (call.module.kind !== 'cluster') return undefined;
  const metadata = metadataOf(request, call, environments);
  if (!metadata) return localized(WHY_UNKNOWN[call.module.provider ?? 'kind']);
  const rows = environments.map(name => {
    const known = ownProperty(metadata, name);
    return [
      markdownName(name),
      ...[known?.name, known?.fqdn].map(text => (text ? codeSpan(text) : localized(UNKNOWN))),
    ];
  });
  return markdownTable([t('Environment'), t('Cluster name'), t('Domain name')], rows);
}

function facts(call: ModuleCall, baseKey: string): string {
  const { module } = call;
  const providers = providersMap(call).map(({ name, written }) =>
    name === written ? codeSpan(name) : `${codeSpan(name)} = ${codeSpan(written)}`,
  );
  const lines = [
    t('- Base environment: {0}', codeSpan(baseKey)),
    module.version === undefined ? undefined : t('- Version: {0}', codeSpan(module.version)),
    t('- Source: {0}', codeSpan(module.source)),
    providers.length > 0 ? t('- Providers: {0}', providers.join(', ')) : undefined,
    module.folderUri === undefined || /^\.\.?\//.test(module.source)
      ? undefined
      : t('- Types are read from the installed module.'),
  ];
  return lines.filter(line => line !== undefined).join('\n');
}
