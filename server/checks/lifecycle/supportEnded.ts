// KS801: Support of the Kubernetes version ends
//
// Clouds support each minor version of Kubernetes for about 14 months. The finding is a warning if the support has ended, and an information if it ends
// within 60 days.
//
// - EKS: after the standard support, the cluster costs more. After the extended support, AWS upgrades it.
// - AKS: Azure no longer supports the cluster, and can upgrade it. The modules don't expose long-term support.
// - Scaleway: the cluster is upgraded within 30 days.
// - GKE: the attribute is a minimum. The release channel may already have a newer version, so the finding is an information.
//
// Clusters are upgraded one minor version at a time, and node pools after their cluster. Upgrade the internal environment first, and promote the change.
// The dates come from published sources, which the finding names. A future date is no longer used 430 days after its
// source was last read; on GKE, whose dates are predictions, after 180 days.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_northeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       kubernetes_version = "1.33"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails on EKS, where the cluster costs more
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.33"
//     }
//     ops = {}
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
// ## Passes for the newest version that is known, and for newer ones
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.40"
//     }
//     ops = {}
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import type { Support } from '../../kubestack/lifecycle/lifecycle';
import { PRODUCTS, type ClusterVersion } from '../../semantics/clusterVersions';
import type { CheckContext } from '../engine/checkContext';
import { forEachPart, type Finding, type Fix, type PlatformCheck } from '../engine/check';
import {
  byPlace,
  clusterVersions,
  perVersions,
  quoted,
  setVersionFix,
  sourceText,
} from '../platform/versionsOfClusters';
import { versionRange } from '../../edits/versionChange';

type Data = { readonly call: string; readonly environment: string };

export const supportEnded: PlatformCheck<Data> = {
  code: 'KS801',
  title: 'Support of the Kubernetes version ends',
  level: 'warning',
  scope: 'platform',
  run: context => forEachPart(clusterVersions(context), versions => findingsOf(context, versions)),
  fix: fixes,
};

const findingsOf = perVersions((context, versions) =>
  byPlace(versions).flatMap(([first, ...others]) => findingOf(context, [first, ...others])),
);

function findingOf(
  { request }: CheckContext,
  versions: readonly [ClusterVersion, ...ClusterVersion[]],
): Finding<Data>[] {
  const [first] = versions;
  const support = request.lifecycle?.support(first.provider, first.minor);
  if (!support || support.state === 'supported' || support.state === 'unknown') return [];
  const range = versionRange(first);
  return [
    {
      range,
      message: t('{0}: {1}', quoted(versions.map(({ environment }) => environment)), messageOf(first, support)),
      ...(support.state === 'ending' || first.provider === 'google' ? { level: 'information' } : {}),
      ...(support.source && support.ends !== undefined
        ? { related: [{ message: sourceText(support.source), range }] }
        : {}),
      data: { call: first.call.address, environment: first.environment },
    },
  ];
}

function messageOf({ provider, minor }: ClusterVersion, support: Support): string {
  const version = `1.${minor}`;
  const { state, ends = '', extended } = support;
  const product = PRODUCTS[provider]!;
  if (provider === 'google')
    return state === 'ending'
      ? t('Support of the minimum version {0} on GKE ends on {1}.', version, ends)
      : ends === ''
        ? t('The minimum version {0} is no longer supported on GKE.', version)
        : t('The minimum version {0} is no longer supported on GKE since {1}.', version, ends);
  if (provider === 'aws' && extended) return eksMessage(version, ends, state, extended);
  if (ends === '') return t('Kubernetes {0} is no longer supported on {1}.', version, product);
  const end =
    state === 'ending'
      ? t('Support of Kubernetes {0} on {1} ends on {2}.', version, product, ends)
      : t('Support of Kubernetes {0} on {1} ended on {2}.', version, product, ends);
  return sentences(
    end,
    provider === 'scaleway'
      ? t('Scaleway then upgrades the cluster within 30 days.')
      : provider === 'azurerm'
        ? t('Azure can then upgrade the cluster.')
        : undefined,
  );
}

function eksMessage(
  version: string,
  ends: string,
  state: Support['state'],
  extended: NonNullable<Support['extended']>,
): string {
  if (state === 'ending')
    return t('Standard support of Kubernetes {0} on EKS ends on {1}. The cluster then costs more.', version, ends);
  const { ends: last = '' } = extended;
  if (extended.state === 'ended')
    return t('Extended support of Kubernetes {0} on EKS ended on {1}. AWS upgrades the cluster.', version, last);
  const costs = t('Standard support of Kubernetes {0} on EKS ended on {1}, and the cluster costs more.', version, ends);
  return last === ''
    ? costs
    : sentences(costs, t('Extended support ends on {0}. AWS then upgrades the cluster.', last));
}

/** One minor version, in the first environment that doesn't have it yet. */
function fixes(context: CheckContext, { data }: Finding<Data>): Fix[] {
  const versions = clusterVersions(context).find(([first]) => first?.call.address === data.call) ?? [];
  const reported = versions.find(({ environment }) => environment === data.environment);
  const next = reported && context.request.lifecycle?.next(reported.provider, reported.minor);
  const target = next === undefined ? undefined : versions.find(({ minor }) => minor < next);
  if (!target) return [];
  const step = context.request.lifecycle?.next(target.provider, target.minor);
  return step === undefined ? [] : setVersionFix(target, `1.${step}`);
}
