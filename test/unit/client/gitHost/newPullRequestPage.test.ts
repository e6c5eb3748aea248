import assert from 'node:assert/strict';
import type { HostedRepository } from '../../../../client/gitHost/gitHost';
import { newPullRequestPage } from '../../../../client/gitHost/newPullRequestPage';

const request = {
  head: { repository: 'ada/platform', branch: 'feature/größer & mehr' },
  base: 'main',
  title: 'More "nodes" & less?',
  body: 'Line one\n\n| `a` | 100 % + 1 |',
  draft: false,
};

function page(kind: HostedRepository['kind'], web: string, change: Partial<typeof request> = {}): URL {
  const place = { kind, web, api: web, repository: kind === 'azureDevOps' ? 'acme/Infra/platform' : 'acme/platform' };
  return new URL(newPullRequestPage(place, { ...request, ...change }).url);
}

describe('the prefilled page for a new pull request', () => {
  it('of GitHub compares a fork with its parent', () => {
    const url = page('github', 'https://github.com', { draft: true });
    assert.equal(decodeURIComponent(url.pathname), '/acme/platform/compare/main...ada:platform:feature/größer & mehr');
    assert.equal(url.searchParams.get('title'), request.title);
    assert.equal(url.searchParams.get('body'), request.body);
    assert.equal(url.searchParams.get('draft'), '1');
  });

  it('of GitLab belongs to the fork', () => {
    const url = page('gitlab', 'https://example.org/gitlab', { draft: true });
    assert.equal(url.pathname, '/gitlab/ada/platform/-/merge_requests/new');
    assert.equal(url.searchParams.get('merge_request[source_branch]'), request.head.branch);
    assert.equal(url.searchParams.get('merge_request[title]'), `Draft: ${request.title}`);
    assert.equal(url.searchParams.get('merge_request[description]'), request.body);
  });

  it('of Gitea, Bitbucket and Azure DevOps has both branches in its URL', () => {
    const gitea = page('gitea', 'https://codeberg.org');
    assert.equal(decodeURIComponent(gitea.pathname), '/acme/platform/compare/main...ada:feature/größer & mehr');
    const bitbucket = page('bitbucket', 'https://bitbucket.org');
    assert.equal(bitbucket.searchParams.get('dest'), 'acme/platform::main');
    assert.equal(bitbucket.searchParams.get('source'), request.head.branch);
    const server = page('bitbucketDataCenter', 'https://bitbucket.example.org');
    assert.equal(server.pathname, '/projects/acme/repos/platform/pull-requests');
    assert.equal(server.searchParams.get('targetBranch'), 'refs/heads/main');
    const azure = page('azureDevOps', 'https://dev.azure.com');
    assert.equal(azure.pathname, '/acme/Infra/_git/platform/pullrequestcreate');
    assert.equal(azure.searchParams.get('targetRef'), 'main');
  });

  it('omits a body that is too long for a URL, and says so', () => {
    const place = { kind: 'github', web: 'https://github.com', api: '', repository: 'acme/platform' } as const;
    const filled = newPullRequestPage(place, { ...request, body: 'x'.repeat(20_000) });
    assert.equal(filled.hasBody, false);
    assert.ok(filled.url.length < 2000);
    assert.match(filled.url, /title=/);
  });
});
