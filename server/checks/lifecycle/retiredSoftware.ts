// KS809: Retired software
//
// A platform uses something that its maintainers have retired, so that it gets no fixes any more, also not for vulnerabilities. The finding is a warning
// after the last day of support, and an information in the year before. The following is found:
//
// - `ingress-nginx`: the service `nginx` of the catalog, manifests with its image, and `helm_release` resources with its chart. Use Gateway API.
// - the managed NGINX of AKS: `Ingress` objects with its class. Use Gateway API.
// - `kubenet` on AKS, Ubuntu 22.04 on AKS (the nodes of Kubernetes 1.25 to 1.34), and Amazon Linux 2 on EKS.
// - `gitRepo` volumes in manifests for clusters from Kubernetes 1.36 on, whose nodes don't start such Pods.
//
// The dates are those of the announcements. A future date isn't reported if the bundled data is older than 430 days. *Show Upgrades* lists retirements
// that are further away, too, and [upgrades](../upgrades.md#retirements) describes how to leave ingress-nginx.
//
// ## Fails without a fix for a service of the catalog
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.10.1-kbst.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Fails without a fix for a manifest
//
// ```terraform
// module "eks_gc0_eu-west-1_service_ingress" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       resources = ["manifests/ingress.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/ingress.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: ingress-nginx-controller
// spec:
//   template:
//     spec:
//       containers:
//         - name: controller
//           image: registry.k8s.io/ingress-nginx/controller:v1.12.0
// ```
//
// ## Fails without a fix for a Helm chart
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// resource "helm_release" "ingress" {
//   name       = "ingress"
//   repository = "https://kubernetes.github.io/ingress-nginx"
//   chart      = "ingress-nginx"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       ami_type = "AL2023_x86_64_STANDARD"
//     }
//     ops = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { retirementText } from '../../semantics/retiredUses';
import type { CheckContext } from '../engine/checkContext';
import type { Finding, PlatformCheck } from '../engine/check';
import { retiredParts, type RetiredPart } from '../platform/retiredParts';
import { quoted } from '../platform/versionsOfClusters';

export const retiredSoftware: PlatformCheck = {
  code: 'KS809',
  title: 'Retired software',
  level: 'warning',
  scope: 'platform',
  run,
};

/** What ends later is only listed by *Show Upgrades*. */
const DAYS_BEFORE = 365;

function* run(context: CheckContext): Generator<Finding | undefined> {
  const { lifecycle } = context.request;
  if (!lifecycle) return;
  const retirements = lifecycle.retirements().filter(({ days }) => days <= DAYS_BEFORE);
  for (const part of retiredParts(context, retirements)) yield part && finding(part);
}

const finding = ({ retirement, range, subject }: RetiredPart): Finding => ({
  range,
  message: retirementText(retirement, subjectText(subject)),
  ...(retirement.days >= 0 ? { level: 'information' } : {}),
});

function subjectText(subject: RetiredPart['subject']): string {
  if (subject.kind === 'manifest') return t('This manifest');
  if (subject.kind === 'chart') return subject.address;
  return subject.environments.length > 0 ? quoted(subject.environments) : subject.call.name;
}
