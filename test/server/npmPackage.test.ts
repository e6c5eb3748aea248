import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = resolve(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };

describe('the package that npm pack makes', function () {
  this.timeout(120_000);
  let place: TemporaryFolder;
  let files: string[];
  let folder: string;

  before(() => {
    place = new TemporaryFolder();
    folder = join(place.path, 'pipeline');
    mkdirSync(folder);
    const parameters = ['pack', '--json', '--ignore-scripts', '--pack-destination', place.path];
    const [packed] = JSON.parse(run(project, 'npm', parameters)) as { filename: string; files: { path: string }[] }[];
    files = packed?.files.map(({ path }) => path) ?? [];
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    run(folder, 'npm', ['install', '--offline', '--no-audit', '--no-fund', join(place.path, packed?.filename ?? '')]);
  });

  after(() => place.delete());

  /** Without a network: the only registry is a port where nobody listens. */
  function run(cwd: string, program: string, parameters: readonly string[]): string {
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: join(place.path, 'cache'),
    };
    const { status, stdout, stderr } = spawnSync(program, parameters, { cwd, env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  it('has the server and what it reads, and nothing else', () => {
    const expected =
      /^(?:LICENSE|README\.md|package\.json|dist\/(?:server\.js|[\w-]+\.wasm|THIRD-PARTY-NOTICES\.txt|data\/\w+\.json|snippets\/.+))$/;
    assert.deepEqual(
      files.filter(path => !expected.test(path)),
      [],
    );
    assert.ok(files.includes('dist/data/schemas.json'));
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.')),
      ['kubestack'],
    );
  });

  it('runs by its name, from any folder', () => {
    assert.equal(run(folder, 'npx', ['--no-install', 'kubestack-language-server', '--version']).trim(), version);
  });

  it('tells the effective configuration of a platform', () => {
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
});
