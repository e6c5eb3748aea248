import assert from 'node:assert/strict';
import { clusterText } from '../support/server/clusterText';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const codes = (found: readonly { code?: number | string }[]): string[] => found.map(({ code }) => String(code));

describe('files beside the configuration', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(async () => {
    folder = new TemporaryFolder({
      'eks_gc0_eu-west-1_cluster.tf': clusterText('name_prefix = "gc0"'),
      Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n',
    });
    server = await servers.open({ folder: folder.path, checks: true });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  it('have diagnostics for the text in the editor until they are closed', async () => {
    const uri = folder.uri('Dockerfile');
    await server.open(uri, 'FROM kubestack/framework:v0.19.1-beta.0\n', 'dockerfile');
    assert.deepEqual(codes(await server.diagnostics(uri, all => all.length > 0)), ['KS103']);
    await server.change(uri, [
      { range: { start: { line: 0, character: 30 }, end: { line: 0, character: 31 } }, text: '2' },
    ]);
    await server.diagnostics(uri, all => all.length === 0);
    await server.change(uri, 'FROM kubestack/framework:v0.18.0-beta.0\n');
    await server.diagnostics(uri, all => all.length > 0);
    await server.close(uri);
    await server.diagnostics(uri, all => all.length === 0);
  });

  it('follow changes of the configuration', async () => {
    const uri = folder.uri('Dockerfile');
    const cluster = folder.uri('eks_gc0_eu-west-1_cluster.tf');
    const text = folder.read('eks_gc0_eu-west-1_cluster.tf');
    await server.open(uri, folder.read('Dockerfile'), 'dockerfile');
    await server.open(cluster, text);
    await server.change(cluster, text.replace('v0.19.2', 'v0.18.2'));
    assert.deepEqual(codes(await server.diagnostics(uri, all => all.length > 0)), ['KS103']);
  });
});
