// KS406: Provider source is missing
//
// If `required_providers` does not list a provider, Terraform looks for it under HashiCorp's name, but `hashicorp/kustomization` and
// `hashicorp/scaleway` do not exist. Each module lists its own providers: the root module, and the module of each platform service that is
// passed the provider.
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
// ```terraform eks_gc0_eu-west-1_providers.tf
// provider "kustomization" {
//   alias          = "eks_gc0_eu-west-1"
//   kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_feature_metrics_server.tf
// module "eks_gc0_eu-west-1_feature_metrics_server" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//
//   source = "./modules/metrics_server"
// }
// ```
//
// ```terraform modules/metrics_server/main.tf
// module "metrics_server" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```terraform versions.tf
// terraform {
//   required_providers {
//     aws = {
//       source = "hashicorp/aws"
//     }
//   }
// }
// ```
//
// ## Fails with the source of another provider
//
// ```terraform
// terraform {
//   required_providers {
//     kustomization = {
//       source  = "hashicorp/kustomization"
//       version = ">= 0.9.0"
//     }
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// provider "kustomization" {
//   alias          = "eks_gc0_eu-west-1"
//   kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
// }
// ```
//
// ## Fails with a version but no source
//
// ```terraform
// terraform {
//   required_providers {
//     kustomization = {
//       version = ">= 0.9.0"
//     }
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// provider "kustomization" {
//   alias          = "eks_gc0_eu-west-1"
//   kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
// }
// ```
//
// ## Passes
//
// ```terraform
// terraform {
//   required_providers {
//     kustomization = {
//       source = "kbst/kustomization"
//     }
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// provider "kustomization" {
//   alias          = "eks_gc0_eu-west-1"
//   kubeconfig_raw = module.eks_gc0_eu-west-1.kubeconfig
// }
// ```
//
// ## Passes in versions that predate provider sources
//
// ```terraform
// module "eks_zero" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.1.0-beta.2"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// provider "kustomization" {}
// ```
import { t } from '../../../common/localization';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange } from '../../hcl/model';
import type { Attribute, Block, Expression, Item } from '../../syntax/ast';
import { literalText } from '../../kubestack/modules/literalText';
import { isNativeConfiguration, type Draft } from '../../edits/draft';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { childOf } from '../../workspace/uri';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterLabels } from '../platform/providerBlocks';
import { hasResourcesOf } from '../../workspace/providerUse';
import { instanceOfModule } from '../platform/providerNeeds';

type Data = { readonly name: NamedProvider; readonly folder: string };

export const providerSource: PlatformCheck<Data> = {
  code: 'KS406',
  title: 'Provider source is missing',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

const SOURCES = { kustomization: 'kbst/kustomization', scaleway: 'scaleway/scaleway' } as const;
type NamedProvider = keyof typeof SOURCES;
const NAMES = Object.keys(SOURCES) as readonly NamedProvider[];

function* run(context: CheckContext): Findings<Data> {
  const { root, isWhole } = context;
  if (!isWhole || !hasSources(context) || clusterLabels(context).size === 0) return;
  yield* rootFindings(context);
  yield* moduleFindings(context, root);
}

/** Before v0.15, the image contained the providers. */
function hasSources({ calls, model }: CheckContext): boolean {
  const { releases } = model.schemas;
  const older = new Set(releases.slice(0, Math.max(0, releases.indexOf('v0.15.0-beta.0'))));
  return !calls.some(({ module }) => older.has(module.version ?? ''));
}

function rootFindings(context: CheckContext): Finding<Data>[] {
  const { folder } = context.root;
  if (!folder) return [];
  return NAMES.flatMap(name => {
    const block = folder.namesInOrder('provider').find(key => key === name || key.startsWith(`${name}.`));
    const declaration = block === undefined ? undefined : folder.declaration('provider', block);
    if (!declaration || requires(folder, name)) return [];
    return [findingOf(name, folder.uri, requiredProviders(folder)?.range ?? labelRange(declaration))];
  });
}

/** Checks local modules that are passed a provider or use it. */
function moduleFindings(context: CheckContext, root: ModuleInstance): Findings<Data> {
  const seen = new Set<string>();
  return forEachPart(context.modules, module => {
    const child = module.instance === root ? instanceOfModule(context.model, module) : undefined;
    const folder = child?.folder;
    if (!folder || folder.hasDiagnostics || seen.has(folder.uri)) return [];
    seen.add(folder.uri);
    return NAMES.flatMap(name => {
      const passed = providersMap(module).find(each => each.name === name);
      const isUsed = passed !== undefined || folder.declaration('provider', name) || hasResourcesOf(folder, name);
      if (!isUsed || requires(folder, name)) return [];
      const range = requiredProviders(folder)?.range ?? firstRange(folder);
      return range ? [findingOf(name, folder.uri, range)] : [];
    });
  });
}

const findingOf = (name: NamedProvider, folder: string, range: SourceRange): Finding<Data> => ({
  range,
  message: t(
    "required_providers doesn't list {0}, so Terraform looks for hashicorp/{1}, which doesn't exist.",
    SOURCES[name],
    name,
  ),
  data: { name, folder },
});

/** Whether the provider has a source other than HashiCorp's, which may be a fork. */
const requires = (folder: ModuleFolder, name: string): boolean =>
  writtenEntries(folder, name).some(({ attribute }) => hasSource(attribute.value, name));

/** The entries for a provider in `required_providers`. */
function writtenEntries(folder: ModuleFolder, name: string): { item: Item; attribute: Attribute }[] {
  return terraformBlocks(folder).flatMap(({ item, block }) =>
    block.body
      .flatMap(entry => (entry.kind === 'block' && entry.type === 'required_providers' ? entry.body : []))
      .flatMap(entry => (entry.kind === 'attribute' && entry.name === name ? [{ item, attribute: entry }] : [])),
  );
}

function hasSource(value: Expression, name: string): boolean {
  if (value.kind !== 'object') return value.kind !== 'text';
  const source = value.items.find(({ key }) => literalKey(key) === 'source')?.value;
  const text = literalText(source) ?? '';
  return source !== undefined && text !== `hashicorp/${name}` && !text.endsWith(`/hashicorp/${name}`);
}

function terraformBlocks(folder: ModuleFolder): { item: Item; block: Block }[] {
  return folder.declarations('terraform', '').map(({ item, block }) => ({ item, block }));
}

function requiredProviders(folder: ModuleFolder): { item: Item; block: Block; range: SourceRange } | undefined {
  for (const { item, block } of terraformBlocks(folder))
    for (const entry of block.body)
      if (entry.kind === 'block' && entry.type === 'required_providers')
        return {
          item,
          block: entry,
          range: rangeIn(item, { start: entry.start, end: entry.start + entry.type.length }),
        };
  return undefined;
}

/** The label of the first module block. */
function firstRange(folder: ModuleFolder): SourceRange | undefined {
  const name = folder.namesInOrder('module')[0];
  const declaration = name === undefined ? undefined : folder.declaration('module', name);
  return declaration && labelRange(declaration);
}

function fix(context: CheckContext, { data: { name, folder: uri } }: Finding<Data>): readonly Fix[] {
  const folder = context.model.tree.readFolder(uri);
  const written = folder && requiredProviders(folder);
  // A second block would be an error.
  if (!folder || (written && !isNativeConfiguration(written.item.uri))) return [];
  const title = t('Add {0} to required_providers', SOURCES[name]);
  return [{ title, change: draft => addSource(draft, folder, name), isPreferred: true }];
}

const versionEntry = ({ text }: Item, { start, end }: Expression, source: string): string =>
  `{\n${source}\nversion = ${text.slice(start, end)}\n}`;

function addSource(draft: Draft, folder: ModuleFolder, name: NamedProvider): void {
  const entry = `${name} = {\nsource = "${SOURCES[name]}"\n}\n`;
  const [there] = writtenEntries(folder, name);
  if (there) {
    const { item, attribute } = there;
    const source = `source = "${SOURCES[name]}"`;
    const { value } = attribute;
    const wrong = value.kind === 'object' ? value.items.find(({ key }) => literalKey(key) === 'source') : undefined;
    if (wrong) draft.replace({ item, start: wrong.start, end: wrong.end }, source);
    else if (value.kind === 'object')
      draft.replace({ item, start: value.start, end: value.start + 1 }, `{\n${source}\n`);
    // `kustomization = "~> 0.9"`, the syntax of Terraform 0.12.
    else draft.replace({ item, start: value.start, end: value.end }, versionEntry(item, value, source));
    return;
  }
  const written = requiredProviders(folder);
  if (written) {
    const end = written.block.end - 1;
    const gap = written.block.body.length > 0 ? '\n' : '';
    draft.replace({ item: written.item, start: end, end }, `${gap}${entry}`);
    return;
  }
  draft.insert(childOf(folder.uri, 'versions.tf'), `terraform {\nrequired_providers {\n${entry}}\n}\n`);
}
