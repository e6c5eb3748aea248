import assert from 'node:assert/strict';
import { ListedChanges } from '../../../../../client/plan/output/listedChanges';
import { planOf } from '../../../../support/client/plan/planOf';

const resource = (addr: string, module?: string) => ({
  addr,
  ...(module !== undefined && { module }),
  resource: addr.replace(`${module}.`, ''),
  resource_type: 'terraform_data',
  resource_name: 'x',
});

const planned = (addr: string, action: string, more: object = {}) => ({
  type: 'planned_change',
  change: { resource: resource(addr), action, ...more },
});

async function listed(...lines: object[]) {
  const changes = new ListedChanges();
  for (const line of lines) changes.push(line);
  return planOf(changes.json);
}

// test/terraform/plan/listed.test.ts uses terraform's real output.
describe("the changes in terraform's JSON output", () => {
  it('have the same actions as the plan that is read later', async () => {
    const names = ['create', 'read', 'update', 'replace', 'delete', 'remove', 'noop', 'something_new'];
    const plan = await listed(...names.map(name => planned(`terraform_data.${name}`, name)));
    assert.deepEqual(
      plan.changes.map(({ action, name: _, address }) => `${action} ${address}`),
      [
        'delete terraform_data.delete',
        'replace terraform_data.replace',
        'forget terraform_data.remove',
        'update terraform_data.update',
        'create terraform_data.create',
        'read terraform_data.read',
      ],
    );
  });
  it('include moves and imports, without import ids, which may be secret', async () => {
    const plan = await listed(
      planned('terraform_data.new', 'move', { previous_resource: resource('terraform_data.old') }),
      planned('terraform_data.imported', 'import', { importing: { id: 'secret' } }),
    );
    assert.deepEqual(
      plan.changes.map(({ action, previousAddress }) => [action, previousAddress]),
      [
        ['move', 'terraform_data.old'],
        ['import', undefined],
      ],
    );
    assert.ok(!JSON.stringify(plan).includes('secret'));
  });
  it('belong to clusters, node pools and services', async () => {
    const plan = await listed({
      type: 'planned_change',
      change: { resource: resource('module.b_pool.terraform_data.p', 'module.b_pool'), action: 'create' },
    });
    assert.deepEqual(plan.changes[0]?.owner, { kind: 'nodePool', name: 'b_pool', cluster: 'b' });
  });
  it('distinguish objects that an earlier apply has left', async () => {
    const plan = await listed(planned('terraform_data.a', 'update'), planned('terraform_data.a', 'delete'));
    assert.equal(new Set(plan.changes.map(({ id }) => id)).size, 2);
  });
});
