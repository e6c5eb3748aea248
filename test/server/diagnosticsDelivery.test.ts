import * as assert from 'node:assert/strict';
import {
  FileChangeType,
  type Diagnostic,
  type InitializeParams,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { LanguageServer, ordinaryCapabilities, type LanguageServerOptions } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const { workspace, textDocument } = ordinaryCapabilities;
const pulling: InitializeParams['capabilities'] = {
  workspace: { ...workspace, diagnostics: { refreshSupport: true } },
  textDocument: { ...textDocument, diagnostic: {} },
};
const pushed = 'textDocument/publishDiagnostics';

describe('delivery of diagnostics', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  beforeEach(() => {
    folder = new TemporaryFolder({ 'bad.tf': clusterText('name_prefix = nowhere(1)') });
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    folder.delete();
  });

  const start = async (options: LanguageServerOptions): Promise<string> => {
    server = await LanguageServer.start({ folder: folder.path, ...options });
    const uri = folder.uri('bad.tf');
    await server.open(uri, folder.read('bad.tf'));
    return uri;
  };
  const pull = async (uri: string): Promise<Diagnostic[]> =>
    (await server.request<{ kind: 'full'; items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } }))
      .items;

  it("pushes with the document's version to clients that don't pull", async () => {
    const uri = await start({});
    assert.equal('diagnosticProvider' in server.initializeResult.capabilities, false);
    assert.equal((await server.diagnostics(uri, all => all.length > 0))[0]?.code, 'KS003');
    await server.change(uri, clusterText('name_prefix = "gc0"'));
    await server.diagnostics(uri, all => all.length === 0);
    assert.deepEqual(
      server
        .notificationsOf(pushed)
        .map(each => (each as { version?: number }).version)
        .at(-1),
      2,
    );
  });

  it('keeps those of a closed file in a platform, with the text on disk', async () => {
    const uri = await start({});
    await server.diagnostics(uri, all => all.length === 1);
    await server.change(uri, clusterText('name_prefix = "gc0"'));
    await server.diagnostics(uri, all => all.length === 0);
    await server.close(uri);
    assert.equal((await server.diagnostics(uri, all => all.length > 0))[0]?.code, 'KS003');
  });

  it('clears those of a closed file outside of platforms', async () => {
    folder.write('plain/main.tf', 'locals {');
    await start({});
    const uri = folder.uri('plain/main.tf');
    await server.open(uri, folder.read('plain/main.tf'));
    await server.diagnostics(uri, all => all[0]?.code === 'syntax');
    await server.close(uri);
    await server.diagnostics(uri, all => all.length === 0);
  });

  it('pushes those of closed files, and follows changes on disk', async () => {
    server = await LanguageServer.start({ folder: folder.path });
    const uri = folder.uri('bad.tf');
    assert.equal((await server.diagnostics(uri, all => all.length > 0))[0]?.code, 'KS003');
    folder.write('bad.tf', clusterText('name_prefix = "gc0"'));
    await server.filesChanged([{ uri, type: FileChangeType.Changed }]);
    await server.diagnostics(uri, all => all.length === 0);
  });

  it('answers pulls, and does not push to clients that pull', async () => {
    const uri = await start({ capabilities: pulling });
    assert.deepEqual(server.initializeResult.capabilities.diagnosticProvider, {
      identifier: 'kubestack',
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    const [found] = await pull(uri);
    assert.deepEqual(
      [found?.code, found?.source, found?.severity, found?.range],
      ['KS003', 'kubestack', 1, { start: { line: 5, character: 20 }, end: { line: 5, character: 27 } }],
    );
    assert.match(found?.codeDescription?.href ?? '', /docs\/checks\/KS003\.md$/);
    await server.change(uri, clusterText('name_prefix = "gc0"'));
    assert.deepEqual(await pull(uri), []);
    await server.close(uri);
    await server.notification('kubestack/platformsChanged');
    assert.deepEqual(server.notificationsOf(pushed), []);
  });

  describe('for the workspace', () => {
    type Answer = Promise<{ items: WorkspaceDocumentDiagnosticReport[] }>;
    const pullAll = (
      previousResultIds: { uri: string; value: string }[] = [],
      others: { identifier?: string; partialResultToken?: string } = {},
    ): Answer => server.request('workspace/diagnostic', { identifier: 'kubestack', previousResultIds, ...others });
    const codes = (reports: WorkspaceDocumentDiagnosticReport[]): Record<string, unknown[]> =>
      Object.fromEntries(
        reports.map(report => [
          report.uri.slice(`${folder.uri('').replace(/\/$/, '')}/`.length),
          report.kind === 'full' ? report.items.map(({ code }) => code) : ['unchanged'],
        ]),
      );
    const idsOf = (reports: WorkspaceDocumentDiagnosticReport[]): { uri: string; value: string }[] =>
      reports.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
    const streaming = { partialResultToken: 'partial' };

    beforeEach(() => {
      folder.write('good.tf', clusterText('name_prefix = "gc0"', '', 'eks_gc1_eu-west-1'));
      folder.write('plain/main.tf', 'locals {');
    });

    it('covers the files of all platforms, open or not, and no plain Terraform', async () => {
      server = await LanguageServer.start({ folder: folder.path, capabilities: pulling });
      assert.deepEqual(codes((await pullAll()).items), { 'bad.tf': ['KS003'] });
      assert.deepEqual(server.notificationsOf(pushed), []);
    });

    it('omits results that the client has', async () => {
      server = await LanguageServer.start({ folder: folder.path, capabilities: pulling });
      const { items } = await pullAll();
      assert.deepEqual((await pullAll(idsOf(items))).items, []);
    });

    it('waits for a change if the client pulls continuously', async () => {
      server = await LanguageServer.start({ folder: folder.path, capabilities: pulling });
      const { items } = await pullAll([], streaming);
      const next = pullAll(idsOf(items), streaming);
      const uri = folder.uri('good.tf');
      folder.write('good.tf', clusterText('name_prefix = nowhere(1)', '', 'eks_gc1_eu-west-1'));
      await server.filesChanged([{ uri, type: FileChangeType.Changed }]);
      const more = (await next).items;
      assert.deepEqual(codes(more), { 'good.tf': ['KS003'] });
      const last = pullAll(idsOf([...items, ...more]), streaming);
      folder.write('good.tf', clusterText('name_prefix = "gc0"', '', 'eks_gc1_eu-west-1'));
      await server.filesChanged([{ uri, type: FileChangeType.Changed }]);
      assert.deepEqual(codes((await last).items), { 'good.tf': [] });
    });

    it('has the same results as the open document, and sends them again when it is closed', async () => {
      const uri = await start({ capabilities: pulling });
      const { items } = await pullAll([], streaming);
      assert.deepEqual(codes(items), { 'bad.tf': ['KS003'] });
      assert.deepEqual(items[0]?.kind === 'full' && items[0].items, await pull(uri));
      const next = pullAll(idsOf(items), streaming);
      await server.close(uri);
      assert.deepEqual(codes((await next).items), { 'bad.tf': ['KS003'] });
    });

    it('answers a waiting request at shutdown, though nothing has changed', async () => {
      server = await LanguageServer.start({ folder: folder.path, capabilities: pulling });
      const { items } = await pullAll([], streaming);
      const waiting = pullAll(idsOf(items), streaming);
      await server.request('shutdown', undefined);
      assert.deepEqual((await waiting).items, []);
      await server.kill();
      server = await LanguageServer.start({});
    });

    it('has a second identifier for files beside the configuration that are registered separately', async () => {
      folder.write('Dockerfile', 'FROM kubestack/framework:v0.18.1-beta.0\n');
      const dynamic: InitializeParams['capabilities'] = {
        ...pulling,
        textDocument: {
          ...textDocument,
          synchronization: { dynamicRegistration: true },
          diagnostic: { dynamicRegistration: true },
        },
      };
      server = await LanguageServer.start({
        folder: folder.path,
        capabilities: dynamic,
        settings: { checks: { KS103: 'error' } },
      });
      assert.deepEqual(codes((await pullAll()).items), { 'bad.tf': ['KS003'] });
      assert.deepEqual(codes((await pullAll([], { identifier: 'kubestack-files' })).items), { Dockerfile: ['KS103'] });
      await server.stop();
      server = await LanguageServer.start({
        folder: folder.path,
        capabilities: pulling,
        settings: { checks: { KS103: 'error' } },
      });
      assert.deepEqual(codes((await pullAll()).items), { 'bad.tf': ['KS003'], Dockerfile: ['KS103'] });
    });
  });

  it('requests a refresh when dependencies have changed', async () => {
    const uri = await start({ capabilities: pulling });
    await server.open(folder.uri('more.tf'), 'locals {}\n');
    await server.notification('kubestack/platformsChanged');
    await pull(uri);
    assert.ok(server.diagnosticRefreshes > 0);
  });

  it('uses the severities in the settings', async () => {
    const uri = await start({ settings: { checks: { KS003: 'hint' } } });
    assert.equal((await server.diagnostics(uri, all => all[0]?.severity === 4))[0]?.code, 'KS003');
  });

  it('omits diagnostics that the settings turn off', async () => {
    const uri = await start({
      settings: { checks: { KS003: 'off', KS001: 'nonsense', KS002: 5 } },
      capabilities: pulling,
    });
    await server.notification('kubestack/platformsChanged');
    assert.deepEqual(await pull(uri), []);
  });

  it('follows changes of settings', async () => {
    const settings: { checks?: Record<string, string> } = {};
    const uri = await start({ settings });
    await server.diagnostics(uri, all => all.length > 0);
    settings.checks = { KS003: 'off' };
    await server.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    await server.diagnostics(uri, all => all.length === 0);
  });

  it('reads initializationOptions if the client has no workspace/configuration', async () => {
    const uri = await start({
      capabilities: { workspace: {}, textDocument: { diagnostic: {} } },
      initializationOptions: { settings: { checks: { KS003: 'information' } } },
    });
    assert.equal((await pull(uri))[0]?.severity, 3);
  });

  for (const platformsChanged of [undefined, false, true])
    it(`follow a notification about platforms only if the client asks for it: ${platformsChanged}`, async () => {
      const uri = await start({ initializationOptions: { platformsChanged } });
      await server.diagnostics(uri, all => all.length > 0);
      const sent = server.notificationsOf('kubestack/platformsChanged').length > 0;
      assert.equal(sent, platformsChanged === true);
    });

  it('lists environments in the order of the settings', async () => {
    folder.write('good.tf', clusterText('name_prefix = "gc0"', '', 'eks_gc1_eu-west-1'));
    await start({ settings: { environments: ['apps', 'ops'] } });
    await server.notification('kubestack/platformsChanged');
    const { platforms } = await server.request<{ platforms: { environments: string[] }[] }>('kubestack/platforms', {});
    assert.deepEqual(platforms[0]?.environments, ['apps', 'ops']);
  });

  it('continues with invalid settings', async () => {
    for (const settings of [
      { environments: 'ops', checks: [] },
      { environments: [1, null], checks: { KS003: {} } },
    ]) {
      const uri = await start({ settings });
      await server.diagnostics(uri, all => all.length === 1);
      await server.stop();
    }
    await start({ initializationOptions: 'nonsense', settings: {} });
    await server.diagnostics(folder.uri('bad.tf'), all => all.length === 1);
  });

  describe('of what a module makes of a configuration', () => {
    const MODULE = `variable "configuration" {}
variable "configuration_base_key" {
  default = "apps"
}
resource "aws_eks_node_group" "nodes" {
  scaling_config {
    min_size = var.configuration["apps"].cluster_min_size - 2
  }
}
`;
    const cluster = (size: number): string =>
      clusterText(`cluster_min_size = ${size}`).replace(/source = ".*"/, 'source = "./aws/cluster"');
    const isRefused = (all: readonly Diagnostic[]): boolean => all.some(({ code }) => code === 'KS318');

    it('follows when the server is idle, and after each edit', async () => {
      folder.write('aws/cluster/main.tf', MODULE);
      folder.write('bad.tf', cluster(1));
      const uri = await start({ settings: { checks: { KS318: 'error' } } });
      const found = (await server.diagnostics(uri, isRefused)).find(({ code }) => code === 'KS318');
      assert.equal(
        found?.message,
        'module.eks_gc0_eu-west-1.aws_eks_node_group.nodes: "-1" in scaling_config.min_size is refused: use a whole number, 0 or more. Environments: "apps" and "ops".',
      );
      await server.change(uri, cluster(2));
      await server.diagnostics(uri, all => !isRefused(all));
      await server.change(uri, cluster(0));
      await server.diagnostics(uri, isRefused);
    });
  });
});
