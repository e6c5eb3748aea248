// KS808: A later Kubernetes version removes an API
//
// The API still exists in the Kubernetes version of the environment, but is deprecated. Replace it before you upgrade the cluster to the version that
// removes it. [KS807](KS807.md) reports it from then on.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.34"
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
// apiVersion: storage.k8s.io/v1beta1
// kind: VolumeAttributesClass
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
//       cluster_version = "1.34"
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
// apiVersion: storage.k8s.io/v1
// kind: VolumeAttributesClass
// metadata:
//   name: web
// ```
import { sentences, t } from '../../../common/localization';
import { type PlatformCheck } from '../engine/check';
import { apiChangeFixes, apiFindings, type ApiData } from './removedApis';

export const apiDeprecated: PlatformCheck<ApiData> = {
  code: 'KS808',
  title: 'A later Kubernetes version removes an API',
  level: 'hint',
  scope: 'platform',
  run: context =>
    apiFindings(context, 'deprecated', ({ environments, api }, { removed, replacement }) =>
      sentences(
        removed === undefined
          ? t('{0}: {1} is deprecated.', environments, api)
          : t('{0}: {1} is deprecated, and Kubernetes {2} removes it.', environments, api, `1.${removed}`),
        replacement === undefined ? undefined : t('Use {0}.', replacement),
      ),
    ),
  fix: (_, finding) => apiChangeFixes(finding),
};
