import assert from 'node:assert/strict';
import { replacedModules } from '../../../../client/scaffold/replacedModules';
import type { Comparison } from '../../../../common/protocol';

const attributes: Comparison['attributes'] = [
  { environment: 'apps', module: 'pool', path: ['disk_size'], change: 'changed', before: 100, after: 200 },
  { environment: 'apps', module: 'other', path: ['disk_size'], change: 'changed', before: 1, after: 2 },
];
const lost = [
  { address: 'module.pool.aws_eks_node_group.nodes', action: 'replace' as const },
  { address: 'module.gone.aws_eks_node_group.nodes', action: 'destroy' as const },
];

describe('what can be replaced step by step instead', () => {
  it('is a module that is replaced, which keeps the values that it has there', () => {
    assert.deepEqual(
      replacedModules('file:///w', lost, { attributes }, () => false),
      [{ platform: 'file:///w', name: 'pool', keep: { apps: { disk_size: 100 } } }],
    );
  });

  it('keeps attributes that are new unset, and those that are gone', () => {
    const changed: Comparison['attributes'] = [
      { environment: 'apps', module: 'pool', path: ['disk_type'], change: 'added', after: 'ssd' },
      { environment: 'ops', module: 'pool', path: ['disk_type'], change: 'removed', before: 'hdd' },
    ];
    assert.deepEqual(
      replacedModules('file:///w', lost, { attributes: changed }, () => false),
      [{ platform: 'file:///w', name: 'pool', keep: { apps: { disk_type: null }, ops: { disk_type: 'hdd' } } }],
    );
  });

  it('is nothing whose old values only a plan knows', () => {
    const [first] = attributes;
    const changed: Comparison['attributes'] = [{ ...first!, before: null, beforeExpression: 'data.size.value' }];
    assert.deepEqual(
      replacedModules('file:///w', lost, { attributes: changed }, () => false),
      [],
    );
  });

  it('is nothing that is being replaced already', () => {
    assert.deepEqual(
      replacedModules('file:///w', lost, { attributes }, name => name === 'pool'),
      [],
    );
  });
});
