// KS405: Provider of another cluster
//
// Resources of one cluster would be applied to another: a module is passed a provider of another cluster, or a provider reads the
// kubeconfig of another cluster.
//
// ## Fails
//
// ```terraform eks_a0_eu-west-1_cluster.tf
// module "eks_a0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "a0" }
//   }
// }
// ```
//
// ```terraform eks_b0_eu-west-1_cluster.tf
// module "eks_b0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "b0" }
//   }
// }
// ```
//
// ```terraform eks_a0_eu-west-1_providers.tf
// provider "kustomization" {
//   alias          = "eks_a0_eu-west-1"
//   kubeconfig_raw = module.eks_b0_eu-west-1.kubeconfig
// }
//
// provider "kustomization" {
//   alias          = "eks_b0_eu-west-1"
//   kubeconfig_raw = module.eks_b0_eu-west-1.kubeconfig
// }
// ```
//
// ```terraform eks_a0_eu-west-1_service_nginx.tf
// module "eks_a0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_b0_eu-west-1
//   }
//
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_a0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "a0" }
//   }
// }
//
// module "eks_b0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "b0" }
//   }
// }
//
// provider "kustomization" {
//   alias          = "eks_a0_eu-west-1"
//   kubeconfig_raw = module.eks_a0_eu-west-1.kubeconfig
// }
//
// module "eks_a0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_a0_eu-west-1
//   }
//
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import { occurrencesIn } from '../../semantics/occurrences';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { Item } from '../../syntax/ast';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { isBinding } from '../platform/featureBindings';
import { replaceRange } from '../fixes/rangeEdits';
import { clusterLabels, clusterOfModule, declaresProvider, providerBlocks } from '../platform/providerBlocks';

type Data = { readonly right: string } | undefined;

export const otherCluster: PlatformCheck<Data> = {
  code: 'KS405',
  title: 'Provider of another cluster',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

function* run(context: CheckContext): Findings<Data> {
  if (clusterLabels(context).size > 1) yield* forEachPart(context.modules, module => passedFindings(context, module));
  yield* forEachPart(providerBlocks(context), ({ alias, type, declaration: { item } }) =>
    ['kustomization', 'kubernetes', 'helm'].includes(type) ? readFindings(context, alias, item) : [],
  );
  yield* localFindings(context);
}

function passedFindings(context: CheckContext, module: PlatformModule): Finding<Data>[] {
  const { name, declaration, instance, call, source } = module;
  // Modules that are not from Kubestack may use several clouds.
  const isKubestack = call !== undefined || source?.form === 'framework' || isBinding(context, module);
  if (instance !== context.root || !isKubestack) return [];
  const own = clusterOfModule(context, name, declaration.item.uri);
  if (own === undefined) return [];
  return providersMap(module).flatMap(({ name: as, provider, item, expression }) => {
    const [type, alias] = provider.split('.') as [string, string | undefined];
    // Modules with several providers of a type have names for them, such as `aws.other`.
    if (alias === undefined || alias === own || !clusterLabels(context).has(alias) || as.includes('.')) return [];
    const right = `${type}.${own}`;
    // GKE clusters have a kubernetes provider that they don't use.
    const schema = call && exactSchema(call, context.model.schemas);
    const isUnused = schema !== undefined && !schema.providersFromCaller.includes(as);
    return [
      {
        range: rangeIn(item, expression),
        message: sentences(
          name === own
            ? t('{0} is passed a provider of {1}.', name, alias)
            : t('{0} belongs to {1}, but is passed a provider of {2}.', name, own, alias),
          isUnused ? t('It does not use the provider.') : undefined,
        ),
        ...(isUnused ? { level: 'warning' as const } : {}),
        ...(declaresProvider(context, right) ? { data: { right } } : {}),
      },
    ];
  });
}

/** Whether a label belongs to another cluster, or is not declared because it is misspelled or was removed. */
const isOther = (context: CheckContext, name: string, own: string): boolean =>
  name !== own &&
  (clusterLabels(context).has(name) ||
    (context.isWhole && context.root.folder?.declaration('module', name) === undefined));

/** The name of a cluster for messages. */
const shownCluster = (context: CheckContext, name: string): string =>
  clusterLabels(context).has(name) ? name : t('{0} (which does not exist)', name);

/** Finds references of a cluster's provider to outputs of another cluster, also through a local. */
function readFindings(context: CheckContext, own: string | undefined, item: Item): Finding<Data>[] {
  const clusters = clusterLabels(context);
  if (own === undefined || !clusters.has(own)) return [];
  return occurrencesIn(item).flatMap(use => {
    const other =
      use.kind === 'module' ? use.name : use.kind === 'local' ? clusterOfLocal(context, use.name) : undefined;
    if (use.role !== 'use' || other === undefined || !isOther(context, other, own)) return [];
    const right = use.kind === 'module' ? own : use.name.replace(other, own);
    const isThere = use.kind === 'module' || context.root.folder?.local(right) !== undefined;
    return [
      {
        range: rangeIn(item, use),
        message: t('This provider belongs to {0}, but reads the kubeconfig of {1}.', own, shownCluster(context, other)),
        ...(isThere && right !== use.name ? { data: { right } } : {}),
      },
    ];
  });
}

/** Finds `<cluster>_kubeconfig` locals with the kubeconfig of another cluster. */
function localFindings(context: CheckContext): Findings<Data> {
  const { folder } = context.root;
  return forEachPart(clusterLabels(context), own => {
    const local = folder?.local(`${own}_kubeconfig`);
    if (!local) return [];
    const { start, end } = local.attribute;
    return occurrencesIn(local.item).flatMap(use => {
      if (use.kind !== 'module' || !isOther(context, use.name, own) || use.start < start || use.end > end) return [];
      return [
        {
          range: rangeIn(local.item, use),
          message: t('This belongs to {0}, but reads the kubeconfig of {1}.', own, shownCluster(context, use.name)),
          data: { right: own },
        },
      ];
    });
  });
}

/** The cluster to which a local refers; undefined if there is none or more than one. */
function clusterOfLocal({ root }: CheckContext, name: string): string | undefined {
  const local = root.folder?.local(name);
  if (!local) return undefined;
  const { start, end } = local.attribute;
  const modules = new Set(
    occurrencesIn(local.item)
      .filter(use => use.kind === 'module' && use.start >= start && use.end <= end)
      .map(use => use.name),
  );
  return modules.size === 1 ? [...modules][0] : undefined;
}

function fix(_: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const right = data?.right;
  if (typeof right !== 'string') return [];
  return [{ title: t('Change to {0}', right), change: draft => replaceRange(draft, range, right), isPreferred: true }];
}
