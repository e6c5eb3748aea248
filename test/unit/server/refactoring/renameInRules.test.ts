import assert from 'node:assert/strict';
import { now } from '../../../../common/now';
import { prepareRename, renameAt } from '../../../../server/refactoring/rename/rename';
import { changedTexts } from '../../../support/refactoring/refactored';
import { markedWorkspace } from '../../../support/features/markedWorkspace';

const MAIN = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c"
  configuration = {
    apps = {
      name_prefix = "gc0"
      # kubestack:ignore rule:zones, KS308 one zone is enough
      cluster_availability_zones = ["eu-west-1a"]
    }
    ops = {}
  }
}
`;
const RULES = `locals {
  least = 3
  all   = local.least + 1
}

rule "zones" {
  target       = "cluster"
  environments = ["apps", "ops"]
  filter       = environment != "ops" && contains(["ops"], environment) == false && cluster.name != "eks_gc0_eu-west-1"
  enforce {
    condition     = length(attributes.cluster_availability_zones) >= local.least && other("ops") != null
    error_message = "The team ops has \${local.all} zones."
  }
}

rule_test "one" {
  rule        = "zones"
  environment = "ops"
  attributes  = { name_prefix = "ops" }
  expect      = "fail"
}

freeze "launch" {
  environments = ["ops"]
  from         = "2026-12-01"
  until        = "2026-12-02"
  reason       = "ops"
}
`;

/** The files that a rename at the mark changes, or why it is refused. */
async function renamed(marked: Readonly<Record<string, string>>, newName: string) {
  const workspace = await markedWorkspace({ 'main.tf': MAIN, 'rules/team.rules.hcl': RULES, ...marked });
  const { snapshot, here, position } = workspace;
  const result = now(renameAt(snapshot, here, position, newName));
  return 'problem' in result ? result.problem : changedTexts(workspace, result.edit);
}
const marked = (text: string, before: string): string => text.replace(before, `${before}│`);
const inRules = (before: string, newName: string) =>
  renamed({ 'rules/team.rules.hcl': marked(RULES, before) }, newName);

async function refusal(before: string, newName: string): Promise<string> {
  const result = await inRules(before, newName);
  assert.ok(typeof result === 'string');
  return result;
}

const WITH_STAGING = RULES.replaceAll('"ops"', '"staging"')
  .replace('{ name_prefix = "staging" }', '{ name_prefix = "ops" }')
  .replace('reason       = "staging"', 'reason       = "ops"');

describe('rename and rules', () => {
  it('renames an environment in the platform and in its rules, but no other equal texts', async () => {
    const expected = { 'main.tf': MAIN.replace('ops = {}', 'staging = {}'), 'rules/team.rules.hcl': WITH_STAGING };
    assert.deepEqual(await renamed({ 'main.tf': marked(MAIN, '    ops') }, 'staging'), expected);
    for (const before of ['environments = ["apps", "op', 'environment != "op', 'other("op', 'environment = "op'])
      assert.deepEqual(await inRules(before, 'staging'), expected, before);
    assert.match(await refusal('other("op', 'apps'), /already/);
  });

  it('renames a rule, its tests, and the comments that ignore it', async () => {
    const expected = {
      'main.tf': MAIN.replace('rule:zones', 'rule:three-zones'),
      'rules/team.rules.hcl': RULES.replaceAll('"zones"', '"three-zones"'),
    };
    assert.deepEqual(await inRules('rule "zon', 'three-zones'), expected);
    assert.deepEqual(await inRules('rule        = "zon', 'three-zones'), expected);
    assert.match(await refusal('rule "zon', '3 zones'), /is not a valid name/);
  });

  it('renames a local value where it is declared and read', async () => {
    const expected = { 'rules/team.rules.hcl': RULES.replaceAll('least', 'minimum') };
    assert.deepEqual(await inRules('  lea', 'minimum'), expected);
    assert.deepEqual(await inRules('local.lea', 'minimum'), expected);
    assert.equal(await inRules('  lea', 'all'), 'A local value "all" already exists.');
  });

  it('renames a module that rules name', async () => {
    const changed = await renamed({ 'main.tf': marked(MAIN, 'module "eks') }, 'eks_gc1_eu-west-1');
    assert.ok(typeof changed === 'object');
    assert.equal(changed['rules/team.rules.hcl'], RULES.replace('eks_gc0_eu-west-1', 'eks_gc1_eu-west-1'));
  });

  it('selects the name without quotes, and says what can not be renamed', async () => {
    const { snapshot, here, position } = await markedWorkspace({
      'main.tf': MAIN,
      'team.rules.hcl': marked(RULES, 'rule "zon'),
    });
    assert.deepEqual(prepareRename(snapshot, here, position), {
      placeholder: 'zones',
      range: { start: { line: 5, character: 6 }, end: { line: 5, character: 11 } },
    });
    assert.match(await refusal('attributes.cluster_avail', 'x'), /the framework defines/);
    assert.equal(await inRules('leng', 'x'), 'Nothing at this position can be renamed.');
  });
});
