/** Hover on the source of a module: its kind, its version, and whether the platform or the framework has a newer one. */
import { type Localizable, localizable, localized, t } from '../../../common/localization';
import { codeSpan, strongName } from '../../../common/markdown';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { MergeGeneration } from '../../kubestack/schemas/schemas';
import type { Item } from '../../syntax/ast';
import { callsOfItem } from '../../semantics/moduleCalls';
import { usagesAt } from '../../semantics/usages';
import { distinct } from '../../../common/lists';
import type { RequestContext } from '../../semantics/requestContext';
import { paragraphs } from '../markdown';

const INHERITANCE: Readonly<Record<MergeGeneration, Localizable>> = {
  nested: localizable(
    'Objects are merged one level deep; lists and deeper objects are replaced. `null` and `""` mean "inherit".',
  ),
  shallow: localizable(
    'Each attribute is inherited on its own; objects and lists are replaced as a whole. `null` means "inherit".',
  ),
  baseKeysOnly: localizable(
    "Each attribute is inherited on its own. Attributes that the base doesn't have are ignored.",
  ),
  merge: localizable('Each attribute is inherited on its own. `null` overrides.'),
  appsAndOps: localizable('The environments are always apps and ops; ops inherits from apps.'),
};

export function sourceHover(request: RequestContext, item: Item): string | undefined {
  const [call] = callsOfItem(request, item, 1);
  if (!call) return undefined;
  const { module } = call;
  const parsed = parseModuleSource(module.source);
  const name = parsed.form === 'framework' ? parsed.path : parsed.form === 'catalog' ? parsed.entry : module.source;
  const kind = {
    framework: t('module of the Kubestack framework'),
    catalog: t('service of the Kubestack catalog'),
    local: t('local module'),
    other: t('Kubestack module'),
  }[parsed.form];
  const parts = [
    `${strongName(name)} · ${kind}`,
    parsed.form === 'framework'
      ? frameworkFacts(request, call)
      : parsed.form === 'catalog'
        ? catalogFacts(request, parsed.entry, module.version)
        : undefined,
    localized(INHERITANCE[module.merge]),
    module.folderUri === undefined || parsed.form === 'local'
      ? undefined
      : t('Types are read from the installed module.'),
  ];
  return paragraphs(parts);
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
      ? t('- Version: not pinned. `init` installs the newest.')
      : t('- Version: {0}, {1}', codeSpan(version), refKind(request, version)),
    module.schema &&
      (module.schema.generation === 'object'
        ? t('- Configuration: typed, with lists, numbers and nested objects')
        : t('- Configuration: maps of strings, lists as comma-separated strings')),
    newer === undefined ? undefined : t('- Newest release: {0}.', codeSpan(newer)),
    others.length > 0
      ? t('- Other modules of the platform use {0}.', others.slice(0, 3).map(codeSpan).join(', '))
      : undefined,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}

function refKind({ model: { schemas } }: RequestContext, ref: string): string {
  if (schemas.releases.includes(ref)) return ref === schemas.releases.at(-1) ? t('the newest release') : t('a release');
  if (schemas.knownRef(ref) === 'head') return t('a commit after the newest release');
  if (/^[0-9a-f]{7,40}$/.test(ref)) return t('an unknown commit');
  return /^v\d/.test(ref) ? t('an unknown release') : t('a branch, which changes over time');
}

function catalogFacts({ model }: RequestContext, entry: string, version: string | undefined): string {
  const found = model.schemas.catalogEntries.get(entry);
  const lines = [
    version === undefined ? t('- Version: not pinned.') : t('- Version: {0}', codeSpan(version)),
    found?.retired
      ? t('- This service is retired.')
      : found?.newest === undefined
        ? undefined
        : t('- Newest version: {0}.', codeSpan(found.newest)),
    found && found.variants.length > 0 ? t('- Variants: {0}', found.variants.map(codeSpan).join(', ')) : undefined,
  ];
  return lines.filter(line => line !== undefined).join('\n');
}
