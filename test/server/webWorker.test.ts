// The built bundle of the language server as a web worker, without Node's modules and globals.
import * as assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Hover, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { Method, type EffectiveConfigurationResult, type PlatformsResult } from '../../common/protocol';
import { WorkerServer, workerScript } from '../support/browser/workerServer';

const FILES = {
  'platform/eks_zero_cluster.tf': `module "eks_zero" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      base_domain = var.base_domain
      name_prefix = sha1(file("\${path.module}/files/prefix.txt"))
    }
    ops = {}
  }
}
`,
  'platform/variables.tf': 'variable "base_domain" {\n  default = "infra.example.com"\n}\n',
  'platform/files/prefix.txt': 'abc',
};

describe('the language server as a web worker', () => {
  let server: WorkerServer;

  beforeEach(async () => {
    server = await WorkerServer.start({ files: FILES, latency: 1 });
  });
  afterEach(() => server.stop());

  it('reads the workspace through the client and answers about all of it', async () => {
    const { platforms } = await server.connection.sendRequest<PlatformsResult>(Method.platforms, null);
    assert.deepEqual(
      platforms.map(({ uri, environments }) => [uri, environments]),
      [[server.uri('platform'), ['ops', 'apps']]],
    );
    const textDocument = { uri: server.uri('platform/eks_zero_cluster.tf') };
    const { modules } = await server.connection.sendRequest<EffectiveConfigurationResult>(
      Method.effectiveConfiguration,
      {
        textDocument,
      },
    );
    const values = modules[0]?.environments['ops']?.map(({ path, value }) => [path.join('.'), value]);
    assert.deepEqual(values, [
      ['base_domain', 'infra.example.com'],
      ['name_prefix', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ]);
  });

  it('answers about an open document and reports its problems, with values of files that are read later', async () => {
    const uri = server.uri('platform/eks_zero_cluster.tf');
    const published = new Promise<PublishDiagnosticsParams>(resolve =>
      server.connection.onNotification('textDocument/publishDiagnostics', resolve),
    );
    await server.open('platform/eks_zero_cluster.tf');
    const position = { line: 5, character: 8 };
    const hover = await server.connection.sendRequest<Hover>('textDocument/hover', { textDocument: { uri }, position });
    assert.match(JSON.stringify(hover.contents), /infra\.example\.com/);
    const { diagnostics } = await published;
    assert.ok(diagnostics.length > 0);
    assert.deepEqual(
      diagnostics.filter(({ message }) => /prefix\.txt/.test(JSON.stringify(message))),
      [],
    );
  });

  it('makes no network requests', async () => {
    await server.connection.sendRequest(Method.platforms, null);
    assert.deepEqual(server.forbidden, []);
  });

  it('has at most 565 kB of compressed script', () => {
    const size = gzipSync(workerScript(), { level: 9 }).length;
    assert.ok(size <= 565_000, `${size} bytes`);
  });
});
