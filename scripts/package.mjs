// npm run package: writes the extension package; builds first. Usage: node scripts/package.mjs [file] (built already) | --build [file]
// The same sources give the same bytes, on every machine. --pre-release marks the package for the pre-release channel.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { vsixProblems } from './packageContents.mjs';
import { sourceDate } from './sourceDate.mjs';

/** What we promise of the package's size. */
const limit = 5 * 1024 * 1024;
/** Unix, and a regular file that everybody reads. */
const [unix, readable] = [3, 0o100644 << 16];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parameters = process.argv.slice(2);
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
 * Writes an archive again, so that it depends on nothing but names and contents: vsce takes over permissions from the disk and times in the
 * machine's time zone, and its compression depends on Node's zlib.
 */
function normalize(path, date) {
  const entries = Object.entries(unzipSync(readFileSync(path))).sort(([a], [b]) => (a < b ? -1 : 1));
  const options = { level: 9, mtime: date, os: unix, attrs: readable };
  writeFileSync(path, zipSync(Object.fromEntries(entries.map(([name, content]) => [name, [content, options]]))));
  return entries.map(([name]) => name);
}

if (parameters.includes('--build')) run('scripts/build.mjs');
mkdirSync(dirname(file), { recursive: true });
const channel = parameters.includes('--pre-release') ? ['--pre-release'] : [];
run(join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', ...channel, '--out', file);
const problems = vsixProblems(normalize(file, sourceDate(root)));
if (problems.length > 0) fail(...problems);
const { size } = statSync(file);
console.log(`${(size / 1024).toFixed(0)} KiB`);
if (size >= limit) fail(`The package must stay under ${limit / 1024 / 1024} MiB.`);
