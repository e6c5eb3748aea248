import assert from 'node:assert/strict';
import { isSameScope, scopeOf } from '../../../../client/matrix/scope';

describe('the scope of an environment matrix', () => {
  it('is the cluster or module that the command was called on', () => {
    assert.deepEqual(scopeOf({ kind: 'cluster', name: 'eks', platform: 'p' }), { kind: 'cluster', name: 'eks' });
    assert.deepEqual(scopeOf({ kind: 'nodePool', name: 'gpu' }), { kind: 'module', name: 'gpu' });
    assert.deepEqual(scopeOf({ kind: 'service', name: 'nginx' }), { kind: 'module', name: 'nginx' });
  });

  it('is the whole platform otherwise', () => {
    for (const other of [undefined, null, 'eks', 1, { kind: 'environment', name: 'ops' }, { kind: 'cluster', name: 1 }])
      assert.equal(scopeOf(other), undefined);
  });

  it('is compared by kind and name', () => {
    assert.ok(isSameScope(undefined, undefined));
    assert.ok(isSameScope({ kind: 'module', name: 'a' }, { kind: 'module', name: 'a' }));
    assert.ok(!isSameScope({ kind: 'module', name: 'a' }, { kind: 'cluster', name: 'a' }));
    assert.ok(!isSameScope({ kind: 'module', name: 'a' }, undefined));
  });
});
