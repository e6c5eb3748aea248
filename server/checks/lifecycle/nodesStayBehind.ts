// KS803: Nodes on AKS keep their Kubernetes version
//
// On AKS, `kubernetes_version` is the version of the control plane. The modules don't set the version of node pools, which keep the version with which
// they were created. The check reports an environment that has a newer version than the one after it: the upgrade has begun there.
//
// Upgrade the node pools too, for example with `az aks nodepool upgrade`. Nodes may be up to three minor versions older than the control plane.
//
// ## Fails without a fix
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       kubernetes_version = "1.35"
//     }
//     ops = {
//       kubernetes_version = "1.36"
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       kubernetes_version = "1.36"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes if the cluster is upgraded automatically
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       kubernetes_version        = "1.35"
//       automatic_channel_upgrade = "stable"
//     }
//     ops = {
//       kubernetes_version = "1.36"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { ClusterVersion } from '../../semantics/clusterVersions';
import { effectiveValueAt } from '../../semantics/effectiveParts';
import type { CheckContext } from '../engine/checkContext';
import { forEachPart, type Finding, type PlatformCheck } from '../engine/check';
import { clusterVersions } from '../platform/versionsOfClusters';
import { versionRange } from '../../edits/versionChange';

export const nodesStayBehind: PlatformCheck = {
  code: 'KS803',
  title: 'Nodes on AKS keep their Kubernetes version',
  level: 'information',
  scope: 'platform',
  run: context => forEachPart(clusterVersions(context), versions => findingsOf(context, versions)),
};

function findingsOf(context: CheckContext, versions: readonly ClusterVersion[]): Finding[] {
  return versions.flatMap((version, index) => {
    const later = versions[index + 1];
    if (version.provider !== 'azurerm' || !later || later.minor >= version.minor) return [];
    const inEffect = context.model.effectiveConfiguration(version.call).understood.get(version.environment);
    if (!inEffect || effectiveValueAt(inEffect, ['automatic_channel_upgrade'])) return [];
    const message = t(
      '"{0}": {1} is the version of the control plane. Node pools keep theirs until you upgrade them.',
      version.environment,
      version.version,
    );
    return [{ range: versionRange(version), message }];
  });
}
