import assert from 'node:assert/strict';
import type { CodeAction } from 'vscode-languageserver-types';
import { resolveScaffoldAction, scaffoldActions } from '../../../server/scaffold/scaffoldActions';
import { cursorIn, workspaceOf } from '../snapshotOf';
import { mark } from '../features/markedWorkspace';
import { samplePlatform } from './samplePlatform';
import { withEdit } from './scaffolded';

async function offered(marked: Readonly<Record<string, string>>, only?: readonly string[]) {
  const { texts, path, position } = cursorIn(marked);
  const { snapshot, uri } = await workspaceOf(texts);
  const actions = scaffoldActions(snapshot, uri(path), { start: position, end: position }, only);
  const after = (action: CodeAction | undefined): Record<string, string> => {
    const resolved = action && resolveScaffoldAction(snapshot, action);
    assert.ok(resolved && typeof resolved !== 'string' && resolved.edit, JSON.stringify(resolved));
    return withEdit(texts, resolved.edit);
  };
  return { actions, titles: actions.map(({ title }) => title), after };
}

describe('what can be added where the cursor is', () => {
  it('is a pool, the services that are not there, and a cluster beside it, on a cluster', async () => {
    const platform = samplePlatform('multi-cloud');
    delete platform['gke_ml0_europe-west1_feature_ingress_nginx.tf'];
    const { titles, actions, after } = await offered(
      mark(platform, 'gke_ml0_europe-west1_cluster.tf', 'module "gke_ml0', '_europe-west1"'),
    );
    assert.deepEqual(titles, [
      'Add node pool extra to gke_ml0_europe-west1',
      'Add platform service ingress_nginx to gke_ml0_europe-west1',
      'Add a cluster like gke_ml0_europe-west1 beside it',
    ]);
    assert.ok('gke_ml0_europe-west1_node_pool_extra.tf' in after(actions[0]));
    assert.ok('gke_ml0_europe-west1_feature_ingress_nginx.tf' in after(actions[1]));
    assert.ok('gke_ml1_europe-west1_cluster.tf' in after(actions[2]));
  });

  it('is a pipeline and the README’s tables, in a terraform block and in an empty file', async () => {
    const titles = [
      'Add a pipeline for GitHub Actions',
      'Add a pipeline for GitLab CI',
      'Bring the README’s tables up to the platform',
    ];
    const inBlock = await offered(mark(samplePlatform('minimal'), 'versions.tf', 'terraform', ' {'));
    assert.deepEqual(inBlock.titles, titles);
    assert.ok('.github/workflows/main.yaml' in inBlock.after(inBlock.actions[0]));
    assert.deepEqual((await offered({ ...samplePlatform('minimal'), 'new.tf': '│' })).titles, titles);
  });

  it('is nothing elsewhere: in a pool, in a local module, in no platform, and for other kinds', async () => {
    const platform = samplePlatform('three-environments');
    assert.deepEqual((await offered(mark(platform, 'scw_web0_fr-par_node_pool_batch.tf', 'mod', 'ule'))).titles, []);
    assert.deepEqual((await offered(mark(platform, 'modules/metrics_server/main.tf', 'mod', 'ule'))).titles, []);
    assert.deepEqual((await offered({ 'main.tf': '│' })).titles, []);
    assert.deepEqual(
      (await offered(mark(platform, 'scw_web0_fr-par_cluster.tf', 'mod', 'ule'), ['quickfix'])).titles,
      [],
    );
  });
});
