import * as assert from 'node:assert/strict';
import { clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import { LanguageServer, type LanguageServerOptions } from '../support/server/languageServer';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const root = (source: string): string =>
  `module "eks_gc0_eu-west-1_service_web" {\n  source = "${source}"\n  size = 2\n}\n`;
const sharedModule = `variable "size" {}
module "web" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { apps = { replicas = [{ name = "web", count = var.size }] }, ops = {} }
}
`;

describe('a workspace', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(async () => {
    assert.equal(await server.stop(), 0);
    assert.equal(server.stderr, '');
    folder.delete();
  });

  const start = async (options: LanguageServerOptions): Promise<void> => {
    server = await LanguageServer.start(options);
  };

  it('of several folders has the platforms of all of them', async () => {
    folder.write('one/cluster.tf', clusterText('name_prefix = "one"'));
    folder.write('two/cluster.tf', clusterText('name_prefix = "two"'));
    await start({ folders: [folder.at('one'), folder.at('two')] });
    assert.deepEqual(await platformFolderUris(server), [folder.uri('one'), folder.uri('two')]);
  });

  it('follows folders that are added and removed', async () => {
    folder.write('one/cluster.tf', clusterText('name_prefix = "one"'));
    folder.write('two/cluster.tf', clusterText('name_prefix = "two"'));
    await start({ folders: [folder.at('one')] });
    await server.foldersChanged([folder.at('two')], [folder.at('one')]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri('two')]);
    await server.foldersChanged([folder.at('one')]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri('one'), folder.uri('two')]);
  });

  it('keeps what is in another folder, and open documents, when a folder is removed', async () => {
    folder.write('all/one/cluster.tf', clusterText('name_prefix = "one"'));
    const open = folder.write('two/cluster.tf', clusterText('name_prefix = "two"'));
    folder.write('two/rest.tf', 'locals {\n  a = 1\n}\n');
    await start({ folders: [folder.at('all'), folder.at('all/one'), folder.at('two')] });
    await server.open(open, folder.read('two/cluster.tf'));
    await server.foldersChanged([], [folder.at('all/one'), folder.at('two')]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri('all/one'), folder.uri('two')]);
    assert.equal((await effectiveValues(server, open))['apps name_prefix'], 'two');
    await server.foldersChanged([folder.at('all/one')], [folder.at('all')]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri('all/one'), folder.uri('two')]);
  });

  it('can have no folder: an open document is evaluated with the files beside it', async () => {
    const uri = folder.write('cluster.tf', clusterText('name_prefix = local.prefix'));
    folder.write('locals.tf', 'locals {\n  prefix = "beside"\n}\n');
    await start({});
    await server.open(uri, folder.read('cluster.tf'));
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'beside');
  });

  it('can contain many root modules that share local modules', async () => {
    folder.write('teams/a/main.tf', root('../../modules/web'));
    folder.write('teams/b/main.tf', root('../../modules/web').replace('size = 2', 'size = 5'));
    const shared = folder.write('modules/web/main.tf', sharedModule);
    await start({ folder: folder.path });
    assert.deepEqual(await platformFolderUris(server), [folder.uri('teams/a'), folder.uri('teams/b')]);
    const modules = await effectiveModules(server, shared);
    assert.deepEqual(
      modules.map(module => [module.address, module.environments.ops?.[0]?.value]),
      [
        ['module.eks_gc0_eu-west-1_service_web.module.web', [{ count: 2, name: 'web' }]],
        ['module.eks_gc0_eu-west-1_service_web.module.web', [{ count: 5, name: 'web' }]],
      ],
    );
  });

  it('answers about a document that is opened before the workspace was read, and reads the rest', async () => {
    folder.write('main.tf', root('./modules/web'));
    const shared = folder.write('modules/web/main.tf', sharedModule);
    for (let index = 0; index < 300; index++)
      folder.write(`other/${index}/main.tf`, clusterText(`name_prefix = "p${index}"`));
    await start({ folder: folder.path, early: true });
    await server.open(shared, sharedModule);
    assert.deepEqual((await effectiveValues(server, shared))['apps replicas'], [{ count: 2, name: 'web' }]);
    assert.equal((await platformFolderUris(server)).length, 301);
  });

  it('does not read folders of other tools', async () => {
    for (const hidden of ['.terraform/modules/x', '.git/x', 'node_modules/x', '.venv'])
      folder.write(`${hidden}/main.tf`, clusterText('name_prefix = "x"'));
    await start({ folder: folder.path });
    assert.deepEqual(await platformFolderUris(server), []);
  });
});
