import * as assert from 'node:assert/strict';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { clusterSource, clusterText } from '../support/server/clusterText';
import { effectiveModules, effectiveValues, effectiveModuleValues } from '../support/server/effectiveValues';
import type { LanguageServer } from '../support/server/languageServer';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const { Created, Changed, Deleted } = FileChangeType;

describe('the files of a module', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer | undefined;
  const servers = new SharedServers();

  beforeEach(() => {
    folder = new TemporaryFolder();
  });

  afterEach(async () => {
    await servers.leave(server!);
    server = undefined;
    folder.delete();
  });

  /** `apps name_prefix` in cluster.tf with the current files. */
  const prefix = async (path = 'cluster.tf'): Promise<unknown> => {
    server ??= await servers.open({ folder: folder.path });
    return (await effectiveValues(server, folder.uri(path)))['apps name_prefix'];
  };
  /** Writes files one after the other, each of which overrides the previous ones. */
  const winsOneByOne = async (files: readonly (readonly [string, (value: string) => string])[]): Promise<void> => {
    for (const [index, [path, text]] of files.entries()) {
      const uri = folder.write(path, text(`value ${index}`));
      await server?.filesChanged([{ uri, type: Created }]);
      assert.equal(await prefix(), `value ${index}`, path);
    }
    for (const [index, [path]] of [...files.entries()].reverse()) {
      assert.equal(await prefix(), `value ${index}`, path);
      folder.delete(path);
      await server?.filesChanged([{ uri: folder.uri(path), type: Deleted }]);
    }
  };

  it("set variables in terraform's order", async () => {
    folder.write('cluster.tf', clusterText('name_prefix = var.prefix'));
    folder.write('variables.tf', 'variable "prefix" {\n  default = "default"\n}\n');
    folder.write('other.tfvars', 'prefix = "not loaded by itself"\n');
    assert.equal(await prefix(), 'default');
    const hcl = (value: string): string => `prefix = "${value}"\n`;
    const json = (value: string): string => JSON.stringify({ prefix: value });
    await winsOneByOne([
      ['terraform.tfvars', hcl],
      ['terraform.tfvars.json', json],
      ['a.auto.tfvars', hcl],
      ['b.auto.tfvars.json', json],
      ['c.auto.tfvars', hcl],
    ]);
    assert.equal(await prefix(), 'default');
  });

  it('override others attribute by attribute', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "own"'));
    assert.equal(await prefix(), 'own');
    const override = (value: string): string =>
      `module "eks_gc0_eu-west-1" {\n  configuration = {\n    apps = { name_prefix = "${value}" }\n  }\n}\n`;
    await winsOneByOne([
      ['a_override.tf', override],
      ['b_override.tf', override],
      ['override.tf', override],
    ]);
    assert.equal(await prefix(), 'own');
  });

  it('show an overridden call in both files', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "own"'));
    const uri = folder.write(
      'override.tf',
      'module "eks_gc0_eu-west-1" {\n  configuration = { apps = { name_prefix = "over" }, qa = {} }\n}\n',
    );
    assert.equal(await prefix(), 'over');
    const [module] = await effectiveModules(server!, uri);
    assert.deepEqual(effectiveModuleValues(module), { 'apps name_prefix': 'over', 'qa name_prefix': 'over' });
    assert.deepEqual(module?.environments.qa?.[0]?.location.uri, uri);
  });

  it('override locals and variables, too', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "${local.a}-${var.b}"'));
    folder.write('values.tf', 'locals {\n  a = 1\n}\n\nvariable "b" {\n  default = 1\n}\n');
    assert.equal(await prefix(), '1-1');
    const uri = folder.write('values_override.tf', 'locals {\n  a = 2\n}\n\nvariable "b" {\n  default = 2\n}\n');
    await server?.filesChanged([{ uri, type: Created }]);
    assert.equal(await prefix(), '2-2');
  });

  it('shadow each other: a .tofu file replaces the .tf file of the same name', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "${local.a}-${local.b}"'));
    folder.write('values.tf', 'locals {\n  a = "tf"\n}\n');
    folder.write('more.tf.json', JSON.stringify({ locals: { b: 'tf.json' } }));
    assert.equal(await prefix(), 'tf-tf.json');
    const tofu = folder.write('values.tofu', 'locals {\n  a = "tofu"\n}\n');
    const json = folder.write('more.tofu.json', JSON.stringify({ locals: { b: 'tofu.json' } }));
    await server?.filesChanged([tofu, json].map(uri => ({ uri, type: Created })));
    assert.equal(await prefix(), 'tofu-tofu.json');
    folder.write('values.tf', 'locals {\n  a = "still shadowed"\n}\n');
    await server?.filesChanged([{ uri: folder.uri('values.tf'), type: Changed }]);
    assert.equal(await prefix(), 'tofu-tofu.json');
    folder.delete('values.tofu');
    await server?.filesChanged([{ uri: tofu, type: Deleted }]);
    assert.equal(await prefix(), 'still shadowed-tofu.json');
  });

  it('may be JSON', async () => {
    const configuration = { apps: { name_prefix: '${local.a}0' }, ops: {} };
    folder.write(
      'cluster.tf.json',
      JSON.stringify({ module: { 'eks_gc0_eu-west-1': { source: clusterSource, configuration } } }),
    );
    folder.write('locals.tf.json', JSON.stringify({ locals: { a: 'gc' } }));
    assert.equal(await prefix('cluster.tf.json'), 'gc0');
  });

  it('are ignored if they are backups, hidden or have another extension, even if they are open', async () => {
    folder.write('cluster.tf', clusterText('name_prefix = "own"'));
    for (const name of ['cluster.tf~', '.cluster.tf', '#cluster.tf#', 'cluster.tf.bak']) {
      folder.write(name, clusterText('name_prefix = "backup"'));
    }
    assert.equal(await prefix(), 'own');
    await server!.open(folder.uri('cluster.tf.bak'), clusterText('name_prefix = "backup"'));
    await server!.open(folder.uri('cluster.tf'), folder.read('cluster.tf'));
    assert.equal(await prefix(), 'own');
    assert.deepEqual(await server!.diagnostics(folder.uri('cluster.tf')), []);
  });

  it('have computed keys for the selected workspace', async () => {
    folder.write(
      'cluster.tf',
      clusterText('name_prefix = "gc0"').replace('    ops = {', '    (terraform.workspace) = {'),
    );
    server = await servers.open({ folder: folder.path });
    const names = async (): Promise<string[]> => {
      const [module] = await effectiveModules(server!, folder.uri('cluster.tf'));
      return Object.keys(module?.environments ?? {});
    };
    assert.deepEqual(await names(), ['apps', 'default']);
    const uri = folder.write('.terraform/environment', 'ops\n');
    await server.filesChanged([{ uri, type: Created }]);
    assert.deepEqual(await names(), ['apps', 'ops']);
    folder.delete('.terraform');
    await server.filesChanged([{ uri: folder.uri('.terraform'), type: Deleted }]);
    assert.deepEqual(await names(), ['apps', 'default']);
  });
});
