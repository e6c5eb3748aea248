// KS404: Platform service has no kustomization provider
//
// Platform services are applied through the `kustomization` provider of a cluster. Without one, Terraform uses an empty provider
// configuration, which has no cluster to apply to.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.16.3-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_service_nginx.tf
// module "eks_gc0_eu-west-1_service_nginx" {
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
// ```terraform eks_gc0_eu-west-1_service_nginx.tf
// module "eks_gc0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
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
// ## Passes in a module that configures the provider
//
// ```terraform
// module "tenant_a" {
//   source = "./modules/tenant"
// }
// ```
//
// ```terraform modules/tenant/main.tf
// provider "kustomization" {
//   kubeconfig_path = "~/.kube/config"
// }
//
// module "nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { Draft } from '../../edits/draft';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { clusterLabels, clusterOfModule, declaresProvider } from '../platform/providerBlocks';
import { declareProvider, passProvider } from '../fixes/providerFixes';
import { needsProvider } from '../platform/providerNeeds';

type Data = { readonly module: string; readonly cluster?: string };

export const kustomizationMissing: PlatformCheck<Data> = {
  code: 'KS404',
  title: 'Platform service has no kustomization provider',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run,
  fix,
};

function run(context: CheckContext): Findings<Data> {
  const { modules, root, isWhole } = context;
  // A module with services but no cluster gets its providers from its caller.
  if (!isWhole || declaresProvider(context, 'kustomization') || clusterLabels(context).size === 0) return [];
  return forEachPart(modules, module => {
    if (module.instance !== root || module.call?.module.kind === 'cluster') return [];
    if (providersMap(module).some(({ name }) => name === 'kustomization')) return [];
    if (!needsProvider(context, module, 'kustomization')) return [];
    const cluster = clusterOfModule(context, module.name, module.declaration.item.uri) ?? onlyCluster(context);
    return [
      {
        range: labelRange(module.declaration),
        message:
          cluster === undefined
            ? t('{0} needs the kustomization provider of a cluster.', module.name)
            : t(
                '{0} needs the kustomization provider of a cluster: {1}.',
                module.name,
                `kustomization = kustomization.${cluster}`,
              ),
        data: { module: module.name, ...(cluster === undefined ? {} : { cluster }) },
      },
    ];
  });
}

function onlyCluster(context: CheckContext): string | undefined {
  const names = [...clusterLabels(context)];
  return names.length === 1 ? names[0] : undefined;
}

function fix(context: CheckContext, { data: { module: name, cluster } }: Finding<Data>): readonly Fix[] {
  const module = context.modules.find(each => each.name === name && each.instance === context.root);
  if (!module || cluster === undefined) return [];
  if (!declareProvider(context, new Draft(context.request), 'kustomization', cluster)) return [];
  return [
    {
      title: t('Pass kustomization.{0}', cluster),
      isPreferred: true,
      change: draft => {
        declareProvider(context, draft, 'kustomization', cluster);
        passProvider(draft, module.declaration, 'kustomization', `kustomization.${cluster}`);
      },
    },
  ];
}
