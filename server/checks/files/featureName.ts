// KS512: Platform service name is not in snake case
//
// The folder of a platform service is part of the names of its bindings and files, whose parts are separated by dashes. Use lowercase
// letters, digits and underscores. The fix moves the folder and renames the bindings with `moved` blocks.
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
// ```terraform eks_gc0_eu-west-1_feature_cert-manager.tf
// module "eks_gc0_eu-west-1_feature_cert-manager" {
//   source = "./modules/cert-manager"
// }
// ```
//
// ```terraform modules/cert-manager/main.tf
// module "cert-manager" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Passes
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
// ```terraform eks_gc0_eu-west-1_feature_cert_manager.tf
// module "eks_gc0_eu-west-1_feature_cert_manager" {
//   source = "./modules/cert_manager"
// }
// ```
//
// ```terraform modules/cert_manager/main.tf
// module "cert_manager" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ## Passes for catalog services, whose names contain dashes
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
// ```terraform eks_gc0_eu-west-1_service_cert-manager.tf
// module "eks_gc0_eu-west-1_service_cert-manager" {
//   source  = "kbst.xyz/catalog/cert-manager/kustomization"
//   version = "1.15.1-kbst.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { type Finding, type Findings, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { featureBindings } from '../platform/featureBindings';
import { featureRename } from './featureRename';
import { followsNamingConvention } from '../platform/platformLayout';

type Data = { readonly feature: string; readonly better: string };

export const featureName: PlatformCheck<Data> = {
  code: 'KS512',
  title: 'Platform service name is not in snake case',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function fix(context: CheckContext, { data: { feature, better } }: Finding<Data>): readonly Fix[] {
  return featureRename(context, feature, better);
}

function run(context: CheckContext): Findings<Data> {
  return forEachPart(featureBindings(context), ({ module: { name, source, sourceRange } }) => {
    // Platforms that don't follow the naming convention may use other names.
    if (!followsNamingConvention(context) && !/_feature_/.test(name)) return [];
    const feature = source?.form === 'local' ? /^\.\/modules\/([^/]+)\/?$/.exec(source.path)?.[1] : undefined;
    if (feature === undefined || !sourceRange || /^[a-z][a-z0-9_]*$/.test(feature)) return [];
    const better = feature.toLowerCase().replace(/[^a-z0-9]+/g, '_');
    return [
      {
        range: sourceRange,
        message: t('The name of the platform service "{0}" is not in snake case. Use {1}.', feature, better),
        data: { feature, better },
      },
    ];
  });
}
