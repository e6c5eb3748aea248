import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { isRuleCode } from '../../../../common/rules/rules';
import { allDiagnostics } from '../../../../server/diagnostics/checkedDiagnostics';
import { onlyCheck } from '../../../support/checks/checkedWorkspace';
import { lifecycleOn } from '../../../support/lifecycleOn';
import { workspaceOf } from '../../../support/testWorkspace';

const REF = 'e70912c';

/** A platform with a cluster, a pool and a service. */
const PLATFORM = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${REF}"

  configuration_base_key = "apps"
  configuration = {
    apps = {
      name_prefix                = "gc0"
      base_domain                = "example.com"
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
      cluster_version            = 2
    }
    ops = {
      cluster_availability_zones = ["eu-west-1a"]
    }
  }
}

module "eks_gc0_eu-west-1_node_pool_extra" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=${REF}"

  cluster_metadata = module.eks_gc0_eu-west-1.current_metadata
  configuration = {
    apps = {
      name               = "extra"
      instance_types     = ["t3.large"]
      availability_zones = ["eu-west-1a"]
      min_size           = 3
      max_size           = 9
    }
    ops = { min_size = var.pool_size }
  }
}
`;

/** \`file:line: level message (code)\` of all problems with rules. */
async function problems(rules: string, files: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const texts = { 'main.tf': PLATFORM, 'variables.tf': 'variable "pool_size" {}\n', 'team.rules.hcl': rules, ...files };
  const { snapshot, uri } = await workspaceOf(texts, { checks: onlyCheck('KS520') }, lifecycleOn('2026-11-24'));
  return Object.keys(texts)
    .sort()
    .flatMap(path =>
      now(allDiagnostics(snapshot, uri(path)))
        .filter(({ code }) => isRuleCode(code) || code === 'KS520' || code === 'KS007')
        .map(
          ({ code, range, severity, message }) =>
            `${path}:${range.start.line + 1}: ${['', 'error', 'warning', 'information'][severity ?? 0]} ${message as string} (${String(code)})`,
        ),
    );
}

const rule = (target: string, condition: string, message: string, more = ''): string =>
  `rule "r" {\n  target = "${target}"\n${more}  enforce {\n    condition     = ${condition}\n    error_message = ${message}\n  }\n}\n`;

describe('rules of a team', () => {
  it('report a broken rule where the effective value is written, and name the environments', async () => {
    const zones = rule(
      'cluster',
      'length(attributes.cluster_availability_zones) >= 3',
      '"${module.name} has ${length(attributes.cluster_availability_zones)} zones."',
    );
    assert.deepEqual(await problems(zones), ['main.tf:13: error eks_gc0_eu-west-1 has 1 zones. (ops) (rule:r)']);
    assert.deepEqual(await problems(rule('cluster', 'attributes.cluster_version >= 3', '"Too small."')), [
      'main.tf:10: error Too small. (ops, apps) (rule:r)',
    ]);
  });

  it('report a missing value at the label', async () => {
    assert.deepEqual(await problems(rule('cluster', 'attributes.cluster_vpc_cidr != null', '"No network."')), [
      'main.tf:1: error No network. (ops, apps) (rule:r)',
    ]);
  });

  it('apply only in the environments that they name, and to targets of the filter', async () => {
    const only = rule(
      'node_pool',
      'false',
      '"Never."',
      '  environments = ["apps"]\n  filter = cluster.provider == "aws"\n  level = "warning"\n',
    );
    assert.deepEqual(await problems(only), ['main.tf:18: warning Never. (apps) (rule:r)']);
    assert.deepEqual(
      await problems(rule('node_pool', 'false', '"Never."', '  filter = cluster.provider == "google"\n')),
      [],
    );
  });

  it('are silent about what only a plan knows', async () => {
    assert.deepEqual(await problems(rule('node_pool', 'attributes.min_size > 3', '"Small."')), [
      'main.tf:27: error Small. (apps) (rule:r)',
    ]);
  });

  it('see the same module in another environment, the platform, and shared values', async () => {
    const text = `locals {\n  least = 1\n}\n${rule(
      'cluster',
      'other("ops").attributes.cluster_version > local.least && contains(environments, "ops") && platform.clusters[0].name == module.name',
      '"Differs."',
    )}`;
    assert.deepEqual(await problems(text), []);
    assert.deepEqual(await problems(text.replace('least = 1', 'least = 2')), [
      'main.tf:1: error Differs. (ops, apps) (rule:r)',
    ]);
    assert.deepEqual(
      await problems(rule('platform', 'length(platform.clusters) > 1', '"One cluster in ${environment}."')),
      ['main.tf:1: error One cluster in ops. (ops)\nOne cluster in apps. (apps) (rule:r)'],
    );
  });

  it('judge the objects that manifests declare', async () => {
    const files = {
      'web.tf': `module "eks_gc0_eu-west-1_service_web" {\n  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=${REF}"\n  configuration = {\n    apps = { resources = ["./manifests/web.yaml"] }\n    ops  = {}\n  }\n}\n`,
      'manifests/web.yaml':
        'kind: Service\nmetadata:\n  name: web\n---\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n',
    };
    const text = rule(
      'manifest',
      'object.spec.replicas > 1',
      '"${object.metadata.name} has one replica."',
      '  filter = object.kind == "Deployment"\n',
    );
    assert.deepEqual(await problems(text, files), [
      'manifests/web.yaml:5: error web has one replica. (ops, apps) (rule:r)',
    ]);
  });

  it('are ignored by a comment with their code, and a useless comment is reported', async () => {
    const small = rule('cluster', 'attributes.cluster_version >= 3', '"Too small."');
    const ignored = PLATFORM.replace(
      '      cluster_version',
      '      # kubestack:ignore rule:r until the budget is approved\n      cluster_version',
    );
    assert.deepEqual(await problems(small, { 'main.tf': ignored }), []);
    assert.deepEqual(await problems(small.replace('>= 3', '>= 1'), { 'main.tf': ignored }), [
      'main.tf:10: information Unused suppression: rule:r is not reported here. (KS007)',
    ]);
  });

  it('report their own mistakes', async () => {
    assert.deepEqual(await problems(rule('cluster', 'attributes.min_zones > 1', '"x"')), [
      'team.rules.hcl:4: error In ops, for module.eks_gc0_eu-west-1: This object has no attribute "min_zones". (KS520)',
    ]);
    assert.deepEqual(await problems(rule('cluster', 'var.size > 1', '"x"', '  environments = ["prod"]\n')), [
      'team.rules.hcl:3: error There is no environment "prod". (KS520)',
      'team.rules.hcl:5: error Rules of the target cluster have no name "var": use attributes, cluster, module, environment, base_environment, environments, platform or local. (KS520)',
    ]);
    assert.deepEqual(await problems(rule('cluster', 'file("/etc/passwd") == ""', '"x"', '')), []);
    assert.deepEqual(await problems('rule "r" {\n  target = "clusters"\n}\nfreeze "f" {\n  from = "2026-02-30"\n}\n'), [
      'team.rules.hcl:1: error A rule has one block "enforce". (KS520)',
      'team.rules.hcl:1: error condition is missing. (KS520)',
      'team.rules.hcl:1: error error_message is missing. (KS520)',
      'team.rules.hcl:2: error "clusters" is not supported: use platform, cluster, node_pool, service, module, manifest or change. (KS520)',
      'team.rules.hcl:4: error reason is missing. (KS520)',
      'team.rules.hcl:4: error until is missing. (KS520)',
      'team.rules.hcl:5: error "2026-02-30" is neither a day nor a time, such as 2026-12-18T16:00:00+01:00. (KS520)',
    ]);
  });

  it('come from rule sets in other folders, and nothing is downloaded', async () => {
    const set = 'rule_set "company" {\n  source = "./company"\n}\n';
    const shared = { 'company/all.rules.hcl': rule('cluster', 'attributes.cluster_version >= 3', '"Too small."') };
    assert.deepEqual(await problems(set, shared), ['main.tf:10: error Too small. (ops, apps) (rule:r)']);
    assert.deepEqual(await problems(set), [
      'team.rules.hcl:2: error There are no files with rules in ./company. (KS520)',
    ]);
    assert.deepEqual(await problems(set.replace('./company', 'https://example.com/rules.git')), [
      'team.rules.hcl:2: error "https://example.com/rules.git" is neither a path such as ./company-rules nor an installed module. (KS520)',
    ]);
  });

  it('report names that no target has, also where nothing evaluates them', async () => {
    const wrong = (target: string, condition: string, more = ''): Promise<string[]> =>
      problems(rule(target, condition, '"x"', more));
    assert.deepEqual(await wrong('cluster', 'can(cluster.versoin) || true'), [
      'team.rules.hcl:4: error "cluster" has no field "versoin": use name, provider, region, version, attributes or exists. (KS520)',
    ]);
    assert.deepEqual(await wrong('node_pool', 'true || try(clusters.version, 1) == 1'), [
      'team.rules.hcl:4: error Rules of the target node_pool have no name "clusters": use attributes, cluster, module, environment, base_environment, environments, platform or local. (KS520)',
    ]);
    assert.deepEqual(await wrong('cluster', 'modul.name == ""', '  filter = false\n'), [
      'team.rules.hcl:5: error Rules of the target cluster have no name "modul": use attributes, cluster, module, environment, base_environment, environments, platform or local. (KS520)',
    ]);
    assert.deepEqual(await wrong('cluster', 'true || other("ops").clusters == null'), [
      'team.rules.hcl:4: error "other" has no field "clusters": use environment, attributes or cluster. (KS520)',
    ]);
    assert.deepEqual(await wrong('cluster', 'true || other("ops").cluster.regoin == ""'), [
      'team.rules.hcl:4: error "cluster" has no field "regoin": use name, provider, region, version, attributes or exists. (KS520)',
    ]);
    assert.deepEqual(await wrong('change', 'true || module.kind == "" || attributes == null'), [
      'team.rules.hcl:4: error "module" has no field "kind": use name. (KS520)',
      'team.rules.hcl:4: error Rules of the target change have no name "attributes": use address, type, action, part, module, environment, base_environment, environments, platform or local. (KS520)',
    ]);
    assert.deepEqual(await wrong('cluster', 'true || try(local.zones, lenght(environments)) == 1'), [
      'team.rules.hcl:4: error There is no local value "zones". (KS520)',
      'team.rules.hcl:4: error There is no function "lenght". (KS520)',
    ]);
    assert.deepEqual(
      await problems(`locals {\n  a = true || modul.name == ""\n}\n${rule('cluster', 'local.a', '"x"')}`),
      [
        'team.rules.hcl:2: error Rules of the target cluster have no name "modul": use attributes, cluster, module, environment, base_environment, environments, platform or local. (KS520)',
      ],
    );
  });

  it('do not report names that a "for" declares, and attributes and objects that "can" and "try" look for', async () => {
    for (const condition of [
      'can(attributes.no_such_thing) || true',
      'try(cluster.attributes.no_such_thing, true)',
      'try(other("ops").attributes.no_such_thing, true)',
      'length([for cluster in platform.clusters : cluster.ref if cluster.node_pools != null]) > 0',
      'length({ for index, zone in attributes.cluster_availability_zones : zone => index }) > 0',
      'cluster["name"] != "" && length(platform.clusters[*].services) == 1',
    ])
      assert.deepEqual(await problems(rule('cluster', condition, '"x"')), [], condition);
    assert.deepEqual(await problems(rule('manifest', 'can(object.spec.template) || object.kind != ""', '"x"')), []);
  });
});
