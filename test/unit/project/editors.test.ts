// The files in editors/, and those for registries and pipelines: parsed or run by the programs that read them.
import * as assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseDocument } from 'yaml';
import { skipWithout } from '../../support/skipWithout';

const project = join(__dirname, '../../..');
const read = (path: string): string => readFileSync(join(project, path), 'utf8');

interface Manifest {
  name: string;
  version: string;
  description: string;
  mcpName: string;
  bin: Record<string, string>;
  repository: { url: string };
}
const manifest = JSON.parse(read('package.json')) as Manifest;
const [program = ''] = Object.keys(manifest.bin);
const START = [program, '--stdio'];
const repository = manifest.repository.url;

/** @returns the content of a TOML file, parsed by Python */
function readToml(context: Mocha.Context, path: string): Record<string, unknown> {
  skipWithout(context, 'python3', '--version');
  const script = 'import json, sys, tomllib; json.dump(tomllib.load(open(sys.argv[1], "rb")), sys.stdout)';
  // tomllib is part of Python 3.11 and later.
  if (spawnSync('python3', ['-c', 'import tomllib']).status !== 0) context.skip();
  const output = execFileSync('python3', ['-c', script, join(project, path)], { encoding: 'utf8' });
  return JSON.parse(output) as Record<string, unknown>;
}

/** Runs Emacs Lisp after loading a file. @returns its output */
function runEmacs(context: Mocha.Context, before: string, file: string, after: string): string {
  skipWithout(context, 'emacs', '--version');
  const parameters = ['--batch', '-Q', '--eval', before, '--load', join(project, file), '--eval', after];
  return execFileSync('emacs', parameters, { encoding: 'utf8', timeout: 60_000 });
}

describe('files for other editors', () => {
  it('start the server by its name in package.json', () => {
    const { clients } = JSON.parse(read('editors/sublime/LSP.sublime-settings')) as {
      clients: { kubestack: { command: string[] } };
    };
    assert.deepEqual(clients.kubestack.command, START);
  });

  it('are the same as in the documentation', () => {
    const shown = read('docs/other-editors.md');
    const blocks = [...shown.matchAll(/^```(toml|elisp|json)\n(.*?)^```$/gms)];
    const files: Record<string, string> = {
      toml: 'editors/helix/languages.toml',
      elisp: 'editors/emacs/kubestack-eglot.el',
      json: 'editors/sublime/LSP.sublime-settings',
    };
    assert.deepEqual(
      blocks.map(([, language]) => language),
      Object.keys(files),
    );
    for (const [, language = '', block = ''] of blocks)
      assert.ok(read(files[language]!).includes(block), `${files[language]} is not what docs/other-editors.md shows`);
  });

  it('include an entry for mason.nvim', () => {
    const { errors } = parseDocument(read('editors/mason/package.yaml'));
    assert.deepEqual(errors, []);
    const entry = parse(read('editors/mason/package.yaml')) as Record<string, unknown>;
    assert.equal(entry['name'], program);
    assert.deepEqual(entry['source'], { id: `pkg:npm/${manifest.name}@${manifest.version}` });
    assert.deepEqual(entry['bin'], { [program]: `npm:${program}` });
    assert.deepEqual(entry['neovim'], { lspconfig: 'kubestack_ls' });
    assert.equal(entry['homepage'], repository);
  });

  it('include a configuration that Neovim can read', function () {
    skipWithout(this, 'nvim', '--version');
    const lua = `io.stdout:write(vim.json.encode(dofile('${join(project, 'editors/neovim/lsp/kubestack_ls.lua')}')))`;
    const output = execFileSync('nvim', ['--headless', '-u', 'NONE', '-c', `lua ${lua}`, '-c', 'qall!'], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.deepEqual(JSON.parse(output), {
      cmd: START,
      filetypes: ['terraform', 'terraform-vars', 'opentofu', 'opentofu-vars'],
      root_markers: ['.git'],
    });
  });

  it('include a configuration for Helix', function () {
    const { 'language-server': servers, language } = readToml(this, 'editors/helix/languages.toml');
    assert.deepEqual(servers, { kubestack: { command: START[0], args: START.slice(1) } });
    assert.deepEqual(
      (language as Record<string, unknown>[]).map(each => [
        each['name'],
        each['language-id'],
        each['language-servers'],
      ]),
      [
        ['hcl', 'terraform', ['kubestack']],
        ['tfvars', 'terraform-vars', ['kubestack']],
      ],
    );
  });

  it('include an extension for Zed', function () {
    const extension = readToml(this, 'editors/zed/extension.toml');
    assert.equal(extension['version'], manifest.version);
    assert.equal(extension['repository'], repository);
    const server = (extension['language_servers'] as Record<string, { languages: string[]; language_ids: object }>)[
      'kubestack'
    ];
    assert.deepEqual(Object.keys(server?.language_ids ?? {}), server?.languages);
    const crate = readToml(this, 'editors/zed/Cargo.toml') as { package: { version: string }; lib: { path: string } };
    assert.equal(crate.package.version, manifest.version);
    const source = read(`editors/zed/${crate.lib.path}`);
    assert.ok(
      source.includes(`"${program}"`) && source.includes(`node_modules/${manifest.name}/${manifest.bin[program]}"`),
    );
  });

  it('include a template for LSP4IJ', () => {
    const folder = 'editors/lsp4ij/kubestack';
    const files = Object.fromEntries(
      readdirSync(join(project, folder)).map(name => [name, JSON.parse(read(`${folder}/${name}`)) as unknown]),
    );
    const template = files['template.json'] as {
      id: string;
      programArgs: Record<string, string>;
      fileTypeMappings: { languageId: string }[];
    };
    assert.deepEqual(Object.keys(files).sort(), ['installer.json', 'settings.json', 'template.json']);
    for (const command of Object.values(template.programArgs))
      assert.match(command, new RegExp(`${program}.* --stdio`));
    assert.deepEqual(
      template.fileTypeMappings.map(({ languageId }) => languageId),
      ['terraform', 'terraform-vars'],
    );
    assert.equal((files['installer.json'] as { id: string }).id, template.id);
  });

  it('include a configuration for Eglot that Emacs loads', function () {
    const before = '(progn (defvar eglot-server-programs nil) (defun eglot-ensure ()) (provide (quote eglot)))';
    const output = runEmacs(this, before, 'editors/emacs/kubestack-eglot.el', '(prin1 (car eglot-server-programs))');
    assert.equal(output, `((terraform-mode :language-id "terraform") "${START.join('" "')}")`);
  });

  it('include a client for lsp-mode that Emacs loads', function () {
    // Stand-ins for the used functions of lsp-mode.
    const before = `(progn
      (defvar registered nil)
      (defun lsp-stdio-connection (command) (funcall command))
      (defun make-lsp-client (&rest properties) properties)
      (defun lsp-register-client (client) (setq registered client))
      (provide 'lsp-mode))`;
    const after = `(progn
      (setq lsp-kubestack-alongside '("hashicorp.terraform"))
      (prin1 (list (plist-get registered :new-connection)
                   (mapcar (lambda (name) (and (funcall (plist-get registered :activation-fn) name nil) t))
                           '("a.tf" "a.tofu" "a.tfvars" "a.tf.md"))
                   (with-temp-buffer (setq buffer-file-name "/a.tfvars")
                     (prog1 (funcall (plist-get registered :language-id) (current-buffer)) (set-buffer-modified-p nil)))
                   (funcall (plist-get registered :initialization-options)))))`;
    assert.equal(
      runEmacs(this, before, 'editors/emacs/lsp-kubestack.el', after),
      `(("${START.join('" "')}") (t t t nil) "terraform-vars" (:alongside ["hashicorp.terraform"]))`,
    );
  });
});

describe('files for registries and pipelines', () => {
  it('have this version', () => {
    const versions = ['.pre-commit-hooks.yaml', 'action.yml', 'Dockerfile', 'docs/pipelines.md'].map(file => [
      file,
      ...new Set([...read(file).matchAll(/(?:kubestack[@-]|VERSION=)(\d+\.\d+\.\d+)/g)].map(([, version]) => version)),
    ]);
    for (const [file, ...named] of versions) assert.deepEqual(named, [manifest.version], file);
  });

  it('include an entry for the MCP registry', () => {
    const entry = JSON.parse(read('server.json')) as {
      name: string;
      description: string;
      version: string;
      repository: { url: string };
      packages: { identifier: string; version: string; packageArguments: { value?: string }[] }[];
    };
    assert.equal(entry.name, manifest.mcpName);
    assert.equal(entry.version, manifest.version);
    assert.equal(entry.repository.url, repository);
    // The registry refuses longer descriptions.
    assert.ok(entry.description.length <= 100);
    const [npm] = entry.packages;
    assert.deepEqual([npm?.identifier, npm?.version], [manifest.name, manifest.version]);
    assert.equal(npm?.packageArguments[0]?.value, 'mcp');
    assert.ok(read('Dockerfile').includes(`LABEL io.modelcontextprotocol.server.name="${manifest.mcpName}"`));
    // `npx kubestack` runs the only program of the package.
    assert.equal(Object.keys(manifest.bin).length, 1);
  });

  it('include a container image that runs the server as an unprivileged user', () => {
    const lines = read('Dockerfile')
      .replace(/\\\n/g, '')
      .split('\n')
      .filter(line => line !== '' && !line.startsWith('#'));
    const instructions = lines.map(line => /^[A-Z]+(?= )/.exec(line)?.[0]);
    assert.ok(!instructions.includes(undefined), lines.join('\n'));
    assert.equal(instructions[0], 'FROM');
    assert.ok(lines.includes(`ENTRYPOINT ["${program}"]`));
    assert.ok(instructions.indexOf('USER') > instructions.lastIndexOf('RUN'));
  });
});
