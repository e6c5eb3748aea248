import * as assert from 'node:assert/strict';
import { withDeployedCommits } from '../../../../client/languageModelTools/deployedCommits';

describe('revisions of environments in the tools of the chat', () => {
  const state = JSON.stringify({
    environments: [
      { environment: 'ops', desired: { commit: 'a1' } },
      { environment: 'apps', desired: { commit: 'b2' } },
      { environment: 'apps-prod' },
    ],
  });
  const stateOf = (path: unknown): Promise<string> => Promise.resolve(path === 'platform' ? state : '');

  it('are replaced by what was promoted', async () => {
    const input = { path: 'platform', base: 'deployed in apps', head: 'deployed in ops', environments: ['ops'] };
    assert.deepEqual(await withDeployedCommits(input, stateOf), { ...input, base: 'b2', head: 'a1' });
  });

  it('leave others as they are', async () => {
    const input = { base: 'main...deployed', head: undefined };
    assert.equal(await withDeployedCommits(input, stateOf), input);
    assert.equal(await withDeployedCommits(undefined, stateOf), undefined);
  });

  it('are refused if nothing was promoted', async () => {
    const input = { path: 'platform', base: 'deployed in apps-prod' };
    await assert.rejects(withDeployedCommits(input, stateOf), /Nothing was promoted to an environment "apps-prod"/);
  });
});
