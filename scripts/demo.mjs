// npm run demo: opens the sample platform in VS Code with the extension built from this clone.
//
// Uses the desktop `code` on PATH with a separate profile, so that the user's profile is unchanged. Otherwise, installs VS Code's server from the npm
// registry, and prints its address. Ctrl+C ends everything.
// Usage: npm run demo [-- --server] [-- --port N]. `--smoke` is `--server` for tests: it asks no questions and builds nothing.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../test/support/vscode/server.ts';
import { copyWorkspace } from '../test/support/vscode/workspaceCopy.ts';
import { makeDemoRepository } from './demoRepository.ts';
import { reported } from './reportedWork.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sample = join(root, 'test/platforms/multi-cloud');
const parameters = process.argv.slice(2);
const smoke = parameters.includes('--smoke');
const port = parameters.includes('--port') ? Number(parameters[parameters.indexOf('--port') + 1]) : undefined;

/** A program on PATH; undefined if there is none. */
function programOnPath(name) {
  const names = process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name];
  const files = (process.env.PATH ?? '').split(delimiter).flatMap(folder => names.map(file => join(folder, file)));
  return files.find(file => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a script beside this process, so that the progress can be reported. */
function runScript(...command) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('exit', status =>
      status === 0 ? resolve(undefined) : reject(new Error(`${command.join(' ')} failed.`)),
    );
  });
}

/** Resolves when the user ends the demo: by Ctrl+C, or by closing the terminal. */
const enough = new Promise(resolve => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve(undefined));
});

async function inServer(folder) {
  const vsix = join(root, 'out/kubestack.vsix');
  if (!smoke) await reported('Packaging the extension', () => runScript('scripts/package.mjs', '--fast', vsix));
  const server = await reported('Installing and starting VS Code; the first start downloads it', () =>
    Promise.race([startServer({ extensions: [vsix], port, lasting: true }), enough]),
  );
  if (!server?.url) return;
  const address = new URL(server.url);
  address.searchParams.set('folder', folder);
  console.log(`\nOpen this address in a browser:\n\n  ${address.href}\n\nCtrl+C ends it.`);
  await enough;
  await server.stop();
}

async function onDesktop(code, folder) {
  const profile = mkdtempSync(join(tmpdir(), 'kubestack-demo-'));
  mkdirSync(join(profile, 'user/User'), { recursive: true });
  const settings = {
    'security.workspace.trust.enabled': false,
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
  };
  writeFileSync(join(profile, 'user/User/settings.json'), JSON.stringify(settings));
  const child = spawn(
    code,
    [
      ...[
        '--extensionDevelopmentPath',
        root,
        '--user-data-dir',
        join(profile, 'user'),
        '--extensions-dir',
        join(profile, 'extensions'),
      ],
      ...['--new-window', '--wait', folder],
    ],
    // Uses a shell only if `code` is a shell script.
    { stdio: 'ignore', shell: process.platform === 'win32' },
  );
  console.log(`\nVS Code opens ${folder}. Close its window, or press Ctrl+C, to end.`);
  const closed = new Promise((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  await Promise.race([closed, enough]);
  child.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

async function main() {
  if (!smoke) {
    await reported('Building the extension', () => runScript('scripts/build.mjs'));
  }
  if (!existsSync(join(root, 'dist/client.js'))) throw new Error('There is no built extension: run `npm run build`.');
  const copy = copyWorkspace(sample);
  const hasWork = await reported('Creating the sample platform', () => makeDemoRepository(copy.folder));
  console.log(`The sample platform is in ${copy.folder}: a repository of its own, edit it as you like.`);
  // The extension opens a file of the sample, and the walkthrough below it.
  process.env.KUBESTACK_DEMO = copy.folder;
  try {
    const code = smoke || parameters.includes('--server') ? undefined : programOnPath('code');
    await (code ? onDesktop(code, copy.folder) : inServer(copy.folder));
  } finally {
    if (await hasWork()) console.log(`\nYour changes and commits stay in ${copy.folder}.`);
    else copy.remove();
  }
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
