// KS804: EKS has no Amazon Linux 2 for the Kubernetes version
//
// From v0.16.0 to v0.19.2, node pools without `ami_type` use Amazon Linux 2, and the default node pool always does. EKS has no such image for Kubernetes
// 1.33 and later, so the node pools can't be created or upgraded. The plan doesn't show this.
//
// For the default node pool, use a later commit of the framework, which uses Amazon Linux 2023. Set `ami_type` in other node pools.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
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
// ## Fails without a fix in the cluster, and in its node pool
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { cluster_version = "1.33" }
//     ops  = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_node_pool_extra.tf
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
//
//   configuration = {
//     apps = {
//       instance_types = "t3a.xlarge"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       cluster_version = "1.32"
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes at a later commit
//
// ```terraform
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
import { t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { FIRST_WITHOUT_AMAZON_LINUX_2, selectsAmazonLinux2 } from '../platform/amazonLinux2Default';
import { configurationObject } from '../../semantics/configurationRanges';
import { effectiveValueAt, listElements } from '../../semantics/effectiveParts';
import type { ClusterVersion } from '../../semantics/clusterVersions';
import type { CheckContext } from '../engine/checkContext';
import { forEachPart, type Finding, type Fix, type PlatformCheck } from '../engine/check';
import { byPlace, clusterVersions, quoted, versionsByCluster } from '../platform/versionsOfClusters';
import { versionRange } from '../../edits/versionChange';
import { clusterOfModule } from '../platform/providerBlocks';
import { labelInRoot, nameInPlatform } from '../../semantics/moduleCalls';

type Data = { readonly pool: string; readonly image: string } | undefined;

export const amazonLinux2: PlatformCheck<Data> = {
  code: 'KS804',
  title: 'EKS has no Amazon Linux 2 for the Kubernetes version',
  level: 'error',
  scope: 'platform',
  *run(context) {
    yield* clusters(context);
    yield* pools(context);
  },
  fix: fixes,
};

const concerned = (versions: readonly ClusterVersion[]): ClusterVersion[] =>
  versions.filter(({ provider, minor }) => provider === 'aws' && minor >= FIRST_WITHOUT_AMAZON_LINUX_2);

function* clusters(context: CheckContext): Generator<Finding<Data> | undefined> {
  yield* forEachPart(clusterVersions(context), versions =>
    byPlace(concerned(versions)).flatMap((group): Finding<Data>[] => {
      const [first] = group;
      if (!selectsAmazonLinux2(first.call, context)) return [];
      const message = t(
        "{0}: the default node pool uses Amazon Linux 2 in {1}. EKS has none for Kubernetes {2}, so it can't be created or upgraded.",
        quoted(group.map(({ environment }) => environment)),
        first.call.module.version ?? '',
        `1.${first.minor}`,
      );
      return [{ range: versionRange(first), message }];
    }),
  );
}

function* pools(context: CheckContext): Generator<Finding<Data> | undefined> {
  yield* forEachPart(context.calls, (call): Finding<Data>[] => {
    const { kind, provider } = call.module;
    if (kind !== 'nodePool' || provider !== 'aws' || !selectsAmazonLinux2(call, context)) return [];
    const cluster = clusterOfModule(context, labelInRoot(nameInPlatform(call)), call.declaration.item.uri);
    const versions = (cluster === undefined ? undefined : versionsByCluster(context).get(cluster)) ?? [];
    const candidates = concerned(versions);
    if (candidates.length === 0) return [];
    const effective = context.model.effectiveConfiguration(call).understood;
    const without = candidates.filter(({ environment }) => {
      const inEffect = effective.get(environment);
      return inEffect && !effectiveValueAt(inEffect, ['ami_type']);
    });
    const [first] = without;
    if (!first) return [];
    const message = t(
      "{0}: without ami_type, the node pool uses Amazon Linux 2. EKS has none for Kubernetes {1}, so it can't be created or upgraded.",
      quoted(without.map(({ environment }) => environment)),
      `1.${first.minor}`,
    );
    const inEffect = effective.get(first.environment)!;
    const [type] = listElements(effectiveValueAt(inEffect, ['instance_types'])) ?? [];
    return [
      {
        range: labelRange(call.declaration),
        message,
        related: [{ message: t('The version of {0}', first.call.name), range: versionRange(first) }],
        data: type && { pool: call.address, image: imageOf(type.text.trim()) },
      },
    ];
  });
}

/** The image of Amazon Linux 2023 for an instance type, by the naming scheme of AWS: `g` after the generation means ARM. */
function imageOf(instanceType: string): string {
  const [family = ''] = instanceType.split('.');
  if (/^(?:p\d|g\d(?!g))/.test(family)) return 'AL2023_x86_64_NVIDIA';
  return /^a1$|^[a-z]+\d+g/.test(family) ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD';
}

function fixes({ calls, model }: CheckContext, { data }: Finding<Data>): Fix[] {
  const call = calls.find(({ address }) => address === data?.pool);
  const written = call && configurationObject(call);
  if (!written || !data) return [];
  const value = JSON.stringify(data.image);
  const base = model.effectiveConfiguration(call).baseKey;
  return [
    {
      title: t('Set {0}', `ami_type = ${value}`),
      change: draft => draft.edit(written.item, text => setValue(text, ['configuration', base, 'ami_type'], value)),
    },
  ];
}
