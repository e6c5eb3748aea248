import assert from 'node:assert/strict';
import { SIGN_IN } from '../../../../../../common/signIn';
import { outcomeActions } from '../../../../../../client/plan/ui/tree/outcomeActions';
import { signInCloud, type MissingCredential } from '../../../../../../client/plan/run/planOutcome';

describe('the actions for missing credentials', () => {
  const actions = (provider: MissingCredential['provider']): string[] => {
    const missing = { provider, variables: [] };
    const outcome = { kind: 'credentialsMissing', missing, diagnostics: [] } as const;
    return outcomeActions(outcome).map(({ command }) => command);
  };

  for (const [provider, commands] of [
    ['aws', SIGN_IN.aws],
    ['s3', SIGN_IN.aws],
    ['gcs', SIGN_IN.google],
    ['azurerm', SIGN_IN.azurerm],
    ['scaleway', SIGN_IN.scaleway],
  ] as const)
    it(`of ${provider} begin with the commands of its cloud`, () => {
      assert.deepEqual(actions(provider), ['kubestack.plan.signIn', 'kubestack.plan']);
      assert.equal(SIGN_IN[signInCloud(provider)!], commands);
    });

  it('of HCP Terraform only plan again', () => {
    assert.deepEqual(actions('cloud'), ['kubestack.plan']);
  });
});
