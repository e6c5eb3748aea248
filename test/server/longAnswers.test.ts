// Answers about a whole large platform: they hold nobody up, and tell what is true in the end.
import * as assert from 'node:assert/strict';
import { generatePlatform } from '../platforms/generate';
import { LanguageServer } from './languageServer';
import { TemporaryFolder } from './temporaryFolder';

describe('answers about a whole platform of many clusters', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  let cluster: string;

  beforeEach(async () => {
    folder = new TemporaryFolder({});
    cluster = generatePlatform(folder.path, 60).find(path => /^eks_.*_cluster\.tf$/.test(path))!;
    server = await LanguageServer.start({ folder: folder.path });
    await server.open(folder.uri(cluster), folder.read(cluster));
    await server.request('kubestack/platforms', {});
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  const wholeDocument = (): Promise<{ text: string }> =>
    server.request('kubestack/effectiveDocument', { uri: folder.uri(), environment: 'apps-prod' });

  it('let a short question go first', async () => {
    const order: string[] = [];
    const whole = wholeDocument().then(() => order.push('whole document'));
    const hover = server.hover(folder.uri(cluster), { line: 0, character: 10 }).then(() => order.push('hover'));
    await Promise.all([whole, hover]);
    assert.deepEqual(order, ['hover', 'whole document']);
  });

  it('have what is typed meanwhile', async () => {
    const whole = wholeDocument();
    const minimum = /(min_size += )\d+/;
    assert.match(folder.read(cluster), minimum);
    await server.change(
      folder.uri(cluster),
      folder.read(cluster).replace(minimum, (_, before: string) => `${before}777`),
    );
    assert.match((await whole).text, /min_size += 777\n/);
  });

  it('come in the end, however much is typed meanwhile', async () => {
    let isAnswered = false;
    const whole = wholeDocument().finally(() => (isAnswered = true));
    for (let number = 1; !isAnswered && number < 2000; number++) {
      await server.change(folder.uri(cluster), `${folder.read(cluster)}# ${number}\n`);
      await server.hover(folder.uri(cluster), { line: 0, character: 10 });
    }
    assert.ok(isAnswered);
    assert.match((await whole).text, /min_size/);
  });

  it('are not computed when nobody waits for them any more', async () => {
    const { CancellationTokenSource } = await import('vscode-languageserver-protocol/node');
    const typed = (env: string) => ({ uri: folder.uri(), kind: 'environment', answers: { env } });
    const order: string[] = [];
    // As a name is typed: each check makes the one before it needless.
    const checks = ['d', 'de', 'dev'].map(async env => {
      const source = new CancellationTokenSource();
      const check = server.connection.sendRequest('kubestack/scaffold', typed(env), source.token);
      if (env !== 'dev') source.cancel();
      await check.then(
        () => order.push(`${env} computed`),
        () => order.push(`${env} cancelled`),
      );
    });
    await Promise.all(checks);
    assert.deepEqual(order, ['d cancelled', 'de cancelled', 'dev computed']);
  });
});
