// KS409: A cloud's provider says too little
//
// In a platform that can have several clusters, the provider of each has an alias, so that none is taken by default. While a cloud has one
// cluster, that can't go wrong, and is told as information. On Scaleway the provider also says the project and the organization, or they
// depend on who runs terraform.
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
// ## Passes where a default stands beside aliases
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
import { setValue } from '../edits/entryText';
import { nameOf } from '../workspace/uri';
import { attributeOf } from '../workspace/moduleFolder';
import type { Finding, Findings, Fix, PlatformCheck } from './check';
import { inTurn } from './inTurn';
import type { CheckContext } from './checkContext';
import { clusterCalls, layoutOf } from './platformLayout';
import { aliasPlace, clusterNames, providerBlocks, type ProviderBlock } from './providerBlocks';
import { passProvider } from './providerFixes';

export const providerIncomplete: PlatformCheck = {
  code: 'KS409',
  title: "A cloud's provider says too little",
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

const CLOUDS = ['aws', 'azurerm', 'google', 'scaleway'];

function run(context: CheckContext): Findings {
  if (layoutOf(context) !== 'D') return [];
  const blocks = providerBlocks(context);
  return inTurn(blocks, block => {
    if (!CLOUDS.includes(block.type)) return [];
    return [...aliasFinding(context, block, blocks), ...projectFinding(block)];
  });
}

function aliasFinding(context: CheckContext, block: ProviderBlock, blocks: readonly ProviderBlock[]): Finding[] {
  const { type, alias } = block;
  if (alias !== undefined || attributeOf(block.declaration, 'alias')) return [];
  if (blocks.some(other => other !== block && other.type === type)) return [];
  const cluster = clusterOf(context, block);
  const isShared = clusterCalls(context).filter(({ module }) => module.provider === type).length > 1;
  const example = cluster === undefined ? '' : `: alias = "${cluster}"`;
  return [
    {
      place: aliasPlace(block),
      message: `The provider "${type}" has no alias: name it after its cluster${example}.`,
      data: { type, ...(cluster === undefined ? {} : { cluster }) },
      ...(isShared ? {} : { level: 'information' as const }),
    },
  ];
}

/** By the file, else the only cluster of the cloud. */
function clusterOf(context: CheckContext, { type, declaration }: ProviderBlock): string | undefined {
  const byFile = /^(.+)_providers\.tf$/.exec(nameOf(declaration.item.uri))?.[1];
  if (byFile !== undefined && clusterNames(context).has(byFile)) return byFile;
  const ofCloud = clusterCalls(context).filter(({ module }) => module.provider === type);
  return ofCloud.length === 1 ? ofCloud[0]!.name : undefined;
}

function projectFinding(block: ProviderBlock): Finding[] {
  const has = (name: string): boolean => attributeOf(block.declaration, name) !== undefined;
  // A profile has them.
  if (block.type !== 'scaleway' || has('profile')) return [];
  const missing = ['organization_id', 'project_id'].filter(name => !has(name));
  if (missing.length === 0) return [];
  return [
    {
      place: aliasPlace(block),
      message: `The provider "scaleway" lacks ${missing.join(' and ')}: without, they are those of whoever runs terraform.`,
    },
  ];
}

/** The cluster, and all that take the default, are passed the provider by its new name. */
function fix(context: CheckContext, { data }: Finding): readonly Fix[] {
  const { type, cluster } = (data ?? {}) as { type?: string; cluster?: string };
  const block = providerBlocks(context).find(each => each.type === type && each.alias === undefined);
  const users = clusterCalls(context).filter(({ module }) => module.provider === type);
  const pools = context.calls.filter(({ module }) => module.kind === 'nodePool' && module.provider === type);
  if (!block || type === undefined || cluster === undefined || users.length !== 1) return [];
  const title = `Give it the alias ${cluster}`;
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
