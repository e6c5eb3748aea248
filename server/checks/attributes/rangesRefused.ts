// KS319: Address ranges that the cloud refuses
//
// The ranges of a cluster must fit together. A cloud refuses a range for services or pods that overlaps the network of the nodes or another range, and
// a DNS service address that is not in the range of the services, or is its first one. AWS needs subnets from /16 to /28, and Terraform can't divide
// the VPC if the subnets of all zones don't fit into it. With Azure CNI, each pod has an address of the subnet. The framework's network on Google Cloud
// has subnets in each region, in 10.128.0.0/9. The check compares the effective values of each environment with those that the module uses by
// default. The ranges of AKS that only Azure CNI uses, and those that only kubenet uses, are compared if that plugin is chosen.
//
// Ranges of two clusters aren't compared: each cluster has a network of its own, and networks that aren't connected may overlap.
//
// Choose a range that no other one contains. A cluster whose ranges change is created again, so choose them before the first apply.
//
// ## Fails without a fix
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       service_cidr   = "10.2.0.0/16"
//       dns_service_ip = "10.0.0.10"
//       pod_cidr       = "10.2.128.0/17"
//     }
//     ops = {}
//   }
// }
//
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_ipv4_cidr_block  = "10.0.0.0/12"
//     }
//     ops = {
//       services_ipv4_cidr_block = "10.8.0.0/20"
//     }
//   }
// }
// ```
//
// ## Fails without a fix: subnets
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
//       cluster_vpc_cidr           = "10.0.0.0/24"
//     }
//     ops = {
//       cluster_vpc_cidr                      = "10.0.0.0/16"
//       cluster_vpc_node_subnet_number_offset = 0
//     }
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
//       service_cidr   = "10.2.0.0/16"
//       dns_service_ip = "10.2.0.10"
//       pod_cidr       = "10.3.0.0/16"
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
//       cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
//       cluster_vpc_cidr           = "10.0.0.0/20"
//       cluster_service_cidr       = "172.20.0.0/16"
//     }
//     ops = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { Provider } from '../../../common/protocol';
import { lastAddress, parseAddress, parseNetwork, type Network } from '../../hcl/functions/network/ipAddress';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { containsRange, networkOf } from '../../kubestack/schemas/constraint';
import {
  dotted,
  effectiveAttributeAt,
  effectiveValueAt,
  isFalse,
  listElements,
  numberValue,
  stringValue,
  valueOnly,
} from '../../semantics/effectiveParts';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';

export const rangesRefused: CallCheck = {
  code: 'KS319',
  title: 'Address ranges that the cloud refuses',
  level: 'error',
  scope: 'call',
  run,
};

/** A known range of an environment: the effective value, or the default of the module. */
interface KnownRange {
  readonly path: string;
  readonly text: string;
  readonly network: Network;
}

interface Problem {
  /** Attributes that cause it, the most likely one first. */
  readonly paths: readonly string[];
  readonly message: (environment: string) => string;
}

/** Subnets that AWS can create. */
const [SHORTEST, LONGEST] = [16, 28];

function run({ call, effective }: CallSubject): Finding[] {
  const { provider, kind } = call.module;
  if (kind !== 'cluster' || !provider || provider === 'kind') return [];
  const seen = new Set<string>();
  return [...effective.environments].flatMap(([environment, inEffect]) => {
    const values = new RangeValues(call, inEffect);
    return problemsOf(provider, values).flatMap(({ paths, message }): Finding[] => {
      const written = paths.flatMap(path => effectiveAttributeAt(inEffect, path.split('.')) ?? []);
      // Also without other checks, the defaults of a module fit together.
      const attribute = written.find(({ origin }) => origin !== 'inherited') ?? written[0];
      if (!attribute) return [];
      const range = attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);
      const id = `${dotted(attribute.path)} ${'start' in range ? range.start : ''} ${message('')}`;
      if (seen.has(id)) return [];
      seen.add(id);
      return [{ range, message: message(environment) }];
    });
  });
}

/** https://cloud.google.com/vpc/docs/subnets#ip-ranges: what `auto_create_subnetworks` uses, which the framework's network sets. */
const AUTO_SUBNETS: KnownRange = {
  path: 'auto_create_subnetworks',
  text: '10.128.0.0/9',
  network: parseNetwork('10.128.0.0/9')!,
};

class RangeValues {
  constructor(
    private readonly call: CallSubject['call'],
    private readonly inEffect: ResolvedEnvironment,
  ) {}

  /** The text of a value, or of the default of the module. Undefined if it is unknown, or there is none. */
  text(path: string): string | undefined {
    const value = effectiveValueAt(this.inEffect, path.split('.'));
    if (value && stringValue(value) !== '') return stringValue(value) ?? numberValue(value)?.toString();
    const standard = this.call.module.schema?.attributes.get(path)?.default;
    return typeof standard === 'string' || typeof standard === 'number' ? String(standard) : undefined;
  }

  number(path: string): number | undefined {
    const text = this.text(path);
    return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
  }

  range(path: string): KnownRange[] {
    const text = this.text(path);
    const network = text === undefined ? undefined : networkOf(text, parseNetwork);
    return text !== undefined && network ? [{ path, text, network }] : [];
  }

  /** The elements of a list of ranges; nothing if one of them is unknown. */
  ranges(path: string): KnownRange[] {
    const value = effectiveValueAt(this.inEffect, [path]);
    const standard = this.call.module.schema?.attributes.get(path)?.default;
    const texts =
      value && stringValue(value) !== ''
        ? (listElements(value) ?? []).map(({ text }) => text)
        : typeof standard === 'string'
          ? standard.split(',')
          : Array.isArray(standard)
            ? standard.map(String)
            : [];
    return texts.flatMap(text => {
      const network = networkOf(text.trim(), parseNetwork);
      return network ? [{ path, text, network }] : [];
    });
  }

  count(path: string): number | undefined {
    return listElements(effectiveValueAt(this.inEffect, [path]))?.length;
  }

  isOff(path: string): boolean {
    return isFalse(effectiveValueAt(this.inEffect, [path]));
  }

  isOn(path: string): boolean {
    const value = effectiveValueAt(this.inEffect, [path]);
    return value?.kind === 'bool' ? value.value : stringValue(value) === 'true';
  }
}

function problemsOf(provider: Exclude<Provider, 'kind'>, values: RangeValues): Problem[] {
  switch (provider) {
    case 'aws':
      return [
        ...overlaps([...values.range('cluster_service_cidr'), ...values.range('cluster_vpc_cidr')]),
        ...subnetProblems(values),
      ];
    case 'azurerm':
      return azureProblems(values);
    case 'google':
      return overlaps([
        ...values.range('services_ipv4_cidr_block'),
        ...values.range('cluster_ipv4_cidr_block'),
        ...(values.isOff('enable_private_nodes') ? [] : values.range('master_cidr_block')),
        AUTO_SUBNETS,
      ]);
    case 'scaleway':
      return overlaps([
        ...values.range('service_cidr'),
        ...values.range('pod_cidr'),
        ...values.range('private_network_subnet'),
      ]);
  }
}

function azureProblems(values: RangeValues): Problem[] {
  const services = values.range('service_cidr');
  const plugin = values.text('network_plugin');
  const subnets = plugin === 'azure' ? values.ranges('subnet_address_prefixes') : [];
  const spaces = plugin === 'azure' ? values.ranges('vnet_address_space') : [];
  const outside = subnets.filter(
    ({ network }) => spaces.length > 0 && !spaces.some(space => containsRange(space.network, network)),
  );
  return [
    ...overlaps([...services, ...(plugin === 'kubenet' ? values.range('pod_cidr') : subnets)]),
    ...outside.map(({ path, text }) => ({
      paths: [path, 'vnet_address_space'],
      message: (environment: string) => t('{0} of "{1}" is not in {2}.', text, environment, 'vnet_address_space'),
    })),
    ...(outside.length === 0 ? podsPerSubnet(values, subnets) : []),
    ...services.flatMap(range => addressProblem(range, values.text('dns_service_ip'))),
  ];
}

/** https://learn.microsoft.com/azure/aks/azure-cni-overview: each node and each of its pods has an address, and Azure reserves five. */
function podsPerSubnet(values: RangeValues, [subnet, ...others]: readonly KnownRange[]): Problem[] {
  const pods = values.number('max_pods');
  const nodes = values.number('default_node_pool_max_count') ?? values.number('default_node_pool.max_count');
  if (!subnet || others.length > 0 || subnet.network.bits !== 32 || pods === undefined || nodes === undefined)
    return [];
  const [free, needed] = [2 ** (32 - subnet.network.prefix) - 5, nodes * (pods + 1)];
  if (needed <= free) return [];
  return [
    {
      paths: [subnet.path, 'max_pods'],
      message: environment =>
        t(
          '{0} ({1}) of "{2}" has {3} addresses, and {4} nodes with their pods need {5}.',
          subnet.path,
          subnet.text,
          environment,
          free,
          nodes,
          needed,
        ),
    },
  ];
}

/** The first address of the range is that of the Kubernetes API. */
function addressProblem({ path, text, network }: KnownRange, address = ''): Problem[] {
  const own = networkOf(address, parseAddress);
  if (!own) return [];
  const isFirst =
    own.address <= network.address + 1n || own.address === lastAddress(network.address, network.prefix, 32);
  if (containsRange(network, own) && !isFirst) return [];
  return [
    {
      paths: ['dns_service_ip', path],
      message: environment =>
        containsRange(network, own)
          ? t('dns_service_ip ({0}) of "{1}" is reserved in {2} ({3}).', address, environment, path, text)
          : t('dns_service_ip ({0}) of "{1}" is not in {2} ({3}).', address, environment, path, text),
    },
  ];
}

/** Pairs of ranges with the same addresses. */
const overlaps = (ranges: readonly KnownRange[]): Problem[] =>
  ranges.flatMap((first, index) =>
    ranges
      .slice(index + 1)
      .filter(
        other =>
          other.path !== first.path &&
          (containsRange(first.network, other.network) || containsRange(other.network, first.network)),
      )
      .map(other => ({
        paths: [first.path, other.path],
        message: (environment: string) =>
          t('{0} ({1}) of "{2}" overlaps {3} ({4}).', first.path, first.text, environment, other.path, other.text),
      })),
  );

/** The subnets that the module divides the VPC into: one of each kind in each zone. */
function subnetProblems(values: RangeValues): Problem[] {
  const [vpc] = values.range('cluster_vpc_cidr');
  const zones = values.count('cluster_availability_zones') ?? 1;
  if (!vpc || vpc.network.bits !== 32 || vpc.network.prefix < SHORTEST || vpc.network.prefix > LONGEST) return [];
  const kinds = [
    { bits: 'cluster_vpc_control_subnet_newbits', first: 0 },
    ...(values.isOn('cluster_vpc_legacy_node_subnets')
      ? []
      : [
          {
            bits: 'cluster_vpc_node_subnet_newbits',
            first: values.number('cluster_vpc_node_subnet_number_offset'),
            offset: 'cluster_vpc_node_subnet_number_offset',
          },
        ]),
  ];
  const parts = kinds.map(kind => ({ ...kind, added: values.number(kind.bits) }));
  const wrong = parts.flatMap(({ bits, first, added, offset }): Problem[] => {
    if (added === undefined || first === undefined) return [];
    const prefix = vpc.network.prefix + added;
    if (prefix > LONGEST)
      return [
        {
          paths: [bits, vpc.path],
          message: environment =>
            t(
              '{0} ({1}) of "{2}" is too small: {3} makes subnets of /{4}, and AWS needs at least /{5}.',
              vpc.path,
              vpc.text,
              environment,
              bits,
              prefix,
              LONGEST,
            ),
        },
      ];
    if (first + zones <= 2 ** added) return [];
    return [
      {
        paths: [bits, ...(offset === undefined ? [] : [offset]), 'cluster_availability_zones'],
        message: environment =>
          t(
            'The subnets of {0} zones of "{1}" don\'t fit into {2} ({3}): {4} allows {5}.',
            zones,
            environment,
            vpc.path,
            vpc.text,
            bits,
            2 ** added - first,
          ),
      },
    ];
  });
  return wrong.length > 0 ? wrong : subnetOverlap(vpc, zones, parts);
}

function subnetOverlap(
  vpc: KnownRange,
  zones: number,
  parts: readonly { readonly bits: string; readonly first: number | undefined; readonly added: number | undefined }[],
): Problem[] {
  const [control, nodes] = parts;
  if (!control || nodes?.added === undefined || nodes.first === undefined || control.added === undefined) return [];
  // In parts of the VPC: the first subnets are those of the control plane.
  const end = zones / 2 ** control.added;
  if (nodes.first / 2 ** nodes.added >= end) return [];
  return [
    {
      paths: ['cluster_vpc_node_subnet_number_offset', nodes.bits, control.bits, vpc.path],
      message: environment =>
        t(
          'The subnets of the nodes and of the control plane of "{0}" overlap: increase {1}.',
          environment,
          'cluster_vpc_node_subnet_number_offset',
        ),
    },
  ];
}
