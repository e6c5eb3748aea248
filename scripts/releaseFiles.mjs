// npm run release-files -- FOLDER: builds and writes all files that are attached to a release: the VSIX, the npm package, an SBOM for each, and their
// checksums. --pre-release marks the VSIX for the pre-release channel. It publishes nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NPM_PACKAGE, npmPackageProblems } from './packageContents.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const parameters = process.argv.slice(2);
const folder = parameters.find(parameter => !parameter.startsWith('--'));
if (folder === undefined) fail('Usage: npm run release-files -- FOLDER [--pre-release]');
const target = resolve(folder);
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function fail(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

/** @returns the command's output */
function run(program, ...args) {
  // npm is a script, which Windows starts only through a shell. No argument here needs quotes.
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync(program, args, {
    ...options,
    shell: program === 'npm' && process.platform === 'win32',
  });
  if (status !== 0) fail(stdout ?? '', `${program} ${args.join(' ')} failed.`);
  return stdout;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
run(process.execPath, 'scripts/build.mjs');
const packed = `${name}-${version}`;
const channel = parameters.filter(parameter => parameter === '--pre-release');
run(process.execPath, 'scripts/package.mjs', join(target, `${packed}.vsix`), ...channel);
// npm copies permissions from the disk.
for (const path of NPM_PACKAGE) chmodSync(join(root, path), 0o644);
const [{ files, filename }] = JSON.parse(run('npm', 'pack', '--json', '--ignore-scripts'));
const problems = npmPackageProblems(files.map(({ path }) => path));
if (problems.length > 0) fail(...problems);
copyFileSync(join(root, filename), join(target, `${packed}.tgz`));
rmSync(join(root, filename));
for (const kind of ['vsix', 'npm'])
  copyFileSync(join(root, `dist/${kind}.cdx.json`), join(target, `${packed}.${kind}.cdx.json`));
const sums = readdirSync(target)
  .sort()
  .map(
    file =>
      `${createHash('sha256')
        .update(readFileSync(join(target, file)))
        .digest('hex')}  ${file}\n`,
  );
writeFileSync(join(target, 'SHA256SUMS'), sums.join(''));
console.log(sums.join('').trimEnd());
