// The files of a release are reproducible: the same bytes in another folder, time zone, locale and umask.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { npmPackageProblems, vsixProblems } from '../../scripts/packageContents.mjs';
import { TemporaryFolder } from '../support/server/temporaryFolder';

const project = resolve(__dirname, '../..');
const COMMIT_TIME = '1750000000';

interface Bill {
  components: { name: string; version: string; purl: string; hashes: { content: string }[] }[];
}

describe('the files of a release', function () {
  this.timeout(600_000);
  const folder = new TemporaryFolder();
  let name: string;

  before(() => {
    const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };
    name = `kubestack-${version}`;
    build('first', { TZ: 'UTC', LC_ALL: 'C' }, '022', 0o644);
    build('a folder/second', { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8' }, '077', 0o600);
  });

  after(() => folder.delete());

  /** Builds in a copy of the project. */
  function build(copy: string, environment: Record<string, string>, umask: string, mode: number): void {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: project,
      encoding: 'utf8',
    });
    const isNeeded = (path: string): boolean => path !== '' && !/^(?:test|docs\/pictures)\//.test(path);
    for (const path of listed.split('\0').filter(isNeeded)) {
      const target = folder.at(join(copy, path));
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(project, path), target);
      chmodSync(target, mode);
    }
    symlinkSync(join(project, 'node_modules'), folder.at(join(copy, 'node_modules')), 'junction');
    const command = `umask ${umask}; exec "$0" scripts/releaseFiles.mjs ../released`;
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath], {
      cwd: folder.at(copy),
      env: { ...process.env, ...environment, NODE_OPTIONS: '', SOURCE_DATE_EPOCH: COMMIT_TIME },
      encoding: 'utf8',
    });
    assert.equal(status, 0, `${stdout}\n${stderr}`);
  }

  const read = (place: string, file: string): Buffer => readFileSync(folder.at(`${place}/${file}`));
  const packages = (): Record<string, string> => ({ vsix: `${name}.vsix`, npm: `${name}.tgz` });

  it('are the VSIX, the npm package, an SBOM for each, and their checksums', () => {
    const files = ['npm.cdx.json', 'tgz', 'vsix', 'vsix.cdx.json'].map(ending => `${name}.${ending}`);
    assert.deepEqual(readdirSync(folder.at('released')).sort(), ['SHA256SUMS', ...files]);
    const sums = files.map(file => `${createHash('sha256').update(read('released', file)).digest('hex')}  ${file}\n`);
    assert.equal(read('released', 'SHA256SUMS').toString(), sums.join(''));
  });

  it('are the same bytes in two folders', () => {
    for (const file of readdirSync(folder.at('released')))
      assert.ok(read('released', file).equals(read('a folder/released', file)), `${file} differs`);
  });

  it('are compressed better than by zlib', () => {
    const vsix = read('released', packages()['vsix']!);
    const contents = Object.values(unzipSync(vsix));
    const byZlib = contents.reduce((sum, content) => sum + deflateRawSync(content, { level: 9 }).length, 0);
    assert.ok(vsix.length < byZlib, `${vsix.length} bytes; zlib ${byZlib}`);
  });

  it('contain no path of the machine', () => {
    for (const [path, content] of Object.entries(unzipSync(read('released', packages()['vsix']!))))
      for (const place of [project, folder.path])
        assert.ok(!Buffer.from(content).includes(place), `${path} has ${place} in it`);
  });

  it('contain the license of each component of the SBOM', () => {
    const files = unzipSync(read('released', packages()['vsix']!));
    const notices = Buffer.from(files['extension/dist/THIRD-PARTY-NOTICES.txt']!).toString();
    const { components } = JSON.parse(read('released', `${name}.vsix.cdx.json`).toString()) as Bill;
    assert.deepEqual(
      components.filter(each => !notices.includes(`\n${each.name} ${each.version}\n\n`)),
      [],
    );
    // Two versions of a package are two components.
    const versions = components.filter(each => each.name === 'vscode-jsonrpc').map(each => each.version);
    assert.equal(new Set(versions).size, 2);
    assert.ok(components.every(({ hashes: [hash] }) => /^[0-9a-f]{128}$/.test(hash?.content ?? '')));
    for (const text of ['Rich Felker', 'Unicode, Inc.', 'Emscripten authors', 'terraform-kubestack'])
      assert.ok(notices.includes(text), text);
  });

  it('list what the npm package contains, not what the extension does', () => {
    const { components } = JSON.parse(read('released', `${name}.npm.cdx.json`).toString()) as Bill;
    const names = components.map(each => each.name);
    assert.ok(names.includes('@modelcontextprotocol/server') && names.includes('web-tree-sitter'));
    assert.ok(!names.includes('vscode-languageclient'));
  });
});

describe('the lists of packaged files', () => {
  it('report unexpected and missing files', () => {
    assert.deepEqual(npmPackageProblems(['dist/server.js', '.env']).slice(0, 2), [
      '.env must not be packaged.',
      'package.json is missing.',
    ]);
    const problems = vsixProblems([
      'extension/readme.md',
      'extension/dist/mcp.js',
      'extension/dist/l10n/bundle.l10n.de.json',
      'extension/dist/pages/de.json',
      'extension/docs/de/testing.md',
    ]);
    assert.deepEqual(
      problems.filter(problem => problem.endsWith('packaged.')),
      ['dist/mcp.js must not be packaged.', 'docs/de/testing.md must not be packaged.'],
    );
    assert.ok(!problems.includes('README.md is missing.') && problems.includes('CHANGELOG.md is missing.'));
  });
});
