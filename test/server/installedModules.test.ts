import * as assert from 'node:assert/strict';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterSource, clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const { Created, Changed, Deleted } = FileChangeType;

/** In terraform's notation, with the normalized source. */
const manifestOf = (source: string): string =>
  JSON.stringify({
    Modules: [
      { Key: '', Source: '', Dir: '.' },
      { Key: 'eks_gc0_eu-west-1', Source: source, Dir: '.terraform/modules/eks_gc0_eu-west-1/aws/cluster' },
    ],
  });
const manifest = manifestOf(
  `git::https://${clusterSource.replace('github.com/kbst/terraform-kubestack', 'github.com/kbst/terraform-kubestack.git')}`,
);
const copy = '.terraform/modules/eks_gc0_eu-west-1/aws/cluster/variables.tf';
const variables = (
  type: string,
): string => `variable "configuration" {\n  type = map(object({ name_prefix = optional(string), ${type} }))\n}

variable "configuration_base_key" {\n  type = string\n  default = "apps"\n}\n`;

describe('an installed copy of a module', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(async () => {
    folder = new TemporaryFolder({ 'cluster.tf': clusterText('name_prefix = "gc0"\nsize = 3') });
    server = await servers.open({ folder: folder.path });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  const install = async (type: string, text = manifest): Promise<void> => {
    folder.write(copy, variables(type));
    const uri = folder.write('.terraform/modules/modules.json', text);
    await server.filesChanged([{ uri, type: Created }]);
  };
  const size = async (): Promise<unknown> => (await effectiveValues(server, folder.uri('cluster.tf')))['apps size'];

  it('replaces the bundled schema of its version once `init` has created it', async () => {
    assert.equal(await size(), '3', 'that release converts to strings');
    await install('size = optional(number)');
    assert.equal(await size(), 3);
    assert.deepEqual(await platformFolderUris(server), [folder.uri()]);
  });

  it('is read again after another `init`, and forgotten with its folder', async () => {
    await install('size = optional(number)');
    assert.equal(await size(), 3);
    folder.write(copy, variables('size = optional(list(number))'));
    await server.filesChanged([{ uri: folder.uri('.terraform/modules/modules.json'), type: Changed }]);
    assert.equal(await size(), undefined);
    folder.delete('.terraform');
    await server.filesChanged([{ uri: folder.uri('.terraform'), type: Deleted }]);
    assert.equal(await size(), '3');
  });

  it('is not used for another version until `init` has run', async () => {
    await install('size = optional(number)');
    assert.equal(await size(), 3);
    const text = clusterText('name_prefix = "gc0"\nsize = 3').replace('v0.19.2-beta.0', 'v0.18.0-beta.0');
    await server.filesChanged([{ uri: folder.write('cluster.tf', text), type: Changed }]);
    assert.equal(await size(), '3', 'the bundled facts of the version that is written');
    await install('size = optional(number)', manifest.replace('v0.19.2-beta.0', 'v0.18.0-beta.0'));
    assert.equal(await size(), 3);
  });

  it('makes a module from another source a Kubestack module', async () => {
    const text = clusterText('size = 3').replace(
      /source = .*/,
      'source = "git::https://git.example/fork.git//aws/cluster?ref=v1"',
    );
    await server.filesChanged([{ uri: folder.write('cluster.tf', text), type: Changed }]);
    assert.deepEqual(await effectiveModules(server, folder.uri('cluster.tf')), []);
    await install('size = optional(number)', manifestOf('git::https://git.example/fork.git//aws/cluster?ref=v1'));
    const [module] = await effectiveModules(server, folder.uri('cluster.tf'));
    assert.deepEqual([module?.kind, module?.provider, module?.version], ['cluster', 'aws', 'v1']);
    assert.equal(await size(), 3);
  });

  it('is ignored if its manifest is invalid or refers to missing folders', async () => {
    for (const text of ['{', '[]', '{"Modules":[1,null,{"Key":"eks_gc0_eu-west-1","Dir":5}]}', manifest, '\0\0']) {
      await server.filesChanged([{ uri: folder.write('.terraform/modules/modules.json', text), type: Created }]);
      assert.equal(await size(), '3');
    }
  });
});
