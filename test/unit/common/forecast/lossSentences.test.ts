import * as assert from 'node:assert/strict';
import { lossSentences } from '../../../../common/forecast/lossSentences';
import type { ForecastAction, ForecastEnvironment, ForecastResource } from '../../../../common/forecast/forecast';

const resource = (action: ForecastAction, type: string): ForecastResource => ({
  address: `${type}.current`,
  type,
  action,
  reasons: [],
  module: '',
});
const resources = (...all: [ForecastAction, string][]): ForecastEnvironment => ({
  resources: all.map(each => resource(...each)),
});

describe('the sentences about what a change replaces and destroys', () => {
  it('count clusters and node pools in all environments, before other resources', () => {
    const environments = {
      ops: resources(['replace', 'aws_eks_node_group'], ['destroy', 'aws_vpc'], ['update', 'aws_eks_cluster']),
      apps: resources(
        ['replace', 'google_container_node_pool'],
        ['destroy', 'google_container_node_pool'],
        ['replace', 'google_container_cluster'],
      ),
      'apps-prod': resources(['replace', 'google_container_cluster'], ['destroy', 'azurerm_kubernetes_cluster']),
    };
    assert.deepEqual(lossSentences({ environments }), [
      'Replaces 2 clusters in apps and apps-prod.',
      'Destroys 1 cluster in apps-prod.',
      'Replaces 2 node pools in ops and apps.',
      'Destroys 1 node pool in apps.',
      'Replaces or destroys 1 other resource in ops.',
    ]);
  });

  it('say that a plan fails, and where more is unknown', () => {
    const environments = {
      ops: { ...resources(), cannotPlan: [{ message: 'Invalid index' }] },
      apps: resources(['unknown', 'aws_eks_node_group']),
      'apps-prod': { ...resources(), unknown: ['A module is missing.'] },
    };
    assert.deepEqual(lossSentences({ environments }), [
      'The plan of ops fails.',
      'Whether more is replaced or destroyed in apps and apps-prod is unknown.',
    ]);
  });

  it('say that nothing is lost only if all is known', () => {
    assert.deepEqual(lossSentences({ environments: { ops: resources() } }), [
      'No resource changes in any environment.',
    ]);
    assert.deepEqual(lossSentences({ environments: { ops: resources(['update', 'aws_eks_cluster']) } }), [
      'No resource is replaced or destroyed.',
    ]);
  });
});
