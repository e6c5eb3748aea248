import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-types';
import { MAX_PIPELINES } from '../../../../common/pipelines/pipelines';
import { nextStepsText } from '../../../../server/edits/nextSteps';
import { resolveScaffoldAction, scaffoldActions } from '../../../../server/scaffold/scaffoldActions';
import { cursorIn, workspaceOf } from '../../../support/testWorkspace';
import { countPauses } from '../../../support/countPauses';
import { mark } from '../../../support/features/markedWorkspace';
import { readSamplePlatform } from '../../../support/scaffold/platformFiles';
import { withEdit } from '../../../support/scaffold/scaffolded';
import { now } from '../../../../common/now';

const ADDED = ['refactor.add'];
const REMOVED = ['refactor.remove'];

async function offered(marked: Readonly<Record<string, string>>, only?: readonly string[]) {
  const { texts, path, position } = cursorIn(marked);
  const { snapshot, uri } = await workspaceOf(texts);
  const range = { start: position, end: position };
  const { pauses, result: actions } = countPauses(scaffoldActions(snapshot, uri(path), range, only));
  const resolve = (action: CodeAction | undefined) => {
    const resolved = action && now(resolveScaffoldAction(snapshot, action));
    assert.ok(resolved && typeof resolved !== 'string' && resolved.action.edit, JSON.stringify(resolved));
    return { texts: withEdit(texts, resolved.action.edit), message: resolved.next ? nextStepsText(resolved.next) : '' };
  };
  const after = (action: CodeAction | undefined): Record<string, string> => resolve(action).texts;
  return { actions, pauses, titles: actions.map(({ title }) => title), after, resolve };
}

describe('code actions that add something', () => {
  it('offer a node pool, missing services and a copy on a cluster', async () => {
    const platform = readSamplePlatform('multi-cloud');
    delete platform['gke_ml0_europe-west1_feature_ingress_nginx.tf'];
    const { titles, actions, after } = await offered(
      mark(platform, 'gke_ml0_europe-west1_cluster.tf', 'module "gke_ml0│_europe-west1"'),
      ADDED,
    );
    assert.deepEqual(titles, [
      'Add node pool extra to gke_ml0_europe-west1',
      'Add platform service ingress_nginx to gke_ml0_europe-west1',
      'Add a cluster like gke_ml0_europe-west1',
    ]);
    assert.ok('gke_ml0_europe-west1_node_pool_extra.tf' in after(actions[0]));
    assert.ok('gke_ml0_europe-west1_feature_ingress_nginx.tf' in after(actions[1]));
    assert.ok('gke_ml1_europe-west1_cluster.tf' in after(actions[2]));
  });

  it('are offered on the first line of a block, not in its body', async () => {
    const platform = readSamplePlatform('multi-cloud');
    const path = 'gke_ml0_europe-west1_cluster.tf';
    const named = (await offered(mark(platform, path, 'module "gke_ml0│_europe-west1"'))).titles;
    assert.ok(named.some(title => title.startsWith('Remove ')) && named.length > 1, named.join());
    for (const before of ['  source', '  configuration_base_key', '      default_node_pool'])
      assert.deepEqual((await offered(mark(platform, path, `${before}│`))).titles, [], before);
    const minimal = readSamplePlatform('minimal');
    assert.deepEqual((await offered(mark(minimal, 'versions.tf', '  required_│providers'))).titles, []);
  });

  it('pause before each pipeline that they search for terraform, up to the limit', async () => {
    const pausesWith = async (count: number): Promise<number> => {
      const workflows = Array.from(
        { length: count },
        (_, index) => [`.github/workflows/${index}.yml`, 'on: push\n'] as const,
      );
      const platform: Record<string, string> = { ...readSamplePlatform('minimal'), ...Object.fromEntries(workflows) };
      return (await offered(mark(platform, 'versions.tf', 'terraform│ {'))).pauses;
    };
    const without = await pausesWith(0);
    assert.equal(await pausesWith(30), without + 30);
    assert.equal(await pausesWith(MAX_PIPELINES + 30), without + MAX_PIPELINES);
  });

  it("offer a pipeline and the README's tables in a terraform block and in an empty file", async () => {
    const titles = ['Add a pipeline for GitHub Actions', 'Add a pipeline for GitLab CI', 'Update the README tables'];
    const inBlock = await offered(mark(readSamplePlatform('minimal'), 'versions.tf', 'terraform│ {'));
    assert.deepEqual(inBlock.titles, titles);
    assert.ok('.github/workflows/main.yaml' in inBlock.after(inBlock.actions[0]));
    assert.deepEqual((await offered({ ...readSamplePlatform('minimal'), 'new.tf': '│' })).titles, titles);
  });

  it('show plans in pull requests and check drift only where the pipeline can be changed', async () => {
    const platform = readSamplePlatform('minimal');
    const inBlock = async (workflow: Record<string, string>) =>
      (await offered(mark({ ...platform, ...workflow }, 'versions.tf', 'terraform│ {'))).titles;
    const generated = (await offered(mark(platform, 'versions.tf', 'terraform│ {'))).after;
    const { actions } = await offered(mark(platform, 'versions.tf', 'terraform│ {'));
    const gitlab = generated(actions[1])['.gitlab-ci.yml']!;
    assert.ok((await inBlock({ '.gitlab-ci.yml': gitlab })).includes('Add a nightly drift check for GitLab CI'));
    const own = 'plan:\n  script: terraform plan | npx plan-report -\n';
    assert.deepEqual(await inBlock({ '.gitlab-ci.yml': own }), ['Update the README tables']);
  });

  it('are absent elsewhere, and if other kinds are requested', async () => {
    const platform = readSamplePlatform('three-environments');
    assert.deepEqual(
      (await offered(mark(platform, 'scw_web0_fr-par_node_pool_batch.tf', 'mod│ule'), ADDED)).titles,
      [],
    );
    assert.deepEqual((await offered(mark(platform, 'modules/metrics_server/main.tf', 'mod│ule'))).titles, []);
    assert.deepEqual((await offered({ 'main.tf': '│' })).titles, []);
    assert.deepEqual((await offered(mark(platform, 'scw_web0_fr-par_cluster.tf', 'mod│ule'), ['quickfix'])).titles, []);
  });
});

describe('code actions that remove something', () => {
  const on = (platform: Readonly<Record<string, string>>, label: string, part: string) =>
    offered(mark(platform, `${label}_${part}.tf`, 'mod│ule'), REMOVED);
  const GKE = 'gke_ml0_europe-west1';

  it('remove the node pool on its module', async () => {
    const { actions, titles, resolve } = await on(readSamplePlatform('multi-cloud'), GKE, 'node_pool_gpu');
    assert.deepEqual(titles, [`Remove node pool gpu from ${GKE}`]);
    const { texts, message } = resolve(actions[0]);
    assert.ok(!(`${GKE}_node_pool_gpu.tf` in texts) && !texts['README.md']?.includes(`${GKE}_node_pool_gpu`));
    assert.match(message, /^Workloads that depend on .*\nNext steps:\n1\. .*git checkout -b remove-node-pool-/);
  });

  it('remove a service from its cluster on its call', async () => {
    const { actions, titles, after } = await on(readSamplePlatform('multi-cloud'), GKE, 'feature_cert_manager');
    assert.deepEqual(titles, [`Remove platform service cert_manager from ${GKE}`]);
    const texts = after(actions[0]);
    assert.ok(!(`${GKE}_feature_cert_manager.tf` in texts));
    assert.ok('eks_gc0_eu-west-1_feature_cert_manager.tf' in texts && 'modules/cert_manager/main.tf' in texts);
  });

  it('also remove the module on its last call', async () => {
    const platform = readSamplePlatform('multi-cloud');
    delete platform['eks_gc0_eu-west-1_feature_cert_manager.tf'];
    delete platform['eks_gc0_us-east-1_feature_cert_manager.tf'];
    const { actions, titles, resolve } = await on(platform, GKE, 'feature_cert_manager');
    const title = `Remove platform service cert_manager from ${GKE}`;
    assert.deepEqual(titles, [title, `${title}, and modules/cert_manager`]);
    const kept = resolve(actions[0]);
    assert.ok('modules/cert_manager/main.tf' in kept.texts);
    assert.match(kept.message, /^modules\/cert_manager is kept, although no cluster uses it anymore\./);
    assert.ok(!('modules/cert_manager/main.tf' in resolve(actions[1]).texts));
  });

  it('affect only the call at the cursor', async () => {
    const platform = readSamplePlatform('multi-cloud');
    const binding = platform[`${GKE}_feature_cert_manager.tf`]!;
    platform[`${GKE}_feature_cert_manager_2.tf`] = binding.replace(
      '_feature_cert_manager"',
      '_feature_cert_manager_2"',
    );
    assert.deepEqual((await on(platform, GKE, 'feature_cert_manager')).titles, []);
  });

  it('offer only the next stage on a cluster, until the cluster is gone', async () => {
    let platform: Record<string, string> = readSamplePlatform('multi-cloud');
    const seen: string[] = [];
    const messages: string[] = [];
    while (`${GKE}_cluster.tf` in platform && seen.length < 9) {
      const { actions, titles, resolve } = await on(platform, GKE, 'cluster');
      seen.push(...titles);
      const { texts, message } = resolve(actions[0]);
      messages.push(message);
      platform = texts;
    }
    assert.deepEqual(
      seen.map(title => title.replace(`Remove cluster ${GKE}, `, '')),
      [
        'stage 1: its services',
        'stage 2: its node pools',
        'stage 3: its deletion protection',
        'stage 4: the cluster itself',
      ],
    );
    assert.match(messages.at(-1)!, /Provider configuration not present/);
  });

  it('are absent on the last cluster, which needs confirmation, and in a terraform block', async () => {
    const platform = readSamplePlatform('minimal');
    assert.deepEqual((await on(platform, 'eks_web0_eu-central-1', 'cluster')).titles, []);
    assert.deepEqual((await offered(mark(platform, 'versions.tf', 'terraform│ {'), REMOVED)).titles, []);
  });
});

describe('the code action that updates the framework', () => {
  it("is offered in a terraform block and on a module's source if there is a newer release", async () => {
    const platform = readSamplePlatform('released');
    const file = Object.keys(platform).find(path => /^terraform \{/m.test(platform[path]!))!;
    const newest = (await offered(mark(platform, file, 'terraform│ {'))).titles.filter(title =>
      title.includes('version'),
    );
    assert.deepEqual(newest, []);
    const older = Object.fromEntries(
      Object.entries(platform).map(([path, text]) => [path, text.replaceAll('v0.19.2-beta.0', 'v0.19.1-beta.0')]),
    );
    const source = Object.keys(older).find(path => older[path]!.includes('//aws/cluster?ref='))!;
    const title = 'Set framework version v0.19.2-beta.0 everywhere';
    assert.equal((await offered(mark(older, source, '//aws/cluster?ref=│v0.19'))).titles[0], title);
    assert.ok(!(await offered(mark(older, source, 'mod│ule'))).titles.includes(title), 'only where the version is');
    const { actions, after } = await offered(mark(older, file, 'terraform│ {'));
    const action = actions.find(({ title }) => title === 'Set framework version v0.19.2-beta.0 everywhere');
    const { 'versions.tf': bounds = '', ...others } = after(action);
    // Newer versions of these providers break the modules.
    assert.match(bounds, /azuread = \{[^}]*"~> 2\.0"[\s\S]*azurerm = \{[^}]*"~> 4\.0"/);
    const { 'versions.tf': _, ...expected } = platform;
    assert.deepEqual(others, expected);
  });
});
