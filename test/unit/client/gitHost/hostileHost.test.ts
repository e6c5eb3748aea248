// A hostile Git host, or a server in its place: endless responses, redirects to other hosts, URLs with any scheme.
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { GitHostError, GitHostErrorKind } from '../../../../client/gitHost/gitHostError';
import { downloadBy } from '../../../../client/gitHost/download';
import { gitHostFetch } from '../../../../client/gitHost/gitHostFetch';
import { combineRuns } from '../../../../client/gitHost/pipelineRuns';
import { MAX_RESPONSE_BYTES } from '../../../../client/gitHost/responseBody';

describe('a hostile Git host', () => {
  const servers: Server[] = [];
  const token = 'pl4nted';
  const fetching = gitHostFetch({ pauses: [], timeout: 20_000 });

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function host(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function failureOf(request: Promise<unknown>): Promise<GitHostErrorKind> {
    return request.then(
      () => assert.fail('it was answered'),
      (error: GitHostError) => error.failure,
    );
  }

  for (const status of [200, 500])
    it(`that answers ${status} with 400 MB is read up to the limit`, async () => {
      const piece = Buffer.alloc(1024 * 1024, 'x');
      let sent = 0;
      let hungUp!: () => void;
      const closed = new Promise<void>(resolve => (hungUp = resolve));
      const url = await host((_request, response) => {
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': 400 * piece.length });
        const send = (): void => {
          while (sent < 400 && !response.destroyed) {
            sent++;
            if (!response.write(piece)) return void response.once('drain', send);
          }
          response.end();
        };
        response.once('close', hungUp);
        send();
      });
      assert.equal(await failureOf(fetching(url)), status === 200 ? 'tooLarge' : 'server');
      await closed;
      // The limit excludes data in the buffers of both sides.
      assert.ok(sent * piece.length < MAX_RESPONSE_BYTES + 32 * piece.length, `${sent} MB were sent`);
    });

  it('that answers with a few KB that decompress to 400 MB causes an error', async () => {
    const small = gzipSync(Buffer.alloc(MAX_RESPONSE_BYTES + 1, ' '));
    assert.ok(small.length < 100_000);
    const url = await host((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(small);
    });
    assert.equal(await failureOf(fetching(url)), 'tooLarge');
  });

  it('that never ends its answer causes a timeout', async () => {
    const url = await host((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('[');
    });
    assert.equal(await failureOf(gitHostFetch({ pauses: [], timeout: 200 })(url)), 'slow');
  });

  for (const [method, status] of [
    ['GET', 302],
    ['POST', 307],
    ['POST', 308],
  ] as const)
    it(`that redirects a ${method} to another host with ${status} receives nothing there`, async () => {
      const arrived: IncomingMessage[] = [];
      const other = await host((request, response) => {
        arrived.push(request);
        response.end('{}');
      });
      const url = await host((_request, response) => response.writeHead(status, { location: `${other}/a` }).end());
      const init = { method, headers: { authorization: `Bearer ${token}`, 'private-token': token } };
      const body = method === 'POST' ? { body: JSON.stringify({ secret: token }) } : {};
      const failure = await fetching(url, { ...init, ...body }).catch((error: GitHostError) => error);
      assert.ok(failure instanceof Error);
      assert.equal(failure.failure, 'redirected');
      assert.equal(failure.facts.detail, new URL(other).host);
      assert.deepEqual(arrived, []);
    });

  it("that redirects downloads can't obtain the token for another host, or redirect to arbitrary addresses", async () => {
    const given: (string | undefined)[] = [];
    const elsewhere = await host((request, response) => {
      given.push(request.headers.authorization);
      response.end('file');
    });
    let target = `${elsewhere}/file`;
    const url = await host((request, response) => {
      given.push(request.headers.authorization);
      response.writeHead(302, { location: target }).end();
    });
    const download = downloadBy(fetching);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal(Buffer.from((await download(url, headers)) ?? []).toString(), 'file');
    assert.deepEqual(given, [`Bearer ${token}`, undefined]);
    const { port } = new URL(elsewhere);
    for (target of ['file:///etc/passwd', `ftp://127.0.0.1:${port}/`, `http://ada:pw@127.0.0.1:${port}/`, '//['])
      assert.equal(await failureOf(download(url, headers)), 'redirected', target);
    target = url;
    assert.equal(await failureOf(download(url, headers)), 'redirected');
    assert.equal(given.filter(each => each === undefined).length, 1);
  });

  it('that has no such file, or has deleted it, causes no error', async () => {
    for (const status of [404, 410]) {
      const url = await host((_request, response) => void response.writeHead(status).end('{}'));
      assert.equal(await downloadBy(fetching)(url, {}), undefined);
    }
  });

  it('that redirects within itself receives the same request, as for a renamed repository', async () => {
    const asked: string[] = [];
    const url = await host((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
      request.on('end', () => {
        asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
        if (request.url === '/old') response.writeHead(307, { location: '/new' }).end();
        else response.end('{"ok":true}');
      });
    });
    const init = { headers: { authorization: `Bearer ${token}` } };
    const answer = await fetching(`${url}/old`, { ...init, method: 'POST', body: 'text' });
    assert.deepEqual(await answer.json(), { ok: true });
    await fetching(`${url}/old`, init);
    assert.deepEqual(asked, [
      `POST /old Bearer ${token} text`,
      `POST /new Bearer ${token} text`,
      `GET /old Bearer ${token} `,
      `GET /new Bearer ${token} `,
    ]);
  });

  it('that redirects in a circle, or a change to a page, causes an error', async () => {
    const url = await host((_request, response) => response.writeHead(302, { location: '/' }).end());
    assert.equal(await failureOf(fetching(url)), 'redirected');
    assert.equal(await failureOf(fetching(url, { method: 'POST', body: 'text' })), 'redirected');
  });

  it('that returns a URL with another scheme causes no link', () => {
    const pages = [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'vscode://publisher.name/run',
      'command:a',
      ' ',
      'x',
      '//h',
    ];
    for (const url of pages) {
      const state = combineRuns([{ name: 'plan', verdict: 'failed', url }]);
      assert.deepEqual(state, { state: 'failed', name: 'plan' }, url);
    }
    const url = 'https://example.com/run/1';
    assert.deepEqual(combineRuns([{ name: 'plan', verdict: 'failed', url }]), { state: 'failed', name: 'plan', url });
  });
});
