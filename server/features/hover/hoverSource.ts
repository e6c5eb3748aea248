/** Hover on the source of a module: what it is, at which version, and whether the platform or the framework is further on. */
import { codeSpan, strongName } from '../../../common/markdown';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { MergeGeneration } from '../../kubestack/schemas/schemas';
import type { Item } from '../../syntax/ast';
import { callsOfItem } from '../../semantics/moduleCalls';
import { distinct, usagesAt } from '../completion/completionContext';
import type { RequestContext } from '../../semantics/requestContext';

const INHERITANCE: Readonly<Record<MergeGeneration, string>> = {
  nested:
    'Objects are merged one level deep; lists and deeper objects are replaced. \`null\` and \`""\` mean "inherit".',
  shallow:
    'Each attribute is inherited on its own; objects and lists are replaced as a whole. \`null\` means "inherit".',
  baseKeysOnly: 'Each attribute is inherited on its own. Attributes that the base doesn’t have are ignored.',
  merge: 'Each attribute is inherited on its own. \`null\` overrides.',
  appsAndOps: 'The environments are always apps and ops; ops inherits from apps.',
};

export function sourceHover(request: RequestContext, item: Item): string | undefined {
  const [call] = callsOfItem(request, item, 1);
  if (!call) return undefined;
  const { module } = call;
  const parsed = parseModuleSource(module.source);
  const name = parsed.form === 'framework' ? parsed.path : parsed.form === 'catalog' ? parsed.entry : module.source;
  const kind = {
    framework: 'module of the Kubestack framework',
    catalog: 'service of the Kubestack catalog',
    local: 'local module',
    other: 'Kubestack module',
  }[parsed.form];
  const parts = [
    `${strongName(name)} · ${kind}`,
    parsed.form === 'framework'
      ? frameworkFacts(request, call)
      : parsed.form === 'catalog'
        ? catalogFacts(request, parsed.entry, module.version)
        : undefined,
    INHERITANCE[module.merge],
    module.folderUri === undefined || parsed.form === 'local' ? undefined : 'Types are read from the installed module.',
  ];
  return parts.filter(part => part !== undefined).join('\n\n');
}

function frameworkFacts(request: RequestContext, { module, instance, declaration }: ModuleCall): string {
  const { schemas } = request.model;
  const { version } = module;
  const newest = schemas.releases.at(-1);
  const others = distinct(
    ...usagesAt({ request, uri: declaration.item.uri, instance }).map(usage => usage.frameworkRefs()),
  ).filter(ref => ref !== version);
  const newer = version !== undefined && schemas.releases.includes(version) && version !== newest ? newest : undefined;
  const lines = [
    version === undefined
      ? '- Version: not pinned. \`init\` installs the newest.'
      : `- Version: ${codeSpan(version)}, ${refKind(request, version)}`,
    module.schema &&
      `- Configuration: ${module.schema.generation === 'object' ? 'typed, with lists, numbers and nested objects' : 'maps of strings, lists as comma-separated strings'}`,
    newer === undefined ? undefined : `- Newest release: ${codeSpan(newer)}.`,
    others.length > 0
      ? `- Other modules of the platform use ${others.slice(0, 3).map(codeSpan).join(', ')}.`
      : undefined,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}

function refKind({ model: { schemas } }: RequestContext, ref: string): string {
  if (schemas.releases.includes(ref)) return ref === schemas.releases.at(-1) ? 'the newest release' : 'a release';
  if (schemas.knownRef(ref) === 'head') return 'a commit after the newest release';
  if (/^[0-9a-f]{7,40}$/.test(ref)) return 'an unknown commit';
  return /^v\d/.test(ref) ? 'an unknown release' : 'a branch, which changes over time';
}

function catalogFacts({ model }: RequestContext, entry: string, version: string | undefined): string {
  const known = model.schemas.catalogEntries.get(entry);
  const lines = [
    version === undefined ? '- Version: not pinned.' : `- Version: ${codeSpan(version)}`,
    known?.retired
      ? '- This service is retired.'
      : known?.newest === undefined
        ? undefined
        : `- Newest version: ${codeSpan(known.newest)}.`,
    known && known.variants.length > 0 ? `- Variants: ${known.variants.map(codeSpan).join(', ')}` : undefined,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}
