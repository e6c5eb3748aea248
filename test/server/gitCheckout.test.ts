import * as assert from 'node:assert/strict';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterText } from '../support/server/clusterText';
import { effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';
import { gitIn } from '../support/gitIn';

const { Created, Changed, Deleted } = FileChangeType;

describe('git checkout under open editors', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  const git = (...parameters: string[]): string => gitIn(folder.path, ...parameters);

  beforeEach(async () => {
    folder = new TemporaryFolder({
      'eks.tf': clusterText('name_prefix = local.prefix'),
      'locals.tf': 'locals {\n  prefix = "main"\n}\n',
    });
    git('init', '--quiet', '--initial-branch', 'main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'main');
    git('checkout', '--quiet', '-b', 'move');
    git('mv', 'locals.tf', 'values.tf');
    folder.write('values.tf', 'locals {\n  prefix = "moved"\n}\n');
    folder.write('eks.tf', clusterText('name_prefix = local.prefix\nbase_domain = "example.com"'));
    folder.write('gke.tf', clusterText('name_prefix = local.prefix', '', 'gke_gc0_europe-west1'));
    git('add', '.');
    git('commit', '--quiet', '--message', 'move');
    git('checkout', '--quiet', 'main');
    server = await servers.open({ folder: folder.path });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  it('results in the answers of the other branch, and back', async () => {
    const eks = folder.uri('eks.tf');
    await server.open(eks, folder.read('eks.tf'));
    const onMain = await effectiveValues(server, eks);
    assert.equal(onMain['apps name_prefix'], 'main');

    git('checkout', '--quiet', 'move');
    await server.filesChanged([
      { uri: folder.uri('locals.tf'), type: Deleted },
      { uri: folder.uri('values.tf'), type: Created },
      { uri: folder.uri('gke.tf'), type: Created },
      { uri: eks, type: Changed },
    ]);
    // An editor without unsaved changes reloads the file; the server receives both notifications in any order.
    await server.change(eks, folder.read('eks.tf'));
    assert.deepEqual(
      [
        (await effectiveValues(server, eks))['apps name_prefix'],
        (await effectiveValues(server, eks))['ops base_domain'],
      ],
      ['moved', 'example.com'],
    );
    assert.equal((await effectiveValues(server, folder.uri('gke.tf')))['apps name_prefix'], 'moved');

    git('checkout', '--quiet', 'main');
    await server.change(eks, folder.read('eks.tf'));
    await server.filesChanged([
      { uri: eks, type: Changed },
      { uri: folder.uri('gke.tf'), type: Deleted },
      { uri: folder.uri('values.tf'), type: Deleted },
      { uri: folder.uri('locals.tf'), type: Created },
    ]);
    assert.deepEqual(await effectiveValues(server, eks), onMain);
    assert.deepEqual(await effectiveValues(server, folder.uri('gke.tf')), {});
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
  });

  it('keeps unsaved changes', async () => {
    const eks = folder.uri('eks.tf');
    await server.open(eks, clusterText('name_prefix = "unsaved"'));
    git('checkout', '--quiet', 'move');
    await server.filesChanged([{ uri: eks, type: Changed }]);
    assert.equal((await effectiveValues(server, eks))['apps name_prefix'], 'unsaved');
    await server.close(eks);
    assert.equal((await effectiveValues(server, eks))['apps base_domain'], 'example.com');
  });

  it('ignores an open document whose file the other branch does not have', async () => {
    const [locals, eks] = [folder.uri('locals.tf'), folder.uri('eks.tf')];
    await server.open(locals, folder.read('locals.tf'));
    assert.equal((await effectiveValues(server, eks))['apps name_prefix'], 'main');
    git('checkout', '--quiet', 'move');
    await server.filesChanged([
      { uri: locals, type: Deleted },
      { uri: folder.uri('values.tf'), type: Created },
      { uri: eks, type: Changed },
    ]);
    assert.equal((await effectiveValues(server, eks))['apps name_prefix'], 'moved');

    git('checkout', '--quiet', 'main');
    await server.filesChanged([
      { uri: folder.uri('values.tf'), type: Deleted },
      { uri: eks, type: Changed },
      { uri: locals, type: Created },
    ]);
    assert.equal((await effectiveValues(server, eks))['apps name_prefix'], 'main');
  });

  it('uses a document without a file again when it is edited', async () => {
    git('checkout', '--quiet', 'move');
    const gke = folder.uri('gke.tf');
    await server.filesChanged([{ uri: gke, type: Created }]);
    await server.open(gke, folder.read('gke.tf'));
    assert.equal((await effectiveValues(server, gke))['apps name_prefix'], 'main');
    git('checkout', '--quiet', 'main');
    await server.filesChanged([{ uri: gke, type: Deleted }]);
    assert.deepEqual(await effectiveValues(server, gke), {});
    await server.change(gke, clusterText('name_prefix = "kept"', '', 'gke_gc0_europe-west1'));
    assert.equal((await effectiveValues(server, gke))['apps name_prefix'], 'kept');
    await server.close(gke);
    assert.deepEqual(await effectiveValues(server, gke), {});
  });

  it('keeps unsaved changes of a document whose file the other branch does not have', async () => {
    git('checkout', '--quiet', 'move');
    const gke = folder.uri('gke.tf');
    await server.filesChanged([{ uri: gke, type: Created }]);
    await server.open(gke, folder.read('gke.tf'));
    await server.change(gke, clusterText('name_prefix = "unsaved"', '', 'gke_gc0_europe-west1'));
    git('checkout', '--quiet', 'main');
    await server.filesChanged([{ uri: gke, type: Deleted }]);
    assert.equal((await effectiveValues(server, gke))['apps name_prefix'], 'unsaved');
  });
});
