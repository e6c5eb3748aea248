import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { missingFacts } from '../../../scripts/checkResourceFacts';
import { factProblems } from '../../../scripts/resourceFacts';

const text = readFileSync(path.join(__dirname, '../../../data/resources.json'), 'utf8');

interface Condition {
  path: string;
  when: string;
  unlessSet?: string;
}

interface Type {
  constraints?: Record<string, Record<string, unknown>>;
  source: { repository: string; path: string; commit: string }[];
  replace: string[];
  computed: string[];
  outputs: string[];
  types: Record<string, string>;
  defaults?: Record<string, unknown>;
  knownOutputs?: string[];
  changingOutputs?: Record<string, string[]>;
  replaceWhen?: Condition[];
  replaceBefore?: Record<string, string[]>;
  equal?: Record<string, unknown>;
  renamed?: Record<string, string>;
  fails?: (Condition & { message: string })[];
  destroys?: { types: string[]; through: string; note: string }[];
  taggable?: boolean;
}

interface Facts {
  format: number;
  resources: Record<string, Type>;
  dataSources: Record<string, { reads?: string; by?: Record<string, string> }>;
}

const readFacts = (): Facts => JSON.parse(text) as Facts;
const { resources } = readFacts();

const conditionsOf = (conditions: readonly Condition[] | undefined): string[] =>
  (conditions ?? []).map(({ path: argument, when }) => `${argument} ${when}`);

describe('data/resources.json', () => {
  it('has the documented form', () => {
    assert.deepEqual(factProblems(readFacts()), []);
  });

  it('cites code of a provider for each type, before its documentation', () => {
    for (const [type, { source }] of Object.entries(resources)) assert.match(source[0]!.path, /\.go$/, type);
  });

  const wrong: Record<string, (facts: Facts) => void> = {
    'The format must be 1.': facts => (facts.format = 2),
    'aws_vpc: replace has cidr, which types lacks.': ({ resources: { aws_vpc: type } }) =>
      type!.replace.unshift('cidr'),
    'aws_vpc: replace must be in alphabetical order, without duplicates.': ({ resources: { aws_vpc: type } }) =>
      type!.replace.reverse(),
    'aws_vpc: computed is missing.': ({ resources: { aws_vpc: type } }) => Reflect.deleteProperty(type!, 'computed'),
    'aws_vpc: The constraint of cidr_block has a range that ends before it begins.': ({
      resources: { aws_vpc: type },
    }) => (type!.constraints!['cidr_block'] = { cidr: [28, 16], network: true }),
    'azurerm_kubernetes_cluster_node_pool: The constraint of name refuses its own example.': ({ resources: each }) =>
      (each['azurerm_kubernetes_cluster_node_pool']!.constraints!['name'] = { pattern: '^[A-Z]+$', example: 'gpu' }),
    'google_compute_router: The constraint of bgp.asn does not fit an argument of type number.': ({
      resources: each,
    }) => (each['google_compute_router']!.constraints!['bgp.asn'] = { oneOf: ['16550'] }),
    'aws_vpc: ipv4_ipam_pool_id has an unknown type.': ({ resources: { aws_vpc: type } }) =>
      (type!.types['ipv4_ipam_pool_id'] = 'text'),
    'aws_vpc: tags.name is not in a block.': ({ resources: { aws_vpc: type } }) =>
      (type!.types['tags.name'] = 'string'),
    'aws_vpc: The default of enable_dns_support must be a bool.': ({ resources: { aws_vpc: type } }) =>
      (type!.defaults!['enable_dns_support'] = 'true'),
    'aws_vpc: cidr_block is an argument, and not only an output.': ({ resources: { aws_vpc: type } }) =>
      type!.outputs.push('cidr_block'),
    'aws_vpc: replaces is an unknown property.': ({ resources: { aws_vpc: type } }) =>
      Object.assign(type!, { replaces: [] }),
    'aws_vpc: The source main.go needs a repository, a path and the full id of a commit.': ({
      resources: { aws_vpc: type },
    }) => (type!.source = [{ repository: 'hashicorp/terraform-provider-aws', path: 'main.go', commit: 'main' }]),
    'aws_vpc: instance_tenancy has the unknown condition sometimes.': ({ resources: { aws_vpc: type } }) =>
      (type!.replaceWhen![0]!.when = 'sometimes'),
    'aws_vpc: A condition has the unknown path tenancy.': ({ resources: { aws_vpc: type } }) =>
      (type!.replaceWhen![0]!.path = 'tenancy'),
    'aws_vpc: instance_tenancy is also in replace.': ({ resources: { aws_vpc: type } }) =>
      type!.replace.splice(1, 0, 'instance_tenancy'),
    'aws_vpc: ipv6_cidr_block has the unknown cause ipv6.': ({ resources: { aws_vpc: type } }) =>
      (type!.changingOutputs!['ipv6_cidr_block'] = ['ipv6']),
    "aws_eip: vpc can't be renamed to domains.": ({ resources: { aws_eip: type } }) =>
      (type!.renamed = { vpc: 'domains' }),
    'aws_eks_cluster: 5.25 is not a version.': ({ resources: { aws_eks_cluster: type } }) =>
      (type!.replaceBefore = { 5.25: [] }),
    'aws_iam_role: The rule for equal values of assume_role_policy is unknown.': ({
      resources: { aws_iam_role: type },
    }) => (type!.equal = { assume_role_policy: 'policy' }),
    'google_service_account: mail is no output.': ({ resources: { google_service_account: type } }) =>
      (type!.knownOutputs = ['mail']),
    'google_container_cluster: A change that fails needs a message.': ({
      resources: { google_container_cluster: type },
    }) => (type!.fails![0]!.message = ''),
    'google_container_cluster: google_container_node_pool has no argument name_of_cluster.': ({
      resources: { google_container_cluster: type },
    }) => (type!.destroys![0]!.through = 'name_of_cluster'),
    'data aws_vpc: aws_network has no facts.': ({ dataSources: { aws_vpc: source } }) => {
      source!.reads = 'aws_network';
      delete source!.by;
    },
    'data aws_iam_role: aws_iam_role has no argument role_name.': ({ dataSources: { aws_iam_role: source } }) =>
      (source!.by = { name: 'role_name' }),
  };
  for (const [problem, change] of Object.entries(wrong))
    it(`would report: ${problem}`, () => {
      const facts = readFacts();
      change(facts);
      assert.deepEqual(factProblems(facts), [problem]);
    });

  it('would report types that are not in alphabetical order', () => {
    const facts = readFacts();
    facts.resources = Object.fromEntries(Object.entries(facts.resources).reverse());
    assert.equal(factProblems(facts).length, 1);
  });

  it('has the conditions under which clusters are replaced', () => {
    assert.ok(conditionsOf(resources['aws_eks_cluster']!.replaceWhen).includes('encryption_config removed'));
    assert.ok(
      conditionsOf(resources['scaleway_k8s_cluster']!.replaceWhen).includes('private_network_id changed-from-set'),
    );
    const aks = conditionsOf(resources['azurerm_kubernetes_cluster']!.replaceWhen);
    for (const condition of [
      'default_node_pool.upgrade_settings.drain_timeout_in_minutes removed',
      'network_profile.network_plugin changed',
      'network_profile.network_policy changed-from-set',
      'network_profile.pod_cidr changed-from-set',
    ])
      assert.ok(aks.includes(condition), condition);
  });

  it('has the arguments that replace node pools, also if the provider filled them in', () => {
    const { replace, computed } = resources['aws_eks_node_group']!;
    for (const argument of ['ami_type', 'disk_size', 'instance_types', 'launch_template.id'])
      assert.ok(replace.includes(argument) && computed.includes(argument), argument);
    assert.ok(replace.includes('node_role_arn') && !computed.includes('node_role_arn'));
    assert.ok(resources['google_container_node_pool']!.replace.includes('initial_node_count'));
    assert.ok(resources['scaleway_k8s_pool']!.replace.includes('zone'));
    assert.ok(resources['kind_cluster']!.replace.includes('kind_config.node.role'));
  });

  it('has the changes that fail without a name for the rotation of a node pool', () => {
    const failing = (type: string): string[] =>
      (resources[type]!.fails ?? [])
        .filter(({ unlessSet }) => unlessSet?.endsWith('temporary_name_for_rotation'))
        .map(({ path: argument }) => argument);
    for (const argument of ['vm_size', 'max_pods', 'zones']) {
      assert.ok(failing('azurerm_kubernetes_cluster').includes(`default_node_pool.${argument}`), argument);
      assert.ok(failing('azurerm_kubernetes_cluster_node_pool').includes(argument), argument);
    }
  });

  it('has the outputs that a plan knows, or that an update changes', () => {
    assert.deepEqual(resources['google_service_account']!.knownOutputs, ['email', 'member']);
    assert.equal(resources['aws_launch_template']!.changingOutputs!['latest_version']![0], '*');
    assert.equal(resources['aws_subnet']!.taggable, true);
    assert.equal(resources['aws_route']!.taggable, undefined);
  });

  it('has every type and argument that the framework uses', async function () {
    const clone = process.env['KUBESTACK_FRAMEWORK_CLONE'];
    if (clone === undefined) this.skip();
    const facts = readFacts();
    assert.deepEqual(await missingFacts(facts, clone), []);
    const { aws_vpc: type, ...others } = facts.resources;
    delete type!.types['cidr_block'];
    assert.deepEqual(await missingFacts(facts, clone), ['aws_vpc: cidr_block']);
    assert.deepEqual(await missingFacts({ ...facts, resources: others }, clone), ['aws_vpc']);
  });
});
