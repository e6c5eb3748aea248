/** Parses the `source` of a module call. See docs/kubestack.md#module-sources. */
import type { Provider } from '../../../common/protocol';
import { withoutTrailing } from '../../../common/withoutTrailing';

export type ModuleSource =
  | { readonly form: 'framework'; readonly path: string; readonly ref: string | undefined }
  | { readonly form: 'catalog'; readonly entry: string }
  | { readonly form: 'local'; readonly path: string }
  | { readonly form: 'other' };

const FRAMEWORK =
  /^(?:git::)?(?:https?:\/\/|ssh:\/\/)?(?:git@)?(?:www\.)?github\.com[/:]kbst\/terraform-kubestack(?:\.git)?\/\/(?<path>[\w/-]+?)\/?(?:\?(?<query>.*))?$/;
const REF = /(?:^|&)ref=(?<ref>[^&]+)/;
const CATALOG =
  /^(?:kbst\.xyz\/catalog|(?:registry\.(?:terraform\.io|opentofu\.org)\/)?kubestack-modules)\/(?<entry>[a-z0-9-]+)\/kustomization$/;

/** Most modules of a platform have one of few sources. */
const cached = new Map<string, ModuleSource>();
const MAX_KNOWN = 1_000;

/** Parses a source address. */
export function parseModuleSource(source: string): ModuleSource {
  let parsed = cached.get(source);
  if (parsed) return parsed;
  if (cached.size >= MAX_KNOWN) cached.clear();
  cached.set(source, (parsed = parse(source)));
  return parsed;
}

function parse(source: string): ModuleSource {
  const framework = FRAMEWORK.exec(source)?.groups;
  if (framework) {
    return { form: 'framework', path: framework.path!, ref: REF.exec(framework.query ?? '')?.groups?.ref };
  }
  const catalog = CATALOG.exec(source)?.groups;
  if (catalog) return { form: 'catalog', entry: catalog.entry! };
  return /^\.\.?\//.test(source) || source === '.' || source === '..'
    ? { form: 'local', path: source }
    : { form: 'other' };
}

export type FrameworkKind = 'cluster' | 'nodePool' | 'service' | 'other';

const PROVIDER = '(aws|azurerm|google|scaleway|kind)';
const KINDS: readonly (readonly [RegExp, FrameworkKind])[] = [
  [new RegExp(`(?:^|/)${PROVIDER}/cluster/node-pool$`), 'nodePool'],
  [/(?:^|\/)(aws)\/cluster(?:-local)?\/elb-dns$/, 'other'],
  [new RegExp(`(?:^|/)${PROVIDER}/cluster(?:-local)?$`), 'cluster'],
  [/(?:^|\/)(?:kustomization)\/overlay$/, 'service'],
];

/** Kind and provider by the end of a module's path, longest patterns first; undefined for other paths. */
export function kindOfPath(
  path: string,
): { kind: FrameworkKind; provider: Provider | undefined; path: string } | undefined {
  const trimmed = withoutTrailing(path, '/');
  for (const [pattern, kind] of KINDS) {
    const match = pattern.exec(trimmed);
    if (match) return { kind, provider: match[1] as Provider | undefined, path: match[0].replace(/^\//, '') };
  }
  return undefined;
}
