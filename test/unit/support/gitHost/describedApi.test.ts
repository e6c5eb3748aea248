import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribedApi, type Description } from '../../../support/gitHost/describedApi';
import { GitHostServer } from '../../../support/gitHost/gitHostServer';

const folder = join(__dirname, '../../../support/gitHost/descriptions');

const description: Description = {
  source: 'A forge',
  paths: {
    '/pulls/{id}': {
      patch: {
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'page', in: 'query', schema: { type: 'integer' } },
        ],
        requestBody: { $ref: '#/components/schemas/Pull' },
        responses: { 200: { schema: { $ref: '#/components/schemas/Pull' } }, 404: { schema: {} } },
      },
    },
  },
  components: {
    schemas: {
      Named: { type: 'object', properties: { title: { type: 'string' } } },
      Pull: {
        allOf: [{ $ref: '#/components/schemas/Named' }],
        properties: { reviewers: { type: 'array', items: { $ref: '#/components/schemas/Named' } } },
      },
    },
  },
};

describe('the validation of Git host requests in tests', () => {
  const api = new DescribedApi(description);
  const operation = () => api.find('PATCH', '/pulls/7') ?? assert.fail();
  const query = new URLSearchParams();

  it('accepts requests and responses that match the description', () => {
    const body = { title: 'More nodes', reviewers: [{ title: 'Grace' }] };
    assert.deepEqual(api.requestProblems(operation(), new URLSearchParams('page=2'), body), []);
    assert.deepEqual(api.answerProblems(operation(), 200, body), []);
    assert.deepEqual(api.answerProblems(operation(), 404, { message: 'Not Found' }), []);
  });

  it('rejects other paths, methods, and other letter case unless the Git host ignores it', () => {
    assert.equal(api.find('GET', '/pulls/7'), undefined);
    assert.equal(api.find('PATCH', '/pulls/7/labels'), undefined);
    assert.equal(api.find('PATCH', '/Pulls/7'), undefined);
    assert.ok(new DescribedApi({ ...description, caseInsensitive: true }).find('PATCH', '/Pulls/7'));
  });

  it('rejects undescribed parameters and fields at any depth, and values of the wrong type', () => {
    const violations = (text: string, body: unknown) =>
      api.requestProblems(operation(), new URLSearchParams(text), body).join('\n');
    assert.match(violations('per_page=2', {}), /there is no query parameter per_page/);
    assert.match(violations('page=two', {}), /page .*must be integer/);
    assert.match(violations('', { tilte: 'More nodes' }), /body \/tilte is no field of the description/);
    assert.match(violations('', { reviewers: [{ name: 'Grace' }] }), /\/reviewers\/0\/name is no field/);
    assert.match(violations('', { title: 7 }), /body \/title must be string/);
    assert.match(api.requestProblems({ ...operation(), path: { id: 'x' } }, query, {}).join(), /id .*must be integer/);
  });

  it('rejects undescribed answers and errors', () => {
    assert.match(api.answerProblems(operation(), 200, { name: 'More' }).join(), /answer 200 \/name is no field/);
    assert.match(api.answerProblems(operation(), 201, {}).join(), /there is no answer 201/);
    assert.match(api.answerProblems(operation(), 409, {}).join(), /there is no answer 409/);
  });

  it('does not answer undescribed requests, even if a model would', async () => {
    const server = await GitHostServer.start(api, '', { 'GET /user': () => ({ status: 200, body: {} }) }, 'token');
    const { status } = await fetch(`${server.url}/user`, { headers: { authorization: 'Bearer token' } });
    await server.stop();
    assert.equal(status, 404);
    assert.deepEqual(server.problems, ['GET /user is no operation of the description']);
  });

  for (const file of readdirSync(folder))
    it(`${file} names its source and contains every referenced schema`, () => {
      const text = readFileSync(join(folder, file), 'utf8');
      const { source, components } = JSON.parse(text) as Description;
      assert.match(source, /\w+ of \w+|@octokit\/openapi/);
      const names = [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map(([, name = '']) => name);
      assert.deepEqual(
        names.filter(name => !(name in components.schemas)),
        [],
      );
    });
});
