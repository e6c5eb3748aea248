import assert from 'node:assert/strict';
import { githubProvider } from '../../../../client/gitHost/githubProvider';

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
});
