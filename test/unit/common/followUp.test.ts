import assert from 'node:assert/strict';
import { isPullRequest, promotedTo } from '../../../common/followUp';
import { setLocale } from '../../../common/localization';
import { followUpSteps } from '../../../server/scaffold/followUp';

describe('steps after a change, which have commands in the editor', () => {
  afterEach(() => setLocale(undefined, () => ({})));

  const flow = {
    branch: 'add-pool',
    summary: 'Add a pool',
    environments: ['ops', 'apps', 'apps-prod'],
    program: 'tofu',
  } as const;

  for (const locale of [undefined, 'qps-ploc'])
    it(`are recognized in ${locale ?? 'English'}`, () => {
      setLocale(locale, () => ({}));
      const steps = followUpSteps(flow, ['a.tf']);
      assert.equal(steps.filter(isPullRequest).length, 1);
      assert.deepEqual(
        steps.flatMap(step => promotedTo(step) ?? []),
        ['apps', 'apps-prod'],
      );
    });

  it('are not confused with other steps', () => {
    assert.equal(isPullRequest('Merge the pull request.'), false);
    assert.equal(promotedTo('Merge it: the pipeline applies the change to ops.'), undefined);
  });
});
