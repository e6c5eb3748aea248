import assert from 'node:assert/strict';
import { enterpriseHostOf, githubProvider } from '../../../../client/gitHost/githubProvider';

describe('the authentication provider for GitHub', () => {
  it('is used only for the exact host that VS Code is configured for', () => {
    assert.equal(githubProvider('https://github.com', 'ghe.example.com'), 'github');
    assert.equal(githubProvider('https://ghe.example.com', 'ghe.example.com'), 'github-enterprise');
    for (const web of [
      'https://github.evil.example',
      'https://evil.ghe.com',
      'https://ghe.example.com:8443',
      'http://github.com',
    ])
      assert.equal(githubProvider(web, 'ghe.example.com'), undefined, web);
    assert.equal(githubProvider('https://github.example.com', undefined), undefined);
  });

  it('uses the server in user settings, never in workspace settings', () => {
    const uri = 'https://GHE.example.com';
    assert.equal(enterpriseHostOf({ globalValue: uri }), 'ghe.example.com');
    const ofWorkspace = {
      globalValue: undefined,
      workspaceValue: 'https://evil.example',
      workspaceFolderValue: 'https://evil.example',
    };
    assert.equal(enterpriseHostOf({ ...ofWorkspace, globalValue: uri }), 'ghe.example.com');
    for (const setting of [undefined, ofWorkspace, { globalValue: 'no address' }, { globalValue: 7 }])
      assert.equal(enterpriseHostOf(setting), undefined);
  });
});
