// KS807: The Kubernetes version has removed an API
//
// Each minor version of Kubernetes can remove versions of APIs. A cluster rejects objects of a removed API, so the apply fails. The check compares the
// manifests that a service applies in an environment with the version of its cluster there.
//
// Other fields of the object can differ in the new version of the API, so review the object after the fix. The removals come from Kubernetes' own code,
// and from [Pluto](https://github.com/FairwindsOps/pluto).
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.36"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_service_app.tf
// module "eks_gc0_eu-west-1_service_app" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//
//   configuration = {
//     apps = {
//       resources = ["manifests/app.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/app.yaml
// apiVersion: policy/v1beta1
// kind: PodDisruptionBudget
// metadata:
//   name: web
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.36"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_service_app.tf
// module "eks_gc0_eu-west-1_service_app" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//
//   configuration = {
//     apps = {
//       resources = ["manifests/app.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/app.yaml
// apiVersion: policy/v1
// kind: PodDisruptionBudget
// metadata:
//   name: web
// ```
import { sentences, t } from '../../../common/localization';
import { type PlatformCheck } from '../engine/check';
import { apiChangeFixes, apiFindings, type ApiData } from './removedApis';

export const apiRemoved: PlatformCheck<ApiData> = {
  code: 'KS807',
  title: 'The Kubernetes version has removed an API',
  level: 'error',
  scope: 'platform',
  run: context =>
    apiFindings(context, 'removed', ({ environments, cluster, api, versions }, { removed, replacement }) =>
      sentences(
        t(
          '{0}: {1} has Kubernetes {2}, but {3} was removed in {4}.',
          environments,
          cluster,
          versions,
          api,
          `1.${removed}`,
        ),
        replacement === undefined ? undefined : t('Use {0}.', replacement),
      ),
    ),
  fix: (_, finding) => apiChangeFixes(finding),
};
