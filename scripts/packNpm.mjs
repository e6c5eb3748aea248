// node scripts/packNpm.mjs FOLDER: writes the npm package into a folder, from what was built.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** @returns what `npm pack` says about the package */
function pack(cwd, ...parameters) {
  // npm is a script, which Windows starts only through a shell.
  const shell = process.platform === 'win32';
  const given = ['pack', '--json', '--ignore-scripts', ...parameters.map(each => (shell ? `"${each}"` : each))];
  const { status, stdout, stderr } = spawnSync('npm', given, { cwd, encoding: 'utf8', shell });
  if (status !== 0) throw new Error(`npm pack failed.\n${stderr}`);
  return JSON.parse(stdout)[0];
}

/**
 * Packs a copy of the files that `.npmignore` selects. In the copy, package.json lacks the entry points of the extension, which the package doesn't
 * contain.
 *
 * @param {string} folder absolute path of an existing folder
 * @returns {{ filename: string, files: { path: string }[] }} name and content of the package
 */
export function packNpm(folder) {
  const copy = mkdtempSync(join(tmpdir(), 'kubestack-npm-'));
  try {
    for (const { path } of pack(root, '--dry-run').files) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      cpSync(join(root, path), join(copy, path));
      // npm copies permissions from the disk.
      chmodSync(join(copy, path), 0o644);
    }
    const { main, browser, ...manifest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    writeFileSync(join(copy, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    return pack(copy, '--pack-destination', folder);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(JSON.stringify(packNpm(resolve(process.argv[2] ?? '.'))));
