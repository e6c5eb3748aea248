// Answers about a whole large platform: they don't delay other requests, and are correct in the end.
import * as assert from 'node:assert/strict';
import type { PlatformsDelta, PlatformsResult } from '../../common/protocol';
import { generatePlatform } from '../platforms/generate';
import { LanguageServer } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

describe('answers about a whole platform of many clusters', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  let cluster: string;

  before(async () => {
    folder = new TemporaryFolder({});
    cluster = generatePlatform(folder.path, 60).find(path => /^eks_.*_cluster\.tf$/.test(path))!;
    server = await LanguageServer.start({ folder: folder.path });
  });

  beforeEach(async () => {
    await server.open(folder.uri(cluster), folder.read(cluster));
    await server.request('kubestack/platforms', {});
  });

  afterEach(() => server.close(folder.uri(cluster)));

  after(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  const wholeDocument = (): Promise<{ text: string }> =>
    server.request('kubestack/effectiveDocument', { uri: folder.uri(), environment: 'apps-prod' });

  it('let short requests go first', async () => {
    const order: string[] = [];
    const answers: Promise<unknown>[] = [];
    await server.sendTogether(() => {
      const position = { line: 0, character: 10 };
      answers.push(
        wholeDocument().then(() => order.push('whole document')),
        server.hover(folder.uri(cluster), position).then(() => order.push('hover')),
      );
    });
    await Promise.all(answers);
    assert.deepEqual(order, ['hover', 'whole document']);
  });

  it('include edits that arrive meanwhile', async () => {
    const minimum = /(min_size += )\d+/;
    const text = folder.read(cluster);
    assert.match(text, minimum);
    const changed = text.replace(minimum, (_, before: string) => `${before}777`);
    let whole: ReturnType<typeof wholeDocument> | undefined;
    await server.sendTogether(() => {
      whole = wholeDocument();
      void server.change(folder.uri(cluster), changed);
    });
    assert.match((await whole!).text, /min_size += 777\n/);
  });

  it('arrive eventually, however many edits arrive meanwhile', async () => {
    let isAnswered = false;
    const whole = wholeDocument().finally(() => (isAnswered = true));
    for (let number = 1; !isAnswered && number < 2000; number++) {
      await server.change(folder.uri(cluster), `${folder.read(cluster)}# ${number}\n`);
      await server.hover(folder.uri(cluster), { line: 0, character: 10 });
    }
    assert.ok(isAnswered);
    assert.match((await whole).text, /min_size/);
  });

  it('contain only changed clusters for a client that keeps the platforms', async () => {
    const ask = (previousResultId: string): Promise<PlatformsDelta> =>
      server.request('kubestack/platforms', { previousResultId });
    const first = await ask('');
    const { platforms } = await server.request<PlatformsResult>('kubestack/platforms', {});
    assert.deepEqual(first.platforms, platforms);
    await server.change(folder.uri(cluster), `# One line more.\n${folder.read(cluster)}`);
    const second = await ask(first.resultId);
    const changed = second.platforms[0]!.clusters.flatMap(each => (typeof each === 'string' ? [] : [each]));
    const name = cluster.replace('_cluster.tf', '');
    assert.deepEqual(
      changed.map(each => [each.name, each.location.range.start.line]),
      [[name, 1]],
    );
    assert.equal(second.platforms[0]!.clusters.length, platforms[0]!.clusters.length);
    const third = await ask(second.resultId);
    assert.ok(third.platforms[0]!.clusters.every(each => typeof each === 'string'));
    assert.ok((await ask('an older one')).platforms[0]!.clusters.every(each => typeof each === 'object'));
  });

  it('are not computed after they are cancelled', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const typed = (env: string) => ({ uri: folder.uri(), kind: 'environment', answers: { env } });
    const order: string[] = [];
    // Like typing a name: each validation makes the previous one unnecessary.
    const check = (env: string): Promise<unknown> => {
      const source = new CancellationTokenSource();
      const answer = server.connection.sendRequest('kubestack/scaffold', typed(env), source.token);
      if (env !== 'dev') source.cancel();
      return answer.then(
        () => order.push(`${env} computed`),
        () => order.push(`${env} cancelled`),
      );
    };
    let checks: Promise<unknown>[] = [];
    await server.sendTogether(() => (checks = ['d', 'de', 'dev'].map(check)));
    await Promise.all(checks);
    assert.deepEqual(order, ['d cancelled', 'de cancelled', 'dev computed']);
  });
});
