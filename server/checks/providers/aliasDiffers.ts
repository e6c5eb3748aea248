// KS401: Provider alias differs from the cluster identifier
//
// All providers of a cluster use the cluster identifier as their alias, so that it is easy to notice if a module is passed the provider of
// another cluster.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_zero
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_providers.tf
// provider "aws" {
//   alias  = "eks_zero"
//   region = "eu-west-1"
// }
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_gc0_eu-west-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_providers.tf
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
//
// provider "aws" {
//   alias  = "certificates"
//   region = "us-east-1"
// }
// ```
import { t } from '../../../common/localization';
import { occurrencesIn } from '../../semantics/occurrences';
import { itemsInFolder } from '../../semantics/symbolIndex';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { declaredAttribute } from '../../workspace/declarations';
import { moduleReferences } from '../../workspace/moduleReferences';
import { baseNameOf } from '../../workspace/uri';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls, followsNamingConvention } from '../platform/platformLayout';
import {
  aliasRange,
  clusterLabels,
  declaresProvider,
  providerBlocks,
  type ProviderBlock,
} from '../platform/providerBlocks';

type Data = { readonly key: string; readonly to: string };

export const aliasDiffers: PlatformCheck<Data> = {
  code: 'KS401',
  title: 'Provider alias differs from the cluster identifier',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  if (!followsNamingConvention(context)) return [];
  const clusters = clusterLabels(context);
  return forEachPart(providerBlocks(context), block => {
    const cluster = /^(.+)_providers\.tf$/.exec(baseNameOf(block.declaration.item.uri))?.[1];
    if (block.alias === undefined || cluster === undefined || !clusters.has(cluster)) return [];
    // In OpenTofu, `for_each` creates several providers from one block.
    if (declaredAttribute(block.declaration, 'for_each')) return [];
    // KS405 checks files with providers of another cluster.
    if (block.alias === cluster || clusters.has(block.alias) || !belongsTo(context, block, cluster)) return [];
    return [
      {
        range: aliasRange(block),
        message: t('Providers of {0} need the alias "{0}".', cluster),
        data: { key: block.key, to: cluster },
      },
    ];
  });
}

/** Whether a provider is used by the cluster. The file may contain other providers. */
function belongsTo(context: CheckContext, { key, declaration }: ProviderBlock, cluster: string): boolean {
  if (moduleReferences(declaration.block).has(cluster)) return true;
  const call = clusterCalls(context).find(({ name }) => name === cluster);
  return call !== undefined && providersMap(call).some(({ provider }) => provider === key);
}

function fix(context: CheckContext, { data: { key, to } }: Finding<Data>): readonly Fix[] {
  const [type, alias] = key.split('.') as [string, string];
  const { folder } = context.root;
  if (!folder || declaresProvider(context, `${type}.${to}`)) return [];
  return [
    {
      title: t('Rename the alias to {0} everywhere', to),
      isPreferred: true,
      change: draft => {
        for (const item of itemsInFolder(folder))
          for (const use of occurrencesIn(item)) {
            if (use.kind !== 'provider' || use.name !== key) continue;
            const written = item.text.slice(use.start, use.end);
            const at = use.start + written.lastIndexOf(alias);
            draft.replace({ item, start: at, end: at + alias.length }, to);
          }
      },
    },
  ];
}
