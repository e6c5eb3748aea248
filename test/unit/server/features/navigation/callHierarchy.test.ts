import { strict as assert } from 'node:assert';
import {
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../../../../server/features/navigation/callHierarchy';
import { mark, markedWorkspace } from '../../../../support/features/markedWorkspace';
import { NEWEST, RELEASED } from '../../../../support/features/platformTexts';

async function hierarchyAt(texts: Readonly<Record<string, string>>, path: string, marked: string) {
  const { snapshot, here, position } = await markedWorkspace(mark(texts, path, marked));
  const [item] = prepareCallHierarchy(snapshot, here, position) ?? [];
  assert(item);
  const lines = (ranges: readonly { start: { line: number } }[]): string =>
    ranges.map(range => range.start.line + 1).join();
  return {
    item: `${item.name} (${item.detail})`,
    incoming: (incomingCalls(snapshot, item) ?? []).map(
      ({ from, fromRanges }) => `${from.name} at ${lines(fromRanges)}`,
    ),
    outgoing: (outgoingCalls(snapshot, item) ?? []).map(({ to, fromRanges }) => `${to.name} at ${lines(fromRanges)}`),
  };
}

describe('call hierarchy', () => {
  it('lists the node pools and services that depend on a cluster', async () => {
    const { item, incoming, outgoing } = await hierarchyAt(
      NEWEST,
      'gke_ml0_europe-west1_cluster.tf',
      '"gke_ml0│_europe-west1"',
    );
    assert.match(item, /^gke_ml0_europe-west1 \(cluster [0-9a-f]+\)$/);
    assert.deepEqual(incoming, [
      'gke_ml0_europe-west1_feature_nginx at 6',
      'gke_ml0_europe-west1_node_pool_gpu at 4,5,11',
    ]);
    assert.deepEqual(outgoing, []);
  });
  it('lists the cluster of a service, and the modules in its local module', async () => {
    const { outgoing } = await hierarchyAt(NEWEST, 'gke_ml0_europe-west1_feature_nginx.tf', 'source   = "./mod│ules');
    assert.deepEqual(outgoing, ['gke_ml0_europe-west1 at 6', 'nginx at 1']);
  });
  it('lists the callers of a module in a local module', async () => {
    const { incoming } = await hierarchyAt(NEWEST, 'modules/nginx/main.tf', 'module "ng│inx"');
    assert.deepEqual(incoming, ['gke_ml0_europe-west1_feature_nginx at 1']);
  });
  it('finds dependents of a released cluster by their providers, or else by their names', async () => {
    const texts = {
      ...RELEASED,
      'x.tf':
        'module "eks_gc0_eu-north-1_service_x" {\n  source = "kbst.xyz/catalog/flux/kustomization"\n  configuration = { apps = {}, ops = {}, loc = {} }\n}\n',
    };
    const { incoming } = await hierarchyAt(texts, 'eks_gc0_eu-north-1_cluster.tf', '"eks_gc0│_eu-north-1"');
    assert.deepEqual(incoming, ['eks_gc0_eu-north-1_service_nginx at 3', 'eks_gc0_eu-north-1_service_x at 1']);
  });
  it('is empty outside of module calls', async () => {
    const { snapshot, here, position } = await markedWorkspace(mark(NEWEST, 'locals.tf', 'proj│ect'));
    assert.equal(prepareCallHierarchy(snapshot, here, position), null);
  });
});
