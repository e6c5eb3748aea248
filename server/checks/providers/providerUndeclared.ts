// KS402: Provider is not declared
//
// A module is passed a provider that no provider block declares. Terraform reports an error.
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
// ```
import { sentences, t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { closestName } from '../../hcl/closestName';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterLabels, declaresProvider, providerBlocks } from '../platform/providerBlocks';
import { declareProvider } from '../fixes/providerFixes';

type Data = { readonly type: string; readonly alias: string; readonly better?: string };

export const providerUndeclared: PlatformCheck<Data> = {
  code: 'KS402',
  title: 'Provider is not declared',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  const { modules, root, isWhole } = context;
  if (!isWhole || takesProviders(context)) return [];
  return forEachPart(modules, module => {
    if (module.instance !== root) return [];
    return providersMap(module).flatMap(({ provider, item, expression }) => {
      // Terraform creates providers without an alias implicitly.
      if (!provider.includes('.') || declaresProvider(context, provider)) return [];
      const [type, alias] = provider.split('.') as [string, string];
      const better = similar(context, type, alias);
      return [
        {
          range: rangeIn(item, expression),
          message: sentences(
            t('No provider "{0}" has the alias "{1}".', type, alias),
            better && t('Did you mean {0}?', `${type}.${better}`),
          ),
          data: { type, alias, ...(better === undefined ? {} : { better }) },
        },
      ];
    });
  });
}

/** Whether the module takes providers from its caller, so it is not a root module. */
const takesProviders = ({ root }: CheckContext): boolean =>
  [...(root.folder?.declarations('terraform', '') ?? [])].some(({ item }) =>
    item.text.includes('configuration_aliases'),
  );

function similar(context: CheckContext, type: string, alias: string): string | undefined {
  if (clusterLabels(context).has(alias)) return undefined;
  return closestName(alias, aliasesOf(context, type));
}

function fix(context: CheckContext, { range, data: { type, alias, better } }: Finding<Data>): readonly Fix[] {
  const fixes: Fix[] = [];
  if (better !== undefined)
    fixes.push({
      title: t('Change to {0}.{1}', type, better),
      change: draft => replaceRange(draft, range, `${type}.${better}`),
      isPreferred: true,
    });
  const cluster = clusterLabels(context).has(alias);
  if (cluster && declareProvider(context, new Draft(context.request), type, alias))
    fixes.push({
      title: t('Declare the provider {0}.{1}', type, alias),
      change: draft => void declareProvider(context, draft, type, alias),
      isPreferred: true,
    });
  const [only, ...others] = better === undefined && !cluster ? aliasesOf(context, type) : [];
  if (only !== undefined && others.length === 0)
    fixes.push({
      title: t('Change to {0}.{1}', type, only),
      change: draft => replaceRange(draft, range, `${type}.${only}`),
    });
  return fixes;
}

const aliasesOf = (context: CheckContext, type: string): string[] =>
  providerBlocks(context).flatMap(block => (block.type === type && block.alias !== undefined ? [block.alias] : []));
