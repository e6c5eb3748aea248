// KS802: A later environment has a newer Kubernetes version
//
// A change reaches the internal environment first, where it is validated, and is then promoted. If a later environment has a newer version of
// Kubernetes, the upgrade was not validated in the environments before it. The order of the environments is the one of promotion.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       kubernetes_version = "1.36"
//     }
//     ops = {
//       kubernetes_version = "1.35"
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
//       kubernetes_version = "1.35"
//     }
//     ops = {
//       kubernetes_version = "1.36"
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { ClusterVersion } from '../../semantics/clusterVersions';
import type { CheckContext } from '../engine/checkContext';
import { forEachPart, type Finding, type Fix, type PlatformCheck } from '../engine/check';
import { clusterVersions, setVersionFix } from '../platform/versionsOfClusters';
import { versionRange } from '../../edits/versionChange';

type Data = { readonly call: string; readonly environment: string; readonly next: string };

export const laterIsNewer: PlatformCheck<Data> = {
  code: 'KS802',
  title: 'A later environment has a newer Kubernetes version',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(clusterVersions(context), findingsOf),
  fix: fixes,
};

function findingsOf(versions: readonly ClusterVersion[]): Finding<Data>[] {
  return versions.flatMap((later, index) => {
    const earlier = versions[index - 1];
    if (!earlier || earlier.minor >= later.minor) return [];
    const message = t(
      '"{0}" has Kubernetes {1}, but "{2}", which a change reaches first, has {3}. Upgrade "{2}" first.',
      later.environment,
      later.version,
      earlier.environment,
      earlier.version,
    );
    const related = [{ message: t('The version of "{0}"', earlier.environment), range: versionRange(earlier) }];
    const data = { call: earlier.call.address, environment: earlier.environment, next: `1.${earlier.minor + 1}` };
    return [{ range: versionRange(later), message, related, data }];
  });
}

function fixes(context: CheckContext, { data: { call, environment, next } }: Finding<Data>): Fix[] {
  const versions = clusterVersions(context).find(([first]) => first?.call.address === call) ?? [];
  const earlier = versions.find(each => each.environment === environment);
  return earlier ? setVersionFix(earlier, next) : [];
}
