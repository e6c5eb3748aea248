import assert from 'node:assert/strict';
import { clusterAt } from '../../../../client/platform/clusterAt';
import type { Location } from 'vscode-languageserver-types';
import type { Cluster } from '../../../../common/protocol';

const lines = (uri: string, from: number, to: number): Location => ({
  uri,
  range: { start: { line: from, character: 0 }, end: { line: to, character: 1 } },
});
const cluster = (name: string, location: Location, pool: Location): Cluster => ({
  ...{ name, provider: 'aws', location, environments: {}, services: [] },
  nodePools: [{ name: 'pool', location: pool, environments: {} }],
});

describe('the cluster at the cursor', () => {
  const platforms = [
    {
      clusters: [
        cluster('eks_one', lines('file:///p/one.tf', 0, 9), lines('file:///p/pools.tf', 0, 4)),
        cluster('eks_two', lines('file:///p/one.tf', 11, 20), lines('file:///p/pools.tf', 6, 9)),
      ],
    },
  ];
  const at = (uri: string, line: number) => clusterAt(platforms, { uri, line })?.name;

  it('is the one whose module, or that of a node pool, contains it', () => {
    assert.equal(at('file:///p/one.tf', 9), 'eks_one');
    assert.equal(at('file:///p/one.tf', 11), 'eks_two');
    assert.equal(at('file:///p/pools.tf', 6), 'eks_two');
  });

  it('is none between modules and in other files', () => {
    assert.equal(at('file:///p/one.tf', 10), undefined);
    assert.equal(at('file:///p/other.tf', 3), undefined);
  });
});
