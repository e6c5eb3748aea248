import { now } from '../../../../common/now';
import * as assert from 'node:assert/strict';
import { printedLines } from '../../../../server/cli/printedText';
import { comparisonLines } from '../../../../server/comparison/comparisonText';
import { comparisonMarkdown } from '../../../../server/comparison/comparisonMarkdown';
import { compareSides } from '../../../../server/comparison/compare';
import { compareContexts } from '../../../../server/comparison/compareContexts';
import { describeSide } from '../../../../server/comparison/describedSide';
import { ITEMS_PER_PAUSE } from '../../../../server/scheduling/pausing';
import { sideContext, textFiles } from '../../../../server/comparison/sideContext';
import type { Comparison } from '../../../../common/protocol';
import { countPauses } from '../../../support/countPauses';
import { workspaceOf } from '../../../support/testWorkspace';
import { lines } from '../../../worstCases/worstCase';

const cluster = (apps: string, ops = '', version = 'v0.19.2-beta.0', name = 'eks_gc0_eu-west-1'): string =>
  `module "${name}" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=${version}"
  configuration = {
    apps = {
      ${apps}
    }
    ops = {
      ${ops}
    }
  }
}
`;

type Files = Record<string, string>;

async function compared(before: Files, after: Files, uri = 'file:///w'): Promise<Comparison> {
  const { snapshot } = await workspaceOf({});
  const [from, to] = [
    await sideContext(snapshot, uri, textFiles(before)),
    await sideContext(snapshot, uri, textFiles(after)),
  ];
  const steps = compareContexts(from, to, uri);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

const textOf = async (before: Files, after: Files): Promise<string> =>
  printedLines(comparisonLines(await compared(before, after)));

describe('comparing two revisions', () => {
  it('reports an inherited change in every environment that it reaches', async () => {
    const text = await textOf(
      { 'a.tf': cluster('name_prefix = "gc0"\ncluster_max_size = 9', 'cluster_min_size = 1') },
      { 'a.tf': cluster('name_prefix = "gc0"\ncluster_max_size = 12', 'cluster_min_size = 1') },
    );
    assert.equal(
      text,
      `ops
  eks_gc0_eu-west-1
      ~ cluster_max_size: "9" → "12"

apps
  eks_gc0_eu-west-1
      ~ cluster_max_size: "9" → "12"
`,
    );
  });

  it('reports a change of the base only where no environment overrides it', async () => {
    const { attributes } = await compared(
      { 'a.tf': cluster('cluster_max_size = 9', 'cluster_max_size = 2') },
      { 'a.tf': cluster('cluster_max_size = 12', 'cluster_max_size = 2') },
    );
    assert.deepEqual(
      attributes.map(({ environment, path, before, after }) => [environment, path.join('.'), before, after]),
      [['apps', 'cluster_max_size', '9', '12']],
    );
  });

  it('reports nothing if blocks move to other files and values stay the same', async () => {
    const moved = cluster('cluster_max_size = local.most').replace('configuration =', '# the same\nconfiguration =');
    const comparison = await compared(
      { 'a.tf': cluster('cluster_max_size = "9"') },
      { 'b.tf': moved, 'locals.tf': 'locals {\n  most = 3 * 3\n}\n' },
    );
    assert.deepEqual([comparison.modules, comparison.attributes, comparison.problems], [[], [], []]);
    assert.equal(now(comparisonMarkdown(comparison)), '');
  });

  it('reports added and removed modules and changed versions with their cluster', async () => {
    const pool = `module "eks_gc0_eu-west-1_node_pool_batch" {
  source       = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=v0.19.2-beta.0"
  cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
  configuration = {
    apps = { name = "batch" }
    ops = {}
  }
}
`;
    const comparison = await compared(
      { 'a.tf': cluster('name_prefix = "gc0"', '', 'v0.18.2-beta.0'), 'p.tf': pool },
      {
        'a.tf': cluster('name_prefix = "gc0"'),
        'c.tf': cluster('name_prefix = "gc1"', '', undefined, 'eks_gc1_eu-west-1'),
      },
    );
    assert.deepEqual(comparison.modules, [
      {
        cluster: 'eks_gc0_eu-west-1',
        name: 'eks_gc0_eu-west-1',
        kind: 'cluster',
        change: 'version',
        before: 'v0.18.2-beta.0',
        after: 'v0.19.2-beta.0',
      },
      {
        cluster: 'eks_gc1_eu-west-1',
        name: 'eks_gc1_eu-west-1',
        kind: 'cluster',
        change: 'added',
        after: 'v0.19.2-beta.0',
      },
      {
        cluster: 'eks_gc0_eu-west-1',
        name: 'eks_gc0_eu-west-1_node_pool_batch',
        kind: 'nodePool',
        change: 'removed',
        before: 'v0.19.2-beta.0',
      },
    ]);
    assert.match(
      printedLines(comparisonLines(comparison)),
      /^Cluster eks_gc0_eu-west-1: version v0\.18\.2-beta\.0 → v0\.19\.2-beta\.0\n/,
    );
  });

  it('reports that a sensitive value changed without showing it', async () => {
    const secret = (value: string): string => `locals {\n  token = sensitive("${value}")\n}\n`;
    const files = { 'a.tf': cluster('base_domain = local.token') };
    const comparison = await compared({ ...files, 's.tf': secret('hush') }, { ...files, 's.tf': secret('quiet') });
    assert.match(printedLines(comparisonLines(comparison)), /base_domain: \(sensitive value\) → \(sensitive value\)/);
    assert.doesNotMatch(JSON.stringify(comparison) + now(comparisonMarkdown(comparison)), /hush|quiet/);
    const same = await compared({ ...files, 's.tf': secret('hush') }, { ...files, 's.tf': secret('hush') });
    assert.deepEqual(same.attributes, []);
  });

  it('reports an added environment', async () => {
    const three = cluster('name_prefix = "gc0"').replace('ops = {', 'staging = {\n}\nops = {');
    const comparison = await compared({ 'a.tf': cluster('name_prefix = "gc0"') }, { 'a.tf': three });
    assert.deepEqual(comparison.addedEnvironments, ['staging']);
    assert.match(
      printedLines(comparisonLines(comparison)),
      /^Environment staging added\n[^]*staging\n[^]*\+ name_prefix: "gc0"/,
    );
  });

  it("reports a problem instead of removed values if one side can't be evaluated", async () => {
    const broken = cluster('name_prefix = "gc0"').replace(
      'configuration = {',
      'configuration_base_key = "prod"\nconfiguration = {',
    );
    const comparison = await compared({ 'a.tf': cluster('name_prefix = "gc0"') }, { 'a.tf': broken });
    assert.deepEqual(comparison.attributes, []);
    assert.match(comparison.problems[0]?.message ?? '', /"prod" is not one of the environments/);
    assert.equal(comparison.problems[0]?.side, 'after');
  });

  it('compares each platform of a folder separately, including modules outside of it', async () => {
    const files = (size: number): Files => ({
      'one/a.tf': cluster('name_prefix = "gc0"\ncluster_max_size = 9'),
      'two/a.tf': cluster(`name_prefix = "gc0"\ncluster_max_size = ${size}`),
    });
    const all = await compared(files(9), files(12));
    assert.deepEqual([...new Set(all.attributes.map(({ platform }) => platform))], ['two']);
    const beside = { '../two/a.tf': files(12)['two/a.tf']! };
    const one = await compared(
      { 'a.tf': files(9)['one/a.tf']! },
      { 'a.tf': files(9)['one/a.tf']!, ...beside },
      'file:///w/one',
    );
    assert.deepEqual([one.modules, one.attributes], [[], []]);
  });

  it('escapes values in Markdown tables', async () => {
    const comparison = await compared(
      { 'a.tf': cluster('base_domain = "a|b`c"') },
      { 'a.tf': cluster('base_domain = "x"') },
    );
    assert.match(now(comparisonMarkdown(comparison)), /\| `base_domain` \| `` "a\\\|b`c" `` \| `"x"` \|/);
  });

  it('lists what another version of the framework applies differently, although no value changes', async () => {
    const ref = (version: string, more = '') => ({ 'main.tf': cluster(`name_prefix = "a"\n${more}`, '', version) });
    const comparison = await compared(ref('v0.15.1-beta.1'), ref('v0.16.0-beta.0'));
    const { attributes, releaseChanges = [] } = comparison;
    assert.deepEqual(attributes, []);
    assert.deepEqual(
      releaseChanges.map(({ release, effect }) => `${release} ${effect}`),
      ['v0.16.0-beta.0 replaces', 'v0.16.0-beta.0 replaces', 'v0.16.0-beta.0 changes'],
    );
    assert.match(
      now(comparisonMarkdown(comparison)),
      /\*\*Changes in the framework:\*\*\n\n- `v0\.16\.0-beta\.0`, `eks_[^`]+`: The default node pool has subnets/,
    );
    const kept = await compared(
      ref('v0.15.1-beta.1'),
      ref('v0.16.0-beta.0', 'cluster_vpc_legacy_node_subnets = "true"'),
    );
    assert.equal(kept.releaseChanges?.filter(({ effect }) => effect === 'replaces').length, 1);
    assert.equal((await compared(ref('v0.18.1-beta.0'), ref('v0.18.2-beta.0'))).releaseChanges, undefined);
  });

  it('pauses after every few modules, also while it writes Markdown', async () => {
    const { snapshot } = await workspaceOf({});
    const side = (files: Files) => sideContext(snapshot, 'file:///w', textFiles(files));
    const count = 320;
    const modules = lines(count, index =>
      cluster('name_prefix = "a"', '', 'v0.19.2-beta.0', `eks_gc${index}_eu-west-1`),
    );
    const [none, many] = [
      now(describeSide(await side({}), 'file:///w')),
      now(describeSide(await side({ 'a.tf': modules }), 'file:///w')),
    ];
    const { pauses, result } = countPauses(compareSides(none, many, snapshot.model.schemas));
    // Modules, problems, and the attributes of two environments.
    assert.equal(pauses, (4 * count) / ITEMS_PER_PAUSE);
    assert.equal(result.modules.length, count);
    assert.equal(countPauses(comparisonMarkdown(result)).pauses, (2 * count + 2 * count) / ITEMS_PER_PAUSE);
  });
});
