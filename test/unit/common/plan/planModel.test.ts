import assert from 'node:assert/strict';
import { isEmptyPlan } from '../../../../common/plan/planModel';
import { change, planOf, platform } from '../../../support/client/plan/planOf';

describe('planModel()', () => {
  it("sorts by severity, then by the platform's clusters, then by address with numbers by value", async () => {
    const { changes } = await planOf({
      changes: [
        change('terraform_data.z', ['create']),
        change('module.a.terraform_data.x', ['update']),
        change('module.b_service.terraform_data.x[10]', ['update']),
        change('module.b_service.terraform_data.x[9]', ['update']),
        change('module.b_pool.terraform_data.x', ['update']),
        change('module.b.terraform_data.x', ['update']),
        change('module.other.terraform_data.x', ['delete', 'create']),
        change('module.a.terraform_data.y', ['delete']),
        change('module.a.terraform_data.same', ['no-op']),
      ],
    });
    assert.deepEqual(
      changes.map(({ action, address }) => `${action} ${address}`),
      [
        'delete module.a.terraform_data.y',
        'replace module.other.terraform_data.x',
        'update module.b.terraform_data.x',
        'update module.b_pool.terraform_data.x',
        'update module.b_service.terraform_data.x[9]',
        'update module.b_service.terraform_data.x[10]',
        'update module.a.terraform_data.x',
        'create terraform_data.z',
      ],
    );
  });

  it('assigns resources to the module call in the root module', async () => {
    const addresses = [
      'module.b.module.c["x.y"].t.r',
      'module.b_pool[0].t.r',
      'module.b_service.module.s.t.r',
      'module.lonely.t.r',
      'module.x.t.r',
      't.r',
    ];
    const changes = addresses.map(address => ({
      ...change(address, ['create']),
      module_address: address.replace(/\.?t\.r$/, ''),
    }));
    const plan = await planOf({ changes });
    const owners = Object.fromEntries(plan.changes.map(({ address, owner }) => [address, owner]));
    assert.deepEqual(
      addresses.map(address => owners[address]),
      [
        { kind: 'cluster', name: 'b', cluster: 'b' },
        { kind: 'nodePool', name: 'b_pool', cluster: 'b' },
        { kind: 'service', name: 'b_service', cluster: 'b' },
        { kind: 'service', name: 'lonely' },
        { kind: 'other', name: 'x' },
        { kind: 'other', name: '' },
      ],
    );
  });

  it('assigns resources without code by name, to the cluster with the longest matching label', async () => {
    const cluster = (name: string): NonNullable<typeof platform.clusters>[number] => {
      const [first] = platform.clusters;
      assert.ok(first);
      return { ...first, name, nodePools: [], services: [] };
    };
    const clusters = [cluster('eks_zero'), cluster('eks_zero_eu'), cluster('gke_zero')];
    const names = [
      'eks_zero_eu_node_pool_spot',
      'eks_zero_feature_dns',
      'gke_zero_service_cert-manager[0]',
      'eks_zero_eu_ingress',
      'eks_zeros_node_pool_a',
      'eks_zero_eu',
      'gke_zero',
    ];
    const changes = names.map(name => change(`module.${name}.t.r`, ['delete']));
    const plan = await planOf({ changes }, { platform: { clusters, services: [] } });
    assert.deepEqual(
      plan.changes.map(({ owner }) => `${owner.kind} ${owner.name} of ${owner.cluster}`),
      [
        'service eks_zero_feature_dns of eks_zero',
        'cluster eks_zero_eu of eks_zero_eu',
        'other eks_zero_eu_ingress of eks_zero_eu',
        'nodePool eks_zero_eu_node_pool_spot of eks_zero_eu',
        'cluster gke_zero of gke_zero',
        'service gke_zero_service_cert-manager of gke_zero',
        'other eks_zeros_node_pool_a of undefined',
      ],
    );
  });

  it('contains the paths that force a replacement, and which object is created first', async () => {
    const paths = [['disk', 0, 'labels', 'a.b'], ['name']];
    const { changes } = await planOf({ changes: [change('t.r', ['create', 'delete'], { replace_paths: paths })] });
    assert.deepEqual(changes[0]?.replacePaths, ['disk[0].labels["a.b"]', 'name']);
    assert.equal(changes[0]?.createBeforeDestroy, true);
  });

  it('hides sensitive keys in the paths that force a replacement', async () => {
    const sides = { before: { env: { s3cr3t_key: 1 }, tags: { s3cr3t_key: 1 } }, before_sensitive: { env: true } };
    const paths = [['env', 's3cr3t_key'], ['env', 's3cr3t_other'], ['tags', 's3cr3t_key'], ['name']];
    const variables = { pw: { value: 's3cr3t_key' } };
    const { changes } = await planOf({
      changes: [change('t.r', ['create', 'delete'], { replace_paths: paths, ...sides })],
      variables,
      declaredVariables: { pw: { sensitive: true } },
    });
    assert.deepEqual(changes[0]?.replacePaths, ['env', 'tags["…"]', 'name']);
  });

  it('lists objects that an earlier apply has left separately', async () => {
    const { changes } = await planOf({
      changes: [change('t.r', ['update']), change('t.r', ['delete'], { deposed: '4f2a' })],
    });
    assert.deepEqual(
      changes.map(({ id }) => id),
      ['t.r (4f2a)', 't.r'],
    );
  });

  it('recognizes plans without changes, also with reads', async () => {
    assert.ok(isEmptyPlan(await planOf({ changes: [change('t.r', ['no-op']), change('data.t.r', ['read'])] })));
    assert.ok(!isEmptyPlan(await planOf({ drift: [change('t.r', ['update'])] })));
    assert.ok(!isEmptyPlan(await planOf({ outputs: { o: { actions: ['delete'], before: 1 } } })));
    const moved = change('t.new', ['no-op'], { previous_address: 't.old' });
    const plan = await planOf({ changes: [moved, change('t.same', ['no-op'], { previous_address: 't.same' })] });
    assert.deepEqual([plan.counts.move, isEmptyPlan(plan)], [1, false]);
  });

  it('removes sensitive values from messages of providers', async () => {
    const plan = await planOf(
      {
        variables: { token: { value: 'planted secret' } },
        declaredVariables: { token: { sensitive: true } },
        checks: [
          {
            address: { to_display: 'check.a' },
            status: 'fail',
            instances: [{ problems: [{ message: 'got planted secret' }] }],
          },
        ],
      },
      { diagnostics: [{ severity: 'warning', summary: 'planted secret', detail: 'is planted secret.' }] },
    );
    assert.ok(!JSON.stringify(plan).includes('planted'));
    assert.deepEqual(plan.checks[0]?.problems, ['got …']);
  });
});
