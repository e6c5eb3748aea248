import assert from 'node:assert/strict';
import type { ForecastResource } from '../../../../common/forecast/forecast';
import { lostClusters } from '../../../../common/forecast/lostClusters';

const resource = (type: string, action: ForecastResource['action']): ForecastResource => ({
  address: `module.a.${type}.current`,
  type,
  action,
  reasons: [],
  module: 'module.a',
});

describe('lostClusters', () => {
  const resources = [
    resource('aws_eks_node_group', 'replace'),
    resource('google_container_cluster', 'destroy'),
    resource('aws_eks_cluster', 'update'),
    resource('aws_subnet', 'replace'),
  ];

  it('names the clusters and node pools of an environment that are replaced or destroyed', () => {
    assert.deepEqual(lostClusters({ environments: { ops: { resources } } }, 'ops'), [
      { address: 'module.a.aws_eks_node_group.current', action: 'replace' },
      { address: 'module.a.google_container_cluster.current', action: 'destroy' },
    ]);
  });

  it('is empty for an environment without changes, whatever its name', () => {
    assert.deepEqual(lostClusters({ environments: { ops: { resources } } }, 'apps'), []);
    assert.deepEqual(lostClusters({ environments: {} }, 'toString'), []);
  });
});
