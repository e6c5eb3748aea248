import * as assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { FileChangeType, type FileEvent } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const { Created, Changed, Deleted } = FileChangeType;

const serviceCall = (name: string): string => `module "${name}" {\n  source = "./modules/web"\n  size = 4\n}\n`;
const serviceModule = `variable "size" {
  type = number
}

module "web" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"

  configuration = {
    apps = {
      replicas = [{ name = "web", count = var.size }]
    }
    ops = {}
  }
}
`;

describe('files that change on disk', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(async () => {
    folder = new TemporaryFolder({
      'cluster.tf': clusterText('name_prefix = local.prefix'),
      'locals.tf': 'locals {\n  prefix = "one"\n}\n',
      'modules/web/main.tf': serviceModule,
      'web.tf': serviceCall('eks_gc0_eu-west-1_service_web'),
    });
    server = await servers.open({ folder: folder.path });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const prefix = async (): Promise<unknown> =>
    (await effectiveValues(server, folder.uri('cluster.tf')))['apps name_prefix'];
  const serviceAddresses = async (path: string): Promise<string[]> =>
    (await effectiveModules(server, folder.uri(path))).map(module => module.address);

  it('are used with their new text', async () => {
    assert.equal(await prefix(), 'one');
    const uri = folder.write('locals.tf', 'locals {\n  prefix = "two"\n}\n');
    await server.filesChanged([{ uri, type: Changed }]);
    assert.equal(await prefix(), 'two');
  });

  it('are used once they are created, and not once they are deleted', async () => {
    const uri = folder.write('other.tf', clusterText('name_prefix = "new"', '', 'eks_gc1_eu-west-1'));
    await server.filesChanged([{ uri, type: Created }]);
    assert.equal((await effectiveValues(server, uri))['ops name_prefix'], 'new');
    folder.delete('other.tf');
    await server.filesChanged([{ uri, type: Deleted }]);
    assert.deepEqual(await effectiveModules(server, uri), []);
  });

  it('are used at the path to which they moved', async () => {
    renameSync(folder.at('locals.tf'), folder.at('values.tf'));
    await server.filesChanged([
      { uri: folder.uri('locals.tf'), type: Deleted },
      { uri: folder.uri('values.tf'), type: Created },
    ]);
    const module = (await effectiveModules(server, folder.uri('cluster.tf')))[0];
    assert.equal(await prefix(), 'one');
    assert.equal(module?.environments.apps?.[0]?.location.uri, folder.uri('cluster.tf'));
  });

  it('are announced to the client', async () => {
    await server.notification('kubestack/platformsChanged');
    server.forgetNotifications();
    const uri = folder.write('locals.tf', 'locals {\n  prefix = "two"\n}\n');
    await server.filesChanged([{ uri, type: Changed }]);
    await server.notification('kubestack/platformsChanged');
  });

  it('are read again if only their folder is reported: moved', async () => {
    assert.deepEqual(await serviceAddresses('modules/web/main.tf'), [
      'module.eks_gc0_eu-west-1_service_web.module.web',
    ]);
    renameSync(folder.at('modules/web'), folder.at('modules/shop'));
    await server.filesChanged([
      { uri: folder.uri('modules/web'), type: Deleted },
      { uri: folder.uri('modules/shop'), type: Created },
    ]);
    assert.deepEqual(await serviceAddresses('modules/web/main.tf'), []);
    const uri = folder.write(
      'web.tf',
      serviceCall('eks_gc0_eu-west-1_service_web').replace('modules/web', 'modules/shop'),
    );
    await server.filesChanged([{ uri, type: Changed }]);
    assert.deepEqual(await serviceAddresses('modules/shop/main.tf'), [
      'module.eks_gc0_eu-west-1_service_web.module.web',
    ]);
  });

  it('are read again if only their folder is reported: replaced by another one of the same name', async () => {
    folder.write('modules/other/main.tf', serviceModule.replace('count = var.size', 'count = 7'));
    folder.write('modules/web/extra.tf', 'variable "unused" {}\n');
    await server.filesChanged([{ uri: folder.uri('modules/web/extra.tf'), type: Created }]);
    folder.delete('modules/web');
    renameSync(folder.at('modules/other'), folder.at('modules/web'));
    await server.filesChanged([{ uri: folder.uri('modules/web'), type: Created }]);
    const values = await effectiveValues(server, folder.uri('modules/web/main.tf'));
    assert.deepEqual(values['apps replicas'], [{ count: 7, name: 'web' }]);
    assert.equal(await server.hover(folder.uri('modules/web/extra.tf'), { line: 0, character: 0 }), null);
  });

  it('are ignored while they are open in the editor, and used again when they are closed', async () => {
    const uri = folder.uri('locals.tf');
    await server.open(uri, 'locals {\n  prefix = "typed"\n}\n');
    assert.equal(await prefix(), 'typed');
    folder.write('locals.tf', 'locals {\n  prefix = "saved elsewhere"\n}\n');
    await server.filesChanged([{ uri, type: Changed }]);
    assert.equal(await prefix(), 'typed');
    await server.close(uri);
    assert.equal(await prefix(), 'saved elsewhere');
  });

  it('are kept with unsaved changes when their folder is deleted, until they are closed', async () => {
    const uri = folder.uri('modules/web/main.tf');
    await server.open(uri, `${serviceModule}# Not saved.\n`);
    folder.delete('modules/web');
    await server.filesChanged([{ uri: folder.uri('modules/web'), type: Deleted }]);
    assert.deepEqual(await serviceAddresses('modules/web/main.tf'), [
      'module.eks_gc0_eu-west-1_service_web.module.web',
    ]);
    await server.close(uri);
    assert.deepEqual(await serviceAddresses('modules/web/main.tf'), []);
  });

  it('are used again when an open document of a deleted installed module is saved', async () => {
    const uri = folder.write('.terraform/modules/x/main.tf', 'variable "size" {}\n');
    await server.open(uri, 'variable "size" {}\n');
    const symbols = async (): Promise<unknown> =>
      (await server.request<{ name: string }[] | null>('textDocument/documentSymbol', { textDocument: { uri } }))
        ?.length;
    assert.equal(await symbols(), 1);
    folder.delete('.terraform/modules/x');
    await server.filesChanged([{ uri, type: Deleted }]);
    assert.equal(await symbols(), undefined);
    folder.write('.terraform/modules/x/main.tf', 'variable "size" {}\n');
    await server.filesChanged([{ uri, type: Created }]);
    assert.equal(await symbols(), 1);
  });

  it('are forgotten when a new file is closed without saving', async () => {
    const uri = folder.uri('draft.tf');
    await server.open(uri, clusterText('name_prefix = "draft"', '', 'eks_gc1_eu-west-1'));
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'draft');
    await server.close(uri);
    assert.deepEqual(await effectiveModules(server, uri), []);
  });

  it('are used if a function reads them', async () => {
    folder.write('prefix.txt', 'read');
    const uri = folder.write('locals.tf', 'locals {\n  prefix = file("${path.module}/prefix.txt")\n}\n');
    await server.filesChanged([{ uri, type: Changed }]);
    assert.equal(await prefix(), 'read');
    await server.filesChanged([{ uri: folder.write('prefix.txt', 'read again'), type: Changed }]);
    assert.equal(await prefix(), 'read again');
  });

  it('are watched with any name, so that deleted folders are noticed', async () => {
    await server.notification('kubestack/platformsChanged');
    assert.deepEqual(server.registrations.get('workspace/didChangeWatchedFiles'), {
      watchers: [{ globPattern: '**/*' }],
    });
  });

  it('are ignored in `.terraform` and `.git`, except for those that init and workspace select write', async () => {
    const module = {
      uri: folder.write('.terraform/modules/x/main.tf', clusterText('name_prefix = "x"')),
      type: Created,
    } satisfies FileEvent;
    const index = { uri: folder.write('.git/index', 'DIRC'), type: Changed } satisfies FileEvent;
    await server.filesChanged([module, index]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
    server.forgetNotifications();
    await server.filesChanged([{ uri: folder.write('.terraform/environment', 'ops'), type: Created }]);
    await server.notification('kubestack/platformsChanged');
  });
});
