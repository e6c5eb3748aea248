// npm run package: writes the extension package; builds first. Usage: node scripts/package.mjs [file] (built already) | --build [file]
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What we promise of the package's size. */
const limit = 5 * 1024 * 1024;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parameters = process.argv.slice(2);
const file = resolve(root, parameters.find(parameter => !parameter.startsWith('--')) ?? 'kubestack.vsix');

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

if (parameters.includes('--build')) run('scripts/build.mjs');
mkdirSync(dirname(file), { recursive: true });
run(join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--out', file);
const { size } = statSync(file);
console.log(`${(size / 1024).toFixed(0)} KiB`);
if (size >= limit) {
  console.error(`The package must stay under ${limit / 1024 / 1024} MiB.`);
  process.exit(1);
}
