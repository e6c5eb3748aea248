// The code action that requires the value of an attribute in every environment.
import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { groupedOutcomes } from '../../../../server/rules/groupedOutcomes';
import { ruleOutcomes } from '../../../../server/rules/ruleOutcomes';
import { ruleProblems } from '../../../../server/rules/ruleProblems';
import { ADD_KIND, resolveScaffoldAction, scaffoldActions } from '../../../../server/scaffold/scaffoldActions';
import { cursorIn, workspaceOf } from '../../../support/testWorkspace';
import { withEdit } from '../../../support/scaffold/scaffolded';

const CLUSTER = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = {
      name_prefix                = "gc\${"0"}"
      cluster_version            = "1.33"
      cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
      disable_default_ingress    = var.ingress
      default_node_pool = {
        min_size = 3
        labels   = { "example.com/team" = "a\\"\${"$"}{b}" }
      }
    }
    ops = {
      cluster_version            = "1.34"
      cluster_availability_zones = ["eu-west-1a"]
      default_node_pool = {
        min_size = 1
      }
    }
  }
}
variable "ingress" {
  type = bool
}
`;
/** Of another provider, whose values are others. */
const OTHER = `module "gke_gc0_europe-west1" {
  source = "github.com/kbst/terraform-kubestack//google/cluster?ref=e70912c"
  configuration = {
    apps = { name_prefix = "gc0", region = "europe-west1" }
    ops  = {}
  }
}
`;

async function required(at: string, before: Readonly<Record<string, string>> = {}, only?: readonly string[]) {
  const main = `${CLUSTER.replace(at, `${at}│`)}${OTHER}`;
  const { texts, path, position } = cursorIn({ 'main.tf': main, ...before });
  const { snapshot, uri } = await workspaceOf(texts);
  const found = now(scaffoldActions(snapshot, uri(path), { start: position, end: position }, only));
  const actions = found.filter(({ title }) => title.startsWith('Require '));
  const [action] = actions;
  if (!action) return { actions, rule: '', broken: [], problems: [] };
  const resolved = now(resolveScaffoldAction(snapshot, action));
  assert.ok(typeof resolved !== 'string', JSON.stringify(resolved));
  const after = withEdit(texts, resolved.action.edit!);
  const judged = await workspaceOf(after);
  const outcomes = now(ruleOutcomes(judged.snapshot, judged.snapshot.model.tree.rootInstances()[0]!));
  return {
    actions,
    rule: after['team.rules.hcl'] ?? '',
    broken: groupedOutcomes(outcomes.outcomes).map(({ message }) => message),
    problems: ruleProblems(outcomes).map(({ message }) => message),
  };
}

describe('the code action that requires a value in every environment', () => {
  it('writes a rule, which the other environments break', async () => {
    const { actions, rule, broken, problems } = await required('min_si');
    assert.deepEqual(
      actions.map(({ title, kind }) => `${kind} ${title}`),
      [`${ADD_KIND} Require default_node_pool.min_size = 3 in every environment`],
    );
    assert.equal(
      rule,
      `rule "cluster_default_node_pool_min_size" {
  target = "cluster"
  filter = module.provider == "aws" && can(attributes.default_node_pool)
  enforce {
    condition     = try(attributes.default_node_pool.min_size, null) == 3
    error_message = "\${module.name} needs default_node_pool.min_size = 3 in \${environment}."
  }
}
`,
    );
    assert.deepEqual(problems, []);
    assert.equal(broken.length, 1);
    assert.match(broken[0]!, /^eks_gc0_eu-west-1 needs default_node_pool\.min_size = 3 in ops\./);
  });

  it('compares texts, lists and keys that are no names, whatever is in them', async () => {
    const version = await required('cluster_ver');
    assert.match(version.rule, /condition {5}= attributes\.cluster_version == "1\.33"\n/);
    assert.match(version.broken.join('\n'), /^eks_gc0_eu-west-1 needs cluster_version = "1\.33" in ops\./);
    const zones = await required('cluster_avail');
    assert.match(zones.broken.join('\n'), /needs cluster_availability_zones = \["eu-west-1a", "eu-west-1b"\] in ops\./);
    const label = await required('"example.com/te');
    assert.match(label.rule, /default_node_pool\.labels\["example\.com\/team"\], null\) == "a\\"\$\$\{b\}"/);
    assert.deepEqual(label.broken, []);
    assert.match(label.rule, /needs default_node_pool\.labels\.example\.com\/team = \\"a/);
    const prefix = await required('name_pre');
    assert.deepEqual(
      [version, zones, label, prefix].flatMap(({ problems }) => problems),
      [],
    );
    assert.deepEqual(prefix.broken, []);
  });

  it('is offered only for values that are known, and only if it is requested', async () => {
    for (const at of ['disable_default_in', 'default_node', 'sour', 'module "eks'])
      assert.deepEqual((await required(at)).actions, [], at);
    assert.deepEqual((await required('min_si', {}, ['refactor.rewrite'])).actions, []);
    assert.equal((await required('min_si', {}, ['refactor.add'])).actions.length, 1);
  });

  it('follows the rules that exist, with another name', async () => {
    const first = (await required('cluster_ver')).rule;
    const { rule } = await required('cluster_ver', { 'team.rules.hcl': first });
    assert.ok(rule.startsWith(first));
    assert.match(rule, /\nrule "cluster_cluster_version_2" \{\n/);
  });
});
