// What no single value shows: ranges that overlap, subnets that are too small, and values that a cloud refuses together.
import assert from 'node:assert/strict';
import { linesWith } from '../../../support/checks/checkedWorkspace';
import { framework, HEAD } from '../../../support/kubestack/effectiveOf';

const NAMES = {
  aws: 'eks_gc0_eu-west-1',
  azurerm: 'aks_gc0_westeurope',
  google: 'gke_gc0_europe-west1',
  scaleway: 'scw_gc0_fr-par',
};
const ZONES = 'cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]';

const configured = (module: string, apps: string, ops = '', ref = HEAD): Record<string, string> => {
  const [provider = '', , pool] = module.split('/');
  return {
    'main.tf': `module "${NAMES[provider as keyof typeof NAMES]}${pool === undefined ? '' : '_node_pool_x'}" {
  source = "${framework(module, ref)}"
  configuration = {
    apps = { ${apps} }
    ops  = { ${ops} }
  }
}
`,
  };
};

type Case = readonly [code: string, module: string, apps: string, ops: string, ...found: string[]];

const CASES: readonly Case[] = [
  [
    'KS319',
    'aws/cluster',
    'cluster_vpc_cidr = "10.4.0.0/16", cluster_service_cidr = "10.4.128.0/20"',
    '',
    'main.tf:4: cluster_service_cidr (10.4.128.0/20) of "apps" overlaps cluster_vpc_cidr (10.4.0.0/16). (KS319)',
  ],
  ['KS319', 'aws/cluster', 'cluster_vpc_cidr = "10.4.0.0/16", cluster_service_cidr = "172.20.0.0/16"', ''],
  [
    'KS319',
    'aws/cluster',
    `${ZONES}, cluster_vpc_cidr = "10.0.0.0/22"`,
    '',
    'main.tf:4: cluster_vpc_cidr (10.0.0.0/22) of "apps" is too small: cluster_vpc_control_subnet_newbits makes subnets of /30, and AWS needs at least /28. (KS319)',
  ],
  [
    'KS319',
    'aws/cluster',
    `${ZONES}, cluster_vpc_node_subnet_newbits = 1`,
    '',
    'main.tf:4: The subnets of 3 zones of "apps" don\'t fit into cluster_vpc_cidr (10.0.0.0/16): cluster_vpc_node_subnet_newbits allows 1. (KS319)',
  ],
  [
    'KS319',
    'azurerm/cluster',
    'dns_service_ip = "10.0.0.1"',
    'service_cidr = "10.3.0.0/16"',
    'main.tf:4: dns_service_ip (10.0.0.1) of "apps" is reserved in service_cidr (10.0.0.0/16). (KS319)',
    'main.tf:5: dns_service_ip (10.0.0.1) of "ops" is not in service_cidr (10.3.0.0/16). (KS319)',
  ],
  [
    'KS319',
    'azurerm/cluster',
    'network_plugin = "azure", service_cidr = "10.1.0.0/20", dns_service_ip = "10.1.0.10"',
    '',
    'main.tf:4: service_cidr (10.1.0.0/20) of "apps" overlaps subnet_address_prefixes (10.1.0.0/16). (KS319)',
  ],
  // Only Azure CNI uses the subnet of the module.
  ['KS319', 'azurerm/cluster', 'service_cidr = "10.1.0.0/20", dns_service_ip = "10.1.0.10"', ''],
  [
    'KS319',
    'google/cluster',
    'cluster_ipv4_cidr_block = "172.16.0.0/14"',
    '',
    'main.tf:4: cluster_ipv4_cidr_block (172.16.0.0/14) of "apps" overlaps master_cidr_block (172.16.0.32/28). (KS319)',
  ],
  ['KS319', 'google/cluster', 'cluster_ipv4_cidr_block = "/14", services_ipv4_cidr_block = "/20"', ''],
  [
    'KS319',
    'scaleway/cluster',
    'pod_cidr = "100.64.0.0/15"',
    'service_cidr = "100.64.0.0/20"',
    'main.tf:5: service_cidr (100.64.0.0/20) of "ops" overlaps pod_cidr (100.64.0.0/15). (KS319)',
  ],
  [
    'KS320',
    'aws/cluster',
    'cluster_endpoint_private_access = true',
    'cluster_endpoint_private_access = false, cluster_endpoint_public_access = false',
    'main.tf:5: The cluster in "ops" has neither a public nor a private endpoint: turn one of them on. (KS320)',
  ],
  [
    'KS320',
    'azurerm/cluster',
    'network_plugin = "azure", network_policy = "azure"',
    'network_plugin = "kubenet"',
    'main.tf:5: The network policy azure of "ops" needs the network plugin azure; with kubenet, use calico. (KS320)',
  ],
  [
    'KS320',
    'aws/cluster/node-pool',
    'instance_types = ["m6i.large", "g4dn.xlarge"], ami_type = "AL2023_x86_64_NVIDIA"',
    'instance_types = ["c6g.large"]',
    'main.tf:5: AL2023_x86_64_NVIDIA of "ops" is for another processor architecture than c6g.large. (KS320)',
  ],
  [
    'KS320',
    'google/cluster/node-pool',
    'machine_type = "n1-standard-4", guest_accelerator = { type = "nvidia-tesla-t4", count = 1 }',
    'machine_type = "n2-standard-4"',
    'main.tf:5: n2-standard-4 of "ops" can\'t have the accelerator nvidia-tesla-t4: use a machine type of the N1 family. (KS320)',
  ],
  [
    'KS320',
    'google/cluster/node-pool',
    'machine_type = "g2-standard-4", guest_accelerator = { type = "nvidia-l4", count = 1 }',
    '',
  ],
  [
    'KS321',
    'google/cluster/node-pool',
    'labels = { "cloud.google.com/gke-spot" = "true", team = "a" }',
    'labels = { "k8s.io/a" = "b" }',
    'main.tf:4: "cloud.google.com/gke-spot" in labels of "apps" is reserved: use a prefix of your own domain. (KS321)',
    'main.tf:5: "k8s.io/a" in labels of "ops" is reserved: use a prefix of your own domain. (KS321)',
  ],
  [
    'KS321',
    'azurerm/cluster/node-pool',
    'node_labels = { "node.kubernetes.io/team" = "a", "mykubernetes.io/a" = "b" }',
    '',
  ],
];

describe('relations between the values of a cluster', () => {
  for (const [code, module, apps, ops, ...found] of CASES)
    it(`${found.length > 0 ? 'are refused' : 'are accepted'}: ${module}, ${apps}${ops && `; ${ops}`}`, async () => {
      assert.deepEqual(await linesWith(code, configured(module, apps, ops)), found);
    });

  it('are known for releases, whose values are strings', async () => {
    const service = 'service_cidr = "10.244.0.0/20", dns_service_ip = "10.244.0.10"';
    assert.deepEqual(await linesWith('KS319', configured('azurerm/cluster', service, '', 'v0.19.2-beta.0')), [
      'main.tf:4: service_cidr (10.244.0.0/20) of "apps" overlaps pod_cidr (10.244.0.0/16). (KS319)',
    ]);
  });
});
