import assert from 'node:assert/strict';
import { enterpriseHostOf, githubProvider } from '../../../../client/gitHost/githubProvider';

describe('the account for a GitHub', () => {
  it('is asked for the host that VS Code was told of, and for no other that looks like one', () => {
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

  it('is that of the server that the user has set, and never of one that the workspace sets', () => {
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
