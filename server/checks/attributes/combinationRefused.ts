// KS320: Combination that the cloud refuses
//
// Each of the values is valid, and the cloud refuses them together:
//
// - EKS needs a public or a private endpoint.
// - On AKS, the network policies *azure* and *cilium* need the network plugin *azure*. With *kubenet*, the policy is *calico*.
// - All machine types of a node pool on EKS have the same processor architecture, and that of `ami_type`.
// - Google Cloud attaches accelerators (`guest_accelerator`) only to machines of the N1 family, and to the families that are made for them. Machines of
//   the families C4 and N4 need a Hyperdisk, not a persistent disk (`pd-standard`, which is the default).
// - On GKE, a maintenance exclusion with a start needs a scope up to v0.19.2-beta.0.
// - On EKS, the key that encrypts secrets is in the region of the cluster.
// - Scaleway takes a minor version (`1.31`) only with automatic upgrades; without them, write a patch version.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { network_plugin = "kubenet", network_policy = "azure" }
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { cluster_endpoint_public_access = false }
//     ops  = {}
//   }
// }
//
// module "gke_gc0_europe-west1_node_pool_fast" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { machine_type = "c4-standard-4", disk_type = "pd-ssd" }
//     ops  = {}
//   }
// }
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_mixed" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { instance_types = ["m6i.large", "m7g.large"] }
//     ops  = { instance_types = ["m7g.large"], ami_type = "AL2023_x86_64_STANDARD" }
//   }
// }
//
// module "gke_gc0_europe-west1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { machine_type = "e2-standard-4", guest_accelerator = { type = "nvidia-tesla-t4", count = 1 } }
//     ops  = {}
//   }
// }
//
// module "gke_gc0_europe-west3" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { cluster_maintenance_exclusion_start_time = "2026-12-20T00:00:00Z" }
//     ops  = {}
//   }
// }
//
// module "eks_gc1_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
//       cluster_encryption_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1"
//     }
//     ops = {}
//   }
// }
//
// module "scw_gc0_fr-par" {
//   source = "github.com/kbst/terraform-kubestack//scaleway/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { cluster_version = "1.31", auto_upgrade = { enable = false } }
//     ops  = {}
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       network_plugin = "azure"
//       network_policy = "azure"
//     }
//     ops = {}
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_endpoint_public_access  = false
//       cluster_endpoint_private_access = true
//     }
//     ops = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_node_pool_arm" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       instance_types = ["m7g.large", "c7gn.large"]
//       ami_type       = "AL2023_ARM_64_STANDARD"
//     }
//     ops = {}
//   }
// }
//
// module "gke_gc0_europe-west1_node_pool_gpu" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { machine_type = "n1-standard-4", guest_accelerator = { type = "nvidia-tesla-t4", count = 1 } }
//     ops  = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { Value } from '../../hcl/model';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { poolAttributes } from '../../kubestack/platform/poolAttributes';
import {
  effectiveAttributeAt,
  effectiveValueAt,
  isFalse,
  listElements,
  stringValue,
  valueOnly,
} from '../../semantics/effectiveParts';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const combinationRefused: CallCheck<TextReplacement> = {
  code: 'KS320',
  title: 'Combination that the cloud refuses',
  level: 'error',
  scope: 'call',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

type Path = readonly string[];
interface Problem {
  /** The attribute to change, and the others of the combination. */
  readonly path: Path;
  readonly others: readonly Path[];
  readonly message: (environment: string) => string;
  readonly data?: TextReplacement;
}
type Read = (path: Path) => Value | undefined;

const PUBLIC = ['cluster_endpoint_public_access'];
const PRIVATE = ['cluster_endpoint_private_access'];
const PLUGIN = ['network_plugin'];
const POLICY = ['network_policy'];
const ACCELERATOR = ['guest_accelerator'];

/** AWS marks Arm processors with a `g` after the generation: m7g, c7gn, im4gn. The first generation is a1. */
const ARM_MACHINE = /^(?:a1|[a-z]+\d+g[a-z]*)\./;
/** Families with attached or attachable accelerators. */
const ACCELERATED = /^(?:n1|a\d\w*|g\d\w*|ct\w*)-|^custom-/;

function run({ call, effective }: CallSubject): Finding<TextReplacement>[] {
  const { provider, kind } = call.module;
  if (provider === undefined || (kind !== 'cluster' && kind !== 'nodePool')) return [];
  const seen = new Set<string>();
  return [...effective.environments].flatMap(([environment, inEffect]) =>
    problemsOf(call, path => effectiveValueAt(inEffect, path)).flatMap(problem => {
      const attribute = causeOf(inEffect, problem);
      if (!attribute) return [];
      const range = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
      const id = `${'start' in range ? range.start : ''} ${problem.message('')}`;
      if (seen.has(id)) return [];
      seen.add(id);
      const isOwn = attribute.path.join('.') === problem.path.join('.');
      return [
        { range, message: problem.message(environment), ...(isOwn && problem.data ? { data: problem.data } : {}) },
      ];
    }),
  );
}

/** What the environment itself sets comes before what it inherits. */
function causeOf(inEffect: ResolvedEnvironment, { path, others }: Problem) {
  const written = [path, ...others].flatMap(each => effectiveAttributeAt(inEffect, each) ?? []);
  return written.find(({ origin }) => origin !== 'inherited') ?? written[0];
}

function problemsOf(call: CallSubject['call'], read: Read): Problem[] {
  switch (call.module.provider) {
    case 'aws':
      return [...endpoints(read), ...architectures(call, read), ...keyRegion(read)];
    case 'azurerm':
      return networkPolicy(call, read);
    case 'google':
      return [...accelerators(call, read), ...diskTypes(call, read), ...exclusionScope(call, read)];
    case 'scaleway':
      return minorVersion(call, read);
    default:
      return [];
  }
}

function endpoints(read: Read): Problem[] {
  const hidden = read(PRIVATE);
  if (!isFalse(read(PUBLIC)) || (hidden !== undefined && !isFalse(hidden) && stringValue(hidden) !== '')) return [];
  return [
    {
      path: hidden === undefined ? PUBLIC : PRIVATE,
      others: [PUBLIC],
      message: environment =>
        t('The cluster in "{0}" has neither a public nor a private endpoint: turn one of them on.', environment),
      data: { written: 'false', better: 'true' },
    },
  ];
}

function networkPolicy({ module }: CallSubject['call'], read: Read): Problem[] {
  const standard = module.schema?.attributes.get('network_plugin')?.default;
  const plugin = stringValue(read(PLUGIN)) || (read(PLUGIN) ? undefined : standard);
  const policy = stringValue(read(POLICY));
  if (plugin !== 'kubenet' || (policy !== 'azure' && policy !== 'cilium')) return [];
  return [
    {
      path: POLICY,
      others: [PLUGIN],
      message: environment =>
        t(
          'The network policy {0} of "{1}" needs the network plugin azure; with kubenet, use calico.',
          policy,
          environment,
        ),
      data: { written: policy, better: 'calico' },
    },
  ];
}

function architectures(call: CallSubject['call'], read: Read): Problem[] {
  const [path] = (poolAttributes(call)?.machines ?? []).filter(each => read(each) !== undefined);
  const machines = path && (listElements(read(path)) ?? []).map(({ text }) => text.trim()).filter(text => text !== '');
  if (!path || !machines?.[0]) return [];
  const other = machines.find(each => ARM_MACHINE.test(each) !== ARM_MACHINE.test(machines[0]!));
  const image = [...path.slice(0, -1), 'ami_type'];
  if (other !== undefined)
    return [
      {
        path,
        others: [],
        message: environment =>
          t(
            '{0} and {1} of "{2}" have different processor architectures: use one in each node pool.',
            machines[0]!,
            other,
            environment,
          ),
      },
    ];
  const written = stringValue(read(image)) ?? '';
  const isArm = /_ARM_64/i.test(written);
  if ((!isArm && !/_x86_64/i.test(written)) || isArm === ARM_MACHINE.test(machines[0])) return [];
  return [
    {
      path: image,
      others: [path],
      message: environment =>
        t('{0} of "{1}" is for another processor architecture than {2}.', written, environment, machines[0]!),
    },
  ];
}

function accelerators(call: CallSubject['call'], read: Read): Problem[] {
  const [path] = (poolAttributes(call)?.machines ?? []).filter(each => read(each) !== undefined);
  const machine = path && stringValue(read(path));
  const accelerator = read(ACCELERATOR);
  const type = accelerator && 'entries' in accelerator ? stringValue(accelerator.entries.get('type')) : undefined;
  if (!path || !machine || type === undefined || !/^[a-z]\w*-/.test(machine) || ACCELERATED.test(machine)) return [];
  return [
    {
      path,
      others: [ACCELERATOR],
      message: environment =>
        t(
          '{0} of "{1}" can\'t have the accelerator {2}: use a machine type of the N1 family.',
          machine,
          environment,
          type,
        ),
    },
  ];
}

/** https://cloud.google.com/compute/docs/general-purpose-machines: these families have no persistent disks. */
const HYPERDISK_ONLY = /^(?:c4|c4a|c4d|n4|n4a|n4d)-/;

function diskTypes(call: CallSubject['call'], read: Read): Problem[] {
  const [path] = (poolAttributes(call)?.machines ?? []).filter(each => read(each) !== undefined);
  const machine = path && stringValue(read(path));
  if (!path || !machine || !HYPERDISK_ONLY.test(machine)) return [];
  const disk = [...path.slice(0, -1), path.at(-1)!.replace('machine_type', 'disk_type')];
  const standard = call.module.schema?.attributes.get(disk.join('.'))?.default;
  const type = read(disk) === undefined ? standard : stringValue(read(disk));
  if (typeof type !== 'string' || !type.startsWith('pd-')) return [];
  return [
    {
      path: disk,
      others: [path],
      message: environment =>
        t('{0} of "{1}" can\'t have a disk of the type {2}: use hyperdisk-balanced.', machine, environment, type),
      data: { written: type, better: 'hyperdisk-balanced' },
    },
  ];
}

/** Later releases have an object with a required scope. */
function exclusionScope({ module }: CallSubject['call'], read: Read): Problem[] {
  const [start, scope] = [['cluster_maintenance_exclusion_start_time'], ['cluster_maintenance_exclusion_scope']];
  if (
    !module.schema?.attributes.has(scope[0]!) ||
    !stringValue(read(start)) ||
    (read(scope) && stringValue(read(scope)) !== '')
  )
    return [];
  return [
    {
      path: start,
      others: [scope],
      message: environment =>
        t(
          'The maintenance exclusion of "{0}" has no scope: set {1}.',
          environment,
          'cluster_maintenance_exclusion_scope',
        ),
    },
  ];
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Provider.html: the key must be in the same region as the cluster. */
function keyRegion(read: Read): Problem[] {
  const path = ['cluster_encryption_key_arn'];
  const region = /^arn:aws[\w-]*:kms:([a-z0-9-]+):/.exec(stringValue(read(path)) ?? '')?.[1];
  const zones = listElements(read(['cluster_availability_zones'])) ?? [];
  const regions = new Set(zones.map(({ text }) => text.trim().replace(/[a-z]$/, '')));
  const [own = ''] = regions;
  if (region === undefined || regions.size !== 1 || own === region || !/^[a-z]+(?:-[a-z]+)+-\d$/.test(own)) return [];
  return [
    {
      path,
      others: [],
      message: environment => t('The key of "{0}" is in {1}, and the cluster in {2}.', environment, region, own),
    },
  ];
}

/** internal/services/k8s/cluster.go of the provider: "minor version x.y must be used with auto upgrade enabled". */
function minorVersion({ module }: CallSubject['call'], read: Read): Problem[] {
  const [version, enable] = [['cluster_version'], ['auto_upgrade', 'enable']];
  const text = stringValue(read(version));
  if (module.kind !== 'cluster' || text === undefined || !/^\d+\.\d+$/.test(text) || !isFalse(read(enable))) return [];
  return [
    {
      path: version,
      others: [enable],
      message: environment =>
        t(
          'Without automatic upgrades, {0} of "{1}" is no version: write a patch version such as {0}.2, or turn them on.',
          text,
          environment,
        ),
    },
  ];
}
