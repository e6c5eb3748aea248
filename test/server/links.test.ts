import * as assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const serviceModule = (count: number | string): string => `module "web" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { apps = { replicas = [{ name = "web", count = ${count} }] }, ops = {} }
}
`;
const call = 'module "eks_gc0_eu-west-1_service_web" {\n  source = "./modules/web"\n}\n';
const address = 'module.eks_gc0_eu-west-1_service_web.module.web';

describe('symbolic links', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const counts = async (path: string): Promise<unknown> => {
    const replicas = (await effectiveValues(server, folder.uri(path)))['apps replicas'] as
      { count: unknown }[] | undefined;
    return replicas?.[0]?.count;
  };

  it('to a module folder in the workspace are followed, also when the module changes', async () => {
    folder.write('shared/web/main.tf', serviceModule(1));
    folder.write('platform/main.tf', call);
    folder.write('platform/modules/README.md', '');
    symlinkSync('../../shared/web', folder.at('platform/modules/web'));
    server = await servers.open({ folder: folder.path });
    const modules = await effectiveModules(server, folder.uri('platform/modules/web/main.tf'));
    assert.deepEqual(
      modules.map(module => module.address),
      [address],
    );
    assert.equal(await counts('platform/modules/web/main.tf'), 1);

    const uri = folder.write('shared/web/main.tf', serviceModule(2));
    await server.filesChanged([{ uri, type: FileChangeType.Changed }]);
    assert.equal(await counts('platform/modules/web/main.tf'), 2);

    await server.open(uri, serviceModule(3));
    assert.equal(await counts('platform/modules/web/main.tf'), 3);
    await server.close(uri);
    assert.equal(await counts('platform/modules/web/main.tf'), 2);
  });

  it('to a module folder make it part of its platform, not a platform of its own', async () => {
    folder.write('shared/web/main.tf', serviceModule(1));
    folder.write('platform/main.tf', call);
    folder.write('platform/modules/README.md', '');
    symlinkSync('../../shared/web', folder.at('platform/modules/web'));
    server = await servers.open({ folder: folder.path });
    assert.deepEqual(await platformFolderUris(server), [folder.uri('platform')]);
    const modules = await effectiveModules(server, folder.uri('shared/web/main.tf'));
    assert.deepEqual(
      modules.map(module => module.address),
      [address],
    );
  });

  it('to files are followed, also when the file changes', async () => {
    folder.write('locals.tf', 'locals {\n  prefix = "one"\n}\n');
    const uri = folder.write('platform/cluster.tf', clusterText('name_prefix = local.prefix'));
    symlinkSync('../locals.tf', folder.at('platform/locals.tf'));
    server = await servers.open({ folder: folder.path });
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'one');
    folder.write('locals.tf', 'locals {\n  prefix = "two"\n}\n');
    await server.filesChanged([{ uri: folder.uri('locals.tf'), type: FileChangeType.Changed }]);
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'two');
  });

  it('to folders outside the workspace are not followed', async () => {
    folder.write('outside/platform/cluster.tf', clusterText('name_prefix = "outside"'));
    folder.write('workspace/cluster.tf', clusterText('name_prefix = "inside"'));
    symlinkSync('../outside', folder.at('workspace/linked'));
    symlinkSync('../outside/platform', folder.at('workspace/twice'));
    server = await servers.open({ folder: folder.at('workspace') });
    assert.deepEqual(await platformFolderUris(server), [folder.uri('workspace')]);
  });

  it('that are circular or dangling are ignored', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "gc0"'));
    folder.write('modules/README.md', '');
    symlinkSync('..', folder.at('modules/up'));
    symlinkSync('.', folder.at('here'));
    symlinkSync('/', folder.at('everything'));
    symlinkSync('b', folder.at('a'));
    symlinkSync('a', folder.at('b'));
    symlinkSync('nowhere.tf', folder.at('gone.tf'));
    symlinkSync('self.tf', folder.at('self.tf'));
    server = await servers.open({ folder: folder.path });
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
    assert.equal((await effectiveValues(server, folder.uri('cluster.tf')))['ops name_prefix'], 'gc0');
  });

  it('may lead to the workspace itself', async () => {
    folder.write('real/main.tf', call);
    folder.write('real/shared/main.tf', serviceModule(1));
    folder.write('real/modules/README.md', '');
    symlinkSync('../shared', folder.at('real/modules/web'));
    symlinkSync('real', folder.at('link'));
    server = await servers.open({ folder: folder.at('link') });
    assert.deepEqual(await platformFolderUris(server), [folder.uri('link')]);
    assert.equal(await counts('link/modules/web/main.tf'), 1);
    await server.filesChanged([{ uri: folder.uri('link/shared'), type: FileChangeType.Created }]);
    folder.write('real/shared/main.tf', serviceModule(2));
    await server.filesChanged([{ uri: folder.uri('link/shared/main.tf'), type: FileChangeType.Changed }]);
    assert.equal(await counts('link/modules/web/main.tf'), 2);
  });
});
