// KS402: Provider is not declared
//
// A module, resource or data source uses a provider that no provider block of its module declares, and that the caller doesn't pass by
// `configuration_aliases` either. Terraform reports an error. Modules inherit no provider with an alias: pass it in `providers`.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws        = aws.eks_gc0_eu-wset-1
//     kubernetes = kubernetes.eks_gc0_eu-west-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
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
// ```
//
// ## Fails in a resource
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
//
// resource "aws_s3_bucket" "backups" {
//   provider = aws.eu
//   bucket   = "backups"
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
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
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
// ```
//
// ## Passes if the caller passes the provider
//
// ```terraform
// terraform {
//   required_providers {
//     aws = {
//       source                = "hashicorp/aws"
//       configuration_aliases = [aws.main]
//     }
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.main
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// data "aws_caller_identity" "main" {
//   provider = aws.main
// }
// ```
import { sentences, t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { Draft } from '../../edits/draft';
import { closestName } from '../../hcl/closestName';
import type { SourceRange } from '../../hcl/model';
import { providerAddress, providerBlock } from '../../kubestack/platform/clusterRegion';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { Item } from '../../syntax/ast';
import { visitBlock } from '../../syntax/traversal';
import { findAttribute } from '../../workspace/declarations';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { platformFolders } from '../platform/platformFolders';
import { clusterLabels } from '../platform/providerBlocks';
import { declareProvider } from '../fixes/providerFixes';

type Data = {
  readonly type: string;
  readonly alias: string;
  /** Another alias of the type. */
  readonly better?: string;
  /** Whether it is probably what was meant. */
  readonly isMeant?: boolean;
  /** Whether the provider of a cluster can be declared. */
  readonly isCluster?: boolean;
};

export const providerUndeclared: PlatformCheck<Data> = {
  code: 'KS402',
  title: 'Provider is not declared',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

function* run(context: CheckContext): Findings<Data> {
  for (const folder of platformFolders(context)) {
    if (folder.hasDiagnostics) continue;
    const labels = folder === context.root.folder ? clusterLabels(context) : undefined;
    const declared = new Set(folder.names('provider'));
    for (const { item } of folder.declarations('terraform', ''))
      for (const provider of passedAliases(item)) declared.add(provider);
    yield* forEachPart(folder.sourceFiles(), ({ items }) =>
      items.flatMap(({ item }) =>
        usedProviders(item).flatMap(({ provider, range }) =>
          declared.has(provider) ? [] : [findingOf(provider, range, declared, labels)],
        ),
      ),
    );
  }
}

function findingOf(
  provider: string,
  range: SourceRange,
  declared: ReadonlySet<string>,
  labels: ReadonlySet<string> | undefined,
): Finding<Data> {
  const [type, alias] = provider.split('.') as [string, string];
  const aliases = [...declared].flatMap(each => (each.startsWith(`${type}.`) ? each.slice(type.length + 1) : []));
  const isCluster = labels?.has(alias) === true;
  const meant = isCluster ? undefined : closestName(alias, aliases);
  const better = meant ?? (isCluster || aliases.length > 1 ? undefined : aliases[0]);
  return {
    range,
    message: sentences(
      t('No provider "{0}" has the alias "{1}".', type, alias),
      meant && t('Did you mean {0}?', `${type}.${meant}`),
    ),
    data: { type, alias, isCluster, ...(better !== undefined && { better, isMeant: better === meant }) },
  };
}

interface UsedProvider {
  readonly provider: string;
  readonly range: SourceRange;
}

const NONE: readonly UsedProvider[] = [];

/** The providers with an alias that a block uses: Terraform creates those without an alias implicitly. */
const usedProviders = memoize((item: Item): readonly UsedProvider[] => {
  const { node } = item;
  if (node.kind !== 'block') return NONE;
  const value = findAttribute(node, node.type === 'module' ? 'providers' : 'provider')?.value;
  if (!value || !USING.has(node.type)) return NONE;
  const uses = node.type !== 'module' ? [value] : value.kind === 'object' ? value.items.map(each => each.value) : [];
  return uses.flatMap(each => {
    const block = providerBlock(each);
    const provider = providerAddress(block);
    return provider?.includes('.') ? [{ provider, range: rangeIn(item, block) }] : [];
  });
});

const USING: ReadonlySet<string> = new Set(['data', 'ephemeral', 'import', 'module', 'resource']);

/** `aws.main` in `configuration_aliases`, which the caller passes. */
const passedAliases = memoize((item: Item): readonly string[] => {
  const found: string[] = [];
  if (item.text.includes('configuration_aliases'))
    visitBlock(item.node, each => {
      const provider = each.kind === 'attribute' ? providerAddress(each) : undefined;
      if (provider !== undefined) found.push(provider);
    });
  return found;
});

function fix(context: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const { type, alias, better, isMeant = false, isCluster } = data;
  if (better !== undefined)
    return [
      {
        title: t('Change to {0}.{1}', type, better),
        change: draft => replaceRange(draft, range, `${type}.${better}`),
        isPreferred: isMeant,
      },
    ];
  if (isCluster !== true || !declareProvider(context, new Draft(context.request), type, alias)) return [];
  return [
    {
      title: t('Declare the provider {0}.{1}', type, alias),
      change: draft => void declareProvider(context, draft, type, alias),
      isPreferred: true,
    },
  ];
}
