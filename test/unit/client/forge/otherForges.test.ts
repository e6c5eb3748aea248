import assert from 'node:assert/strict';
import type { Credentials, Forge, ForgePlace } from '../../../../client/forge/forge';
import { openForge } from '../../../../client/forge/openForge';
import { submit } from '../../../../client/pullRequest/submit';
import { DescribedApi } from '../../../forge/describedApi';
import { ForgeServer, type ForgeModel } from '../../../forge/forgeServer';

const nothing = new DescribedApi({ source: '', paths: {}, components: { schemas: {} } });
const token = Buffer.from('ada@example.org:secret').toString('base64');
const credentials: Credentials = { kind: 'basic', user: 'ada@example.org', token: 'secret' };

async function open(server: ForgeServer, kind: ForgePlace['kind'], repository: string): Promise<Forge> {
  const place = { kind, web: server.url, api: server.url, repository };
  return (await openForge(place, credentials, { pauses: [1] })) ?? assert.fail();
}

describe('Bitbucket', () => {
  it('opens a pull request from a fork, asks for a review, and tells how the pipeline ended', async () => {
    const shown = {
      id: 5,
      title: 'More nodes',
      destination: { branch: { name: 'main' } },
      links: { html: { href: 'https://bb/5' } },
    };
    const model: ForgeModel = {
      'GET /user': () => ({ status: 200, body: { uuid: '{a}', display_name: 'Ada' } }),
      'GET /repositories/acme/platform/pullrequests': () => ({ status: 200, body: { values: [] } }),
      'POST /repositories/acme/platform/pullrequests': () => ({ status: 201, body: shown }),
      'PUT /repositories/acme/platform/pullrequests/5': () => ({ status: 200, body: shown }),
      'GET /workspaces/acme/members': () => ({
        status: 200,
        body: {
          values: [{ user: { uuid: '{a}', display_name: 'Ada' } }, { user: { uuid: '{g}', display_name: 'Grace' } }],
        },
      }),
      'GET /repositories/acme/platform/commit/abc/statuses': () => ({
        status: 200,
        body: {
          values: [
            { key: 'p', name: 'Pipeline', refname: 'main', state: 'INPROGRESS', url: 'https://bb/p', updated_on: '' },
          ],
        },
      }),
    };
    const server = await ForgeServer.start(nothing, '', model, token);
    const forge = await open(server, 'bitbucket', 'acme/platform');
    const head = { repository: 'ada/platform', branch: 'more "nodes"' };
    const [grace] = await forge.reviewers();
    const reviewers = [grace?.id ?? ''];
    const { created, pullRequest } = await submit(forge, {
      head,
      base: 'main',
      title: 'More nodes',
      body: 'Text',
      draft: true,
      labels: [],
      reviewers,
    });
    assert.deepEqual([created, pullRequest.url], [true, 'https://bb/5']);
    const posted = server.requests.find(({ name }) => name.startsWith('POST'))?.body;
    assert.deepEqual(posted?.['source'], { branch: { name: head.branch }, repository: { full_name: 'ada/platform' } });
    assert.match(
      server.requests.find(({ query }) => query.has('q'))?.query.get('q') ?? '',
      /source\.branch\.name = "more \\"nodes\\""/,
    );
    assert.deepEqual(server.requests.find(({ name }) => name.startsWith('PUT'))?.body['reviewers'], [{ uuid: '{g}' }]);
    assert.equal((await forge.pipelineState('abc', 'refs/heads/main')).state, 'running');
    await server.stop();
  });
});

describe('Azure DevOps', () => {
  it('opens a pull request with labels and reviewers, and reads the build of the branch', async () => {
    const at = '/acme/Infra/_apis/git/repositories/platform';
    const shown = { pullRequestId: 5, title: 'More nodes', targetRefName: 'refs/heads/main', isDraft: false };
    const build = {
      id: 1,
      status: 'completed',
      result: 'succeeded',
      sourceVersion: 'abc',
      sourceBranch: 'refs/heads/main',
    };
    const model: ForgeModel = {
      [`GET ${at}`]: () => ({ status: 200, body: { id: 'r', defaultBranch: 'refs/heads/main' } }),
      [`GET ${at}/pullrequests`]: () => ({ status: 200, body: { value: [] } }),
      [`POST ${at}/pullrequests`]: () => ({ status: 201, body: shown }),
      [`POST ${at}/pullrequests/5/labels`]: () => ({ status: 200, body: {} }),
      [`PUT ${at}/pullrequests/5/reviewers/g`]: () => ({ status: 200, body: {} }),
      'GET /acme/Infra/_apis/build/builds': () => ({
        status: 200,
        body: { value: [{ ...build, definition: { name: 'Deploy' }, finishTime: '2026-11-20T10:00:00Z' }] },
      }),
    };
    const server = await ForgeServer.start(nothing, '', model, token);
    const forge = await open(server, 'azureDevOps', 'acme/Infra/platform');
    const head = { repository: 'acme/Infra/platform', branch: 'more-nodes' };
    const { pullRequest, incomplete } = await submit(forge, {
      head,
      base: 'main',
      title: 'More nodes',
      body: 'Text',
      draft: false,
      labels: ['apps'],
      reviewers: ['g'],
    });
    assert.equal(incomplete, undefined);
    assert.equal(pullRequest.url, `${server.url}/acme/Infra/_git/platform/pullrequest/5`);
    assert.equal((await forge.pipelineState('abc', 'refs/heads/main')).state, 'succeeded');
    assert.equal((await forge.pipelineState('abc', 'refs/heads/other')).state, 'unknown');
    await server.stop();
  });

  it('takes the page for signing in for what it is', async () => {
    const server = await ForgeServer.start(
      nothing,
      '',
      { 'GET /acme/_apis/connectionData': () => ({ status: 203, body: {} }) },
      token,
    );
    const forge = await open(server, 'azureDevOps', 'acme/Infra/platform');
    await assert.rejects(forge.user(), { failure: 'signedOut' });
    await server.stop();
  });
});
