import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import assert from 'node:assert/strict';
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  HoverRequest,
  InitializeRequest,
  InitializedNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type Hover,
} from 'vscode-languageserver-protocol/node';
import { parse } from 'yaml';
import { npmPackageProblems } from '../../scripts/packageContents.mjs';
import { packNpm } from '../../scripts/packNpm.mjs';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };

describe('the npm package', function () {
  const place = TemporaryFolder.ofTests();
  let files: string[];
  let folder: string;
  let tarball: string;

  before(() => {
    folder = join(place.path, 'pipeline');
    mkdirSync(folder);
    const packed = packNpm(place.path);
    files = packed.files.map(({ path }) => path);
    tarball = join(place.path, packed.filename);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    run(folder, 'npm', ['install', '--offline', '--no-audit', '--no-fund', tarball]);
  });

  /** Without a network: the only registry is a port on which nobody listens. */
  function start(
    cwd: string,
    program: string,
    parameters: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): SpawnSyncReturns<string> {
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_fetch_retries: '0',
      npm_config_cache: join(place.path, 'cache'),
      NODE_OPTIONS: '',
      ...more,
    };
    return spawnSync(program, parameters, { cwd, env, encoding: 'utf8' });
  }

  function run(cwd: string, program: string, parameters: readonly string[]): string {
    const { status, stdout, stderr } = start(cwd, program, parameters);
    assert.equal(status, 0, stderr);
    return stdout;
  }

  const installed = (): string => join(folder, 'node_modules/.bin/kubestack-language-server');

  /** A repository with a platform that has one finding, KS105, and the package installed. */
  function repository(name: string): string {
    const platform = join(place.path, name);
    cpSync(join(project, 'test/platforms/minimal'), platform, { recursive: true });
    cpSync(join(folder, 'node_modules'), join(platform, 'node_modules'), { recursive: true, verbatimSymlinks: true });
    place.write(`${name}/package.json`, JSON.stringify({ private: true, dependencies: { kubestack: version } }));
    run(platform, 'git', ['init', '--quiet']);
    place.write(`${name}/.git/info/exclude`, 'node_modules/\n');
    run(platform, 'git', ['add', '.']);
    return platform;
  }

  it('contains the server and the files it reads, and nothing else', () => {
    assert.deepEqual(npmPackageProblems(files), []);
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.')),
      ['kubestack'],
    );
  });

  it('names no file that it lacks', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/kubestack/package.json'), 'utf8')) as {
      bin: Record<string, string>;
      [entry: string]: unknown;
    };
    assert.deepEqual(
      ['main', 'browser', 'module', 'exports', 'types'].filter(entry => entry in manifest),
      [],
      'nothing can be imported',
    );
    for (const file of Object.values(manifest.bin)) assert.ok(files.includes(file), file);
  });

  it('can be run by its name from any folder', () => {
    assert.equal(run(folder, 'npx', ['--no-install', 'kubestack-language-server', '--version']).trim(), version);
  });

  it('prints the effective configuration of a platform', () => {
    const platform = join(project, 'test/platforms/multi-cloud');
    const answer = run(folder, 'npx', [
      '--no-install',
      'kubestack-language-server',
      'effective',
      platform,
      '--format',
      'json',
    ]);
    const { modules } = JSON.parse(answer) as { modules: { name: string; environments: Record<string, unknown[]> }[] };
    const cluster = modules.find(({ name }) => name === 'eks_gc0_eu-west-1');
    assert.ok((cluster?.environments['ops']?.length ?? 0) > 0);
  });

  it('is a language server', async () => {
    const platform = join(project, 'test/platforms/minimal');
    const file = join(platform, 'eks_web0_eu-central-1_cluster.tf');
    const server = spawn(installed(), ['--stdio'], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/configuration', () => [{}]);
    connection.listen();
    const uri = pathToFileURL(platform).href;
    const { serverInfo } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'minimal' }],
      capabilities: {},
    });
    assert.equal(serverInfo?.version, version);
    await connection.sendNotification(InitializedNotification.type, {});
    const text = readFileSync(file, 'utf8');
    const textDocument = { uri: pathToFileURL(file).href, languageId: 'terraform', version: 1, text };
    await connection.sendNotification('textDocument/didOpen', { textDocument });
    const line = text.split('\n').findIndex(each => each.includes('base_domain'));
    const hover: Hover | null = await connection.sendRequest(HoverRequest.type, {
      textDocument,
      position: { line, character: text.split('\n')[line]!.indexOf('base_domain') },
    });
    assert.match(JSON.stringify(hover?.contents), /ops.*inherited/);
    await connection.sendRequest(ShutdownRequest.type);
    const ended = new Promise(resolve => server.once('exit', resolve));
    await connection.sendNotification('exit');
    assert.equal(await ended, 0);
    connection.dispose();
  });

  it('is an MCP server', async () => {
    const root = join(project, 'test/platforms/minimal');
    const env = { ...(process.env as Record<string, string>), NODE_OPTIONS: '' };
    const transport = new StdioClientTransport({
      command: installed(),
      args: ['mcp', '--root', root],
      cwd: folder,
      env,
    });
    const client = new Client({ name: 'test', version: '1.0.0' });
    await client.connect(transport);
    const { structuredContent } = await client.callTool({ name: 'kubestack_check', arguments: { path: '.' } });
    assert.match(JSON.stringify(structuredContent), /KS105/);
    const { contents } = await client.readResource({ uri: 'kubestack://diagnostics/KS105' });
    assert.match(JSON.stringify(contents), /# KS105: Framework module is pinned to a branch or commit/);
    await client.close();
  });

  it('is a pre-commit hook that rejects a commit with findings', () => {
    const [hook] = parse(readFileSync(join(project, '.pre-commit-hooks.yaml'), 'utf8')) as { entry: string }[];
    const platform = repository('hook');
    // Like pre-commit: without file names, in the folder of the repository.
    place.write('hook/.git/hooks/pre-commit', `#!/bin/sh\nexec ${hook!.entry}\n`);
    chmodSync(join(platform, '.git/hooks/pre-commit'), 0o755);
    const commit = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '-m', 'Add'];
    const refused = start(platform, 'git', commit);
    assert.notEqual(refused.status, 0);
    assert.match(refused.stdout + refused.stderr, /cluster\.tf:\d+:\d+: information: .*\(KS105\)/);
    place.write('hook/.vscode/settings.json', JSON.stringify({ 'kubestack.checks': { KS105: 'off' } }));
    run(platform, 'git', commit);
  });

  it('is a GitHub action that writes findings as SARIF, and runs and overwrites nothing that a pull request contains', () => {
    interface Action {
      inputs: Record<string, { default: string }>;
      runs: { steps: { shell: string; run: string; env: Record<string, string> }[] };
    }
    const { inputs, runs } = parse(readFileSync(join(project, 'action.yml'), 'utf8')) as Action;
    const platform = repository('action');
    // The code of a pull request: its own package of the same name and version, and a link in place of the output.
    place.write(
      'action/node_modules/kubestack/dist/server.js',
      `#!/usr/bin/env node\nrequire('fs').writeFileSync(${JSON.stringify(join(place.path, 'was-run'))}, '');\n`,
    );
    place.write('private', 'unchanged');
    symlinkSync(join(place.path, 'private'), join(platform, 'kubestack.sarif'));
    const act = (given: Readonly<Record<string, string>>): SpawnSyncReturns<string> => {
      const values = Object.entries(runs.steps[0]!.env).map(([name, expression]) => {
        const [, input = ''] = /^\$\{\{ inputs\.(\w+) \}\}$/.exec(expression) ?? [];
        return [name, given[input] ?? inputs[input]!.default] as const;
      });
      const environment = { ...Object.fromEntries<string>(values), GITHUB_OUTPUT: join(place.path, 'output') };
      place.write('output', '');
      return start(platform, 'bash', ['-eo', 'pipefail', '-c', runs.steps[0]!.run], environment);
    };
    const released = { package: tarball };
    assert.notEqual(act({}).status, 0, 'the registry is unreachable');
    assert.equal(act(released).status, 0);
    assert.equal(place.read('output'), 'findings=true\n');
    assert.match(place.read('action/kubestack.sarif'), /"ruleId": ?"KS105"/);
    assert.equal(place.read('private'), 'unchanged');
    assert.equal(existsSync(join(place.path, 'was-run')), false);
    place.write('action/off.json', JSON.stringify({ 'kubestack.checks': { KS105: 'off' } }));
    assert.equal(act({ ...released, settings: 'off.json' }).status, 0);
    assert.equal(place.read('output'), 'findings=false\n');
    assert.equal(act({ ...released, path: 'missing' }).status, 2);
    assert.equal(act({ ...released, sarif: 'reports/new/k.sarif' }).status, 0);
    assert.match(place.read('action/reports/new/k.sarif'), /"ruleId": ?"KS105"/);
    symlinkSync(place.path, join(platform, 'linked'));
    assert.equal(act({ ...released, sarif: 'linked/k.sarif' }).status, 2);
    assert.equal(existsSync(join(place.path, 'k.sarif')), false);
    place.write('action/taken/k.sarif/file', '');
    assert.notEqual(act({ ...released, sarif: 'taken/k.sarif' }).status, 0, "the file can't be written");
    assert.equal(place.read('output'), '');
  });
});
