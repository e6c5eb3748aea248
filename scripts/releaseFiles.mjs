// npm run release-files -- FOLDER: builds and writes all files that are attached to a release: the VSIX, the npm package, an SBOM for each, and their
// checksums. --pre-release marks the VSIX for the pre-release channel. It publishes nothing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmPackageProblems } from './packageContents.mjs';
import { packNpm } from './packNpm.mjs';

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
  const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] };
  const { status, stdout } = spawnSync(program, args, options);
  if (status !== 0) fail(stdout ?? '', `${program} ${args.join(' ')} failed.`);
  return stdout;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
run(process.execPath, 'scripts/build.mjs');
const packed = `${name}-${version}`;
const channel = parameters.filter(parameter => parameter === '--pre-release');
run(process.execPath, 'scripts/package.mjs', join(target, `${packed}.vsix`), ...channel);
const problems = npmPackageProblems(packNpm(target).files.map(({ path }) => path));
if (problems.length > 0) fail(...problems);
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
