// KS501: Cluster and providers file do not match
//
// Each cluster has one file for its module and one for its providers. Nothing can be applied to a cluster without providers, and the
// providers of a deleted cluster refer to a module that does not exist. The cloud's provider may remain while a cluster is being removed.
//
// ## Fails
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ```terraform gke_ml0_europe-west1_providers.tf
// provider "kustomization" {
//   alias          = "gke_ml0_europe-west1"
//   kubeconfig_raw = module.gke_ml0_europe-west1.kubeconfig
// }
// ```
//
// ```terraform gke_ml1_europe-west1_providers.tf
// provider "google" {
//   alias = "gke_ml1_europe-west1"
// }
// ```
//
// ## Fails without a fix
//
// ```terraform gke_ml0_europe-west1_cluster.tf
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
//
// provider "google" {}
// ```
//
// ```terraform gke_ml1_europe-west1_providers.tf
// provider "kustomization" {
//   alias          = "gke_ml1_europe-west1"
//   kubeconfig_raw = module.gke_ml1_europe-west1.kubeconfig
// }
// ```
import { t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { labelRange, rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { parseClusterIdentifier } from '../../kubestack/platform/namingRules';
import { occurrencesIn } from '../../semantics/occurrences';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { baseNameOf } from '../../workspace/uri';
import { clusterCalls } from '../platform/platformLayout';
import { clusterLabels, declaresProvider, providerBlocks } from '../platform/providerBlocks';
import { declareProvider } from '../fixes/providerFixes';

type Data = { readonly cluster: string } | undefined;

export const providersFile: PlatformCheck<Data> = {
  code: 'KS501',
  title: 'Cluster and providers file do not match',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  replaces: 'KS003',
  run,
  fix,
};

function* run(context: CheckContext): Findings<Data> {
  if (!context.isWhole) return;
  yield* clusterFindings(context);
  yield* fileFindings(context);
}

function clusterFindings(context: CheckContext): Findings<Data> {
  const aliases = new Set(providerBlocks(context).map(({ alias }) => alias));
  return forEachPart(clusterCalls(context), call => {
    const { name, declaration, module } = call;
    // Forks and replacements of the modules may not need providers.
    if (!module.source.includes('kbst/terraform-kubestack') || aliases.has(name)) return [];
    // If clusters have other file names, the providers' files have, too.
    if (baseNameOf(declaration.item.uri) !== `${name}_cluster.tf`) return [];
    if (context.root.folder?.file(`${name}_providers.tf`)) return [];
    if (module.provider && declaresProvider(context, module.provider)) return [];
    // The module may be passed providers with any alias.
    const passed = providersMap(call);
    if (passed.length > 0 && passed.every(({ provider }) => declaresProvider(context, provider))) return [];
    return [
      {
        range: labelRange(declaration),
        message: t("{0} has no providers: {0}_providers.tf doesn't exist.", name),
        data: { cluster: name },
      },
    ];
  });
}

const isClusterName = (name: string): boolean =>
  parseClusterIdentifier(name) !== undefined || /^[a-z]+_zero$/.test(name);

/** Finds provider files named after a cluster that does not exist, but to which they refer. */
function fileFindings(context: CheckContext): Findings<Data> {
  const { root } = context;
  const clusters = clusterLabels(context);
  return forEachPart(root.folder?.fileNames() ?? [], fileName => {
    const cluster = /^(.+)_providers\.tf$/.exec(fileName)?.[1];
    if (cluster === undefined || clusters.has(cluster) || !isClusterName(cluster)) return [];
    if (root.folder?.declaration('module', cluster)) return [];
    for (const { item } of root.folder?.file(fileName)?.items ?? []) {
      const use = occurrencesIn(item).find(each => each.kind === 'module' && each.name === cluster);
      if (use)
        return [
          {
            range: rangeIn(item, use),
            message: t(
              "Cluster {0} doesn't exist. While it is being removed, only its cloud provider may remain.",
              cluster,
            ),
          },
        ];
    }
    return [];
  });
}

/** Types of the providers that modules of the cluster need. */
function neededProviders({ module }: ModuleCall): string[] {
  return [...(module.provider ? [module.provider] : []), 'kustomization', 'kubernetes'];
}

function fix(context: CheckContext, { data }: Finding<Data>): readonly Fix[] {
  const call = clusterCalls(context).find(({ name }) => name === data?.cluster);
  if (!call) return [];
  const add = (draft: Draft): boolean =>
    neededProviders(call).every(type => declareProvider(context, draft, type, call.name));
  if (!add(new Draft(context.request))) return [];
  return [{ title: t('Create {0}_providers.tf', call.name), change: draft => void add(draft), isPreferred: true }];
}
