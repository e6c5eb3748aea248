// npm run package: writes the extension package.
// Usage: node scripts/package.mjs [--build] [--fast] [FILE]
//   --build  builds first; without it, the bundles have to be up to date
//   --fast   compresses in a second instead of half a minute; the package has the same files, may be larger than the limit, and isn't for releases
// Packages are reproducible on all machines. --pre-release marks the package for the pre-release channel.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import zopfli from '@gfx/zopfli';
import { deflateSync, unzipSync, Zip } from 'fflate';
import { vsixProblems } from './packageContents.mjs';
import { sourceDate } from './sourceDate.mjs';

/** Maximum size of the package, in bytes: what docs/releasing.md promises. */
const limit = 1_900_000;
/** The number of the compression method in the ZIP format. */
const deflate = 8;
/** File mode in the archive: Unix, regular file, readable for everyone. */
const [unix, readable] = [3, 0o100644 << 16];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parameters = process.argv.slice(2);
const isFast = parameters.includes('--fast');
const file = resolve(root, parameters.find(parameter => !parameter.startsWith('--')) ?? 'kubestack.vsix');

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

/**
 * Compresses with Zopfli, whose output is 6 % smaller than fflate's, can be read by every program, and is the same on all machines. More than one
 * iteration takes much longer and saves another 3 kB.
 *
 * @returns {Promise<Uint8Array>}
 */
const compressed = async content =>
  isFast ? deflateSync(content) : await zopfli.deflateAsync(content, { numiterations: 1 });

/**
 * Rewrites an archive so that it depends only on names and contents. vsce copies permissions from the disk and times in the machine's time zone, and
 * its compression depends on Node's zlib.
 */
async function normalize(path, date) {
  const entries = Object.entries(unzipSync(readFileSync(path))).sort(([a], [b]) => (a < b ? -1 : 1));
  const chunks = [];
  const archive = new Zip((error, chunk) => (error ? fail(error.message) : chunks.push(chunk)));
  const options = { compression: deflate, mtime: date, os: unix, attrs: readable };
  for (const [filename, content] of entries) {
    const entry = { filename, size: content.length, crc: crc32(content), ...options };
    archive.add(entry);
    entry.ondata(null, await compressed(content), true);
  }
  archive.end();
  writeFileSync(path, Buffer.concat(chunks));
  return entries.map(([name]) => name);
}

if (parameters.includes('--build')) run('scripts/build.mjs');
mkdirSync(dirname(file), { recursive: true });
const channel = parameters.includes('--pre-release') ? ['--pre-release'] : [];
run(join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', ...channel, '--out', file);
const problems = vsixProblems(await normalize(file, sourceDate(root)));
if (problems.length > 0) fail(...problems);
const { size } = statSync(file);
console.log(`${(size / 1000).toFixed(0)} kB`);
if (size > limit && !isFast) fail(`The package must not be larger than ${limit / 1000} kB.`);
