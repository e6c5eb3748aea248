// KS409: Cloud provider is not fully configured
//
// In a platform that can have several clusters, each cluster's provider has an alias, so that none is used by default. As long as a cloud
// has only one cluster, nothing can go wrong, and the severity is information. A Scaleway provider also sets the project and the
// organization; otherwise they depend on who runs Terraform.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ```terraform gke_ml0_europe-west1_providers.tf
// provider "google" {
//   project = "example"
// }
// ```
//
// ```terraform gke_ml0_europe-west1_feature_nginx.tf
// module "gke_ml0_europe-west1_feature_nginx" {
//   source = "./modules/nginx"
// }
// ```
//
// ## Passes
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   providers = {
//     google = google.gke_ml0_europe-west1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ```terraform gke_ml0_europe-west1_providers.tf
// provider "google" {
//   alias   = "gke_ml0_europe-west1"
//   project = "example"
// }
// ```
//
// ```terraform gke_ml0_europe-west1_feature_nginx.tf
// module "gke_ml0_europe-west1_feature_nginx" {
//   source = "./modules/nginx"
// }
// ```
//
// ## Passes with an additional default provider
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
//
// module "gke_ml0_europe-west1_feature_nginx" {
//   source = "./modules/nginx"
// }
//
// provider "google" {}
//
// provider "google" {
//   alias = "gke_ml0_europe-west1"
// }
// ```
import { enumeration, t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { baseNameOf } from '../../workspace/uri';
import { declaredAttribute } from '../../workspace/declarations';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls, layoutOf } from '../platform/platformLayout';
import { aliasRange, clusterLabels, providerBlocks, type ProviderBlock } from '../platform/providerBlocks';
import { passProvider } from '../fixes/providerFixes';

type Data = { readonly type: string; readonly cluster?: string } | undefined;

export const providerIncomplete: PlatformCheck<Data> = {
  code: 'KS409',
  title: 'Cloud provider is not fully configured',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

const CLOUDS = ['aws', 'azurerm', 'google', 'scaleway'];

function run(context: CheckContext): Findings<Data> {
  if (layoutOf(context) !== 'D') return [];
  const blocks = providerBlocks(context);
  return forEachPart(blocks, block => {
    if (!CLOUDS.includes(block.type)) return [];
    return [...aliasFinding(context, block, blocks), ...projectFinding(block)];
  });
}

function aliasFinding(context: CheckContext, block: ProviderBlock, blocks: readonly ProviderBlock[]): Finding<Data>[] {
  const { type, alias } = block;
  if (alias !== undefined || declaredAttribute(block.declaration, 'alias')) return [];
  if (blocks.some(other => other !== block && other.type === type)) return [];
  const cluster = clusterOf(context, block);
  const isShared = clusterCalls(context).filter(({ module }) => module.provider === type).length > 1;
  return [
    {
      range: aliasRange(block),
      message:
        cluster === undefined
          ? t('The provider "{0}" has no alias. Name it after its cluster.', type)
          : t('The provider "{0}" has no alias. Name it after its cluster: alias = "{1}".', type, cluster),
      data: { type, ...(cluster === undefined ? {} : { cluster }) },
      ...(isShared ? {} : { level: 'information' as const }),
    },
  ];
}

/** The cluster of a provider: by the name of the file, otherwise the only cluster of this cloud provider. */
function clusterOf(context: CheckContext, { type, declaration }: ProviderBlock): string | undefined {
  const byFile = /^(.+)_providers\.tf$/.exec(baseNameOf(declaration.item.uri))?.[1];
  if (byFile !== undefined && clusterLabels(context).has(byFile)) return byFile;
  const ofCloud = clusterCalls(context).filter(({ module }) => module.provider === type);
  return ofCloud.length === 1 ? ofCloud[0]!.name : undefined;
}

function projectFinding(block: ProviderBlock): Finding<Data>[] {
  const has = (name: string): boolean => declaredAttribute(block.declaration, name) !== undefined;
  // The profile can set them.
  if (block.type !== 'scaleway' || has('profile')) return [];
  const missing = ['organization_id', 'project_id'].filter(name => !has(name));
  if (missing.length === 0) return [];
  return [
    {
      range: aliasRange(block),
      message: t(
        'The provider "scaleway" doesn\'t set {0}, so the value depends on who runs Terraform.',
        enumeration(missing),
      ),
    },
  ];
}

/** Adds the alias, and passes the provider to the cluster and the node pools of its cloud. */
function fix(context: CheckContext, { data }: Finding<Data>): readonly Fix[] {
  const { type, cluster } = data ?? {};
  const block = providerBlocks(context).find(each => each.type === type && each.alias === undefined);
  const users = clusterCalls(context).filter(({ module }) => module.provider === type);
  const pools = context.calls.filter(({ module }) => module.kind === 'nodePool' && module.provider === type);
  if (!block || type === undefined || cluster === undefined || users.length !== 1) return [];
  const title = t('Add the alias {0}', cluster);
  return [
    {
      title,
      isPreferred: true,
      change: draft => {
        const first = block.declaration.block.body[0];
        const before = first?.kind === 'attribute' ? { before: first.name } : {};
        draft.edit(block.declaration.item, text => setValue(text, ['alias'], JSON.stringify(cluster), before));
        for (const call of [...users, ...pools]) passProvider(draft, call.declaration, type, `${type}.${cluster}`);
      },
    },
  ];
}
