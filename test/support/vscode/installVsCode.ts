// Installs VS Code (its server and web client), once per machine, using only the npm registry.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installOnce, cacheFolder } from './cacheFolder';
import { runNpm } from './npm';
import { current, type VsCodeRelease } from './release';
import { spdlogWithoutCompiler, startServerMain, watchdogWithoutCompiler } from './writtenFiles';

/** Locations of the parts of an installed VS Code; all paths are absolute. */
export interface InstalledVsCode {
  release: VsCodeRelease;
  /** The Node binary of this VS Code. */
  node: string;
  /** The entry point of VS Code's server. */
  serverMain: string;
}

const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const nodePackage = `node-${platform}`;
/** Platforms for which npm has VS Code's server. On other machines, use the desktop `code` and `npm run test:desktop`. */
const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** Name of the file that starts the server, for releases whose server doesn't start by itself. */
const launcher = 'start-server.js';

const folderName = (release: VsCodeRelease): string => `vscode-${release.vscode}-${platform}`;

function partsIn(folder: string, release: VsCodeRelease): InstalledVsCode {
  return {
    release,
    node: join(folder, 'node_modules', nodePackage, 'bin/node'),
    serverMain: join(
      folder,
      'node_modules/code-server/lib/vscode/out',
      release.startsItself ? 'server-main.js' : launcher,
    ),
  };
}

/**
 * Installs VS Code if necessary, which takes about half a minute.
 *
 * @param log receives one line before a download
 * @throws Error if npm fails, or if the registry has no VS Code for this platform
 */
export async function installVsCode(release: VsCodeRelease = current, log = console.error): Promise<InstalledVsCode> {
  if (!supported.includes(platform)) throw new Error(`VS Code's server cannot be installed from npm on ${platform}.`);
  const lender = release.bringsRipgrep ? undefined : await installVsCode(current, log);
  const folder = await installOnce(folderName(release), async partial => {
    const { download, disk } = release.megabytes;
    log(
      `Installing VS Code ${release.vscode} and Node ${release.node} for it from the npm registry: downloads about ` +
        `${download} MB, takes ${disk} MB in ${cacheFolder()}. This happens once per machine.`,
    );
    await fill(partial, release);
    if (lender) lendRipgrep(vsCodeFolder(lender.serverMain), join(partial, 'node_modules/code-server/lib/vscode'));
  });
  return partsIn(folder, release);
}

const vsCodeFolder = (serverMain: string): string => dirname(dirname(serverMain));

async function fill(folder: string, release: VsCodeRelease): Promise<void> {
  const dependencies = { 'code-server': release.codeServer, [nodePackage]: release.node };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  // Doesn't run the package's install script, which compiles everything and needs headers that few machines have.
  await runNpm(['install', '--ignore-scripts'], { cwd: folder });
  const { node, serverMain } = partsIn(folder, release);
  const cwd = vsCodeFolder(serverMain);
  // Not `npm ci`: the package's lock file is incomplete. In old versions, the peer ranges of VS Code's pre-releases contradict each other.
  await runNpm(['install', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps'], { cwd, node });
  await compileNativeModules(cwd, node, release);
  removeUnused(cwd);
  if (!release.startsItself) writeFileSync(serverMain, startServerMain);
}

/** Compiles with the headers in the Node package, so nothing is downloaded. Without a compiler, stand-ins replace the modules. */
async function compileNativeModules(cwd: string, node: string, release: VsCodeRelease): Promise<void> {
  const nodeDirectory = `--nodedir=${dirname(dirname(node))}`;
  try {
    await runNpm(['rebuild', ...release.nativeModules, '--ignore-scripts=false', nodeDirectory], { cwd, node });
  } catch {
    const [spdlog, watchdog] = release.nativeModules as [string, string];
    writeFileSync(join(cwd, 'node_modules', spdlog, 'index.js'), spdlogWithoutCompiler);
    const watchdogFolder = join(cwd, 'node_modules', watchdog);
    for (const entry of ['index.js', 'lib/index.js']) {
      if (existsSync(dirname(join(watchdogFolder, entry))))
        writeFileSync(join(watchdogFolder, entry), watchdogWithoutCompiler);
    }
  }
}

/** Removes what tests don't need: assistants, and binaries of other platforms. */
function removeUnused(vsCode: string): void {
  const unused = [
    '@github',
    '@microsoft/mxc-sdk',
    '@devcontainers',
    '@vscode/windows-process-tree',
    'node-pty/third_party',
  ];
  for (const name of unused) rmSync(join(vsCode, 'node_modules', name), { recursive: true, force: true });
  for (const name of ['copilot', 'mermaid-markdown-features']) {
    rmSync(join(vsCode, 'extensions', name), { recursive: true, force: true });
  }
  for (const folder of ['node_modules/@vscode/ripgrep-universal/bin', 'node_modules/node-pty/prebuilds']) {
    if (!existsSync(join(vsCode, folder))) continue;
    for (const name of readdirSync(join(vsCode, folder))) {
      if (name !== platform) rmSync(join(vsCode, folder, name), { recursive: true, force: true });
    }
  }
}

function lendRipgrep(lender: string, borrower: string): void {
  const bin = join(borrower, 'node_modules/@vscode/ripgrep/bin');
  mkdirSync(bin, { recursive: true });
  copyFileSync(join(lender, 'node_modules/@vscode/ripgrep-universal/bin', platform, 'rg'), join(bin, 'rg'));
  chmodSync(join(bin, 'rg'), 0o755);
}
