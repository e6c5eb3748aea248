import assert from 'node:assert/strict';
import type { ShownRepository } from '../../../../client/promotion/promotionNode';
import { onlyWaiting, promotionViewState } from '../../../../client/promotion/shownRepositories';
import type { Stage } from '../../../../client/promotion/stage';

const stage = (environment: string, previous: string | undefined, commits: number): Stage =>
  ({ environment, ...(previous === undefined ? {} : { previous }), waiting: Array.from({ length: commits }) }) as never;
const repository = (name: string, stages: readonly Stage[]): ShownRepository => ({ name, stages }) as never;

describe('onlyWaiting', () => {
  it("omits environments and repositories without waiting commits; commits that are not pushed don't count", () => {
    const shown = onlyWaiting([
      repository('one', [stage('ops', undefined, 2), stage('apps', 'ops', 1), stage('apps-prod', 'apps', 0)]),
      repository('two', [stage('ops', undefined, 1), stage('apps', 'ops', 0)]),
    ]);
    assert.deepEqual(
      shown.map(({ name, stages }) => [name, stages.map(({ environment }) => environment)]),
      [['one', ['apps']]],
    );
  });
});

describe('promotionViewState', () => {
  it('distinguishes the reasons for an empty view', () => {
    assert.equal(promotionViewState(undefined, []), 'loading');
    assert.equal(promotionViewState('noRepository', []), 'empty');
    assert.equal(promotionViewState('noGit', []), 'noGit');
    assert.equal(promotionViewState(undefined, [{ stages: [] }, { stages: [] }]), 'failed');
    assert.equal(promotionViewState(undefined, [{ stages: [] }, { reading: {}, stages: [] }]), 'noEnvironments');
    assert.equal(promotionViewState(undefined, [{ reading: {}, stages: [stage('ops', undefined, 0)] }]), 'none');
  });
});
