// Starts VS Code's server with a private profile, and removes all its files and processes at the end.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { TranslatedLanguage } from '../../../common/assets';
import { linkBuiltInExtensions } from './builtInExtensions';
import { installVsCode, type InstalledVsCode } from './installVsCode';
import { addLanguagePack } from './languagePack';
import { writeProfile, type ProfileOptions } from './profile';
import { current, type VsCodeRelease } from './release';
import { startOnceMore } from './startOnceMore';

/** Disables the marketplace, so that runs don't depend on it. */
const noGallery = JSON.stringify({ serviceUrl: '' });

export interface ServerOptions extends ProfileOptions {
  release?: VsCodeRelease;
  /** Packages (.vsix) to install before the start. */
  extensions?: string[];
  /** Lets extension-host suites run, but suppresses every notification and modal dialog. */
  testDriver?: boolean;
  /** The display language of extensions; VS Code itself stays English. The default is English. */
  language?: TranslatedLanguage;
  /** The port; by default, a free one. */
  port?: number;
  /** For interactive use: continues without connected clients, has all of VS Code's extensions, and leaves signals to the caller. */
  lasting?: boolean;
  /** Additional environment variables of the extension host. */
  env?: Record<string, string>;
}

export interface VsCodeServer {
  /** URL with a trailing slash. */
  url: string;
  /** Private folder with profile, extensions and logs. {@link VsCodeServer.stop} removes it. */
  folder: string;
  /** The server's output so far. */
  log(): string;
  /** Whether the server is still running. */
  isRunning(): boolean;
  /** Replaces the profile by a new one. No window may be open. @param settings as in `ServerOptions` */
  renewProfile(settings?: Record<string, unknown>): void;
  /** Ends the server, its extension hosts and terminals, and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts a VS Code server on 127.0.0.1, and installs VS Code if necessary. If the start fails, it is repeated once.
 *
 * @throws Error with the server's output if an extension can't be installed, or if the server doesn't respond
 */
export async function startServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  if (!options.lasting) exitOnSignals();
  const installed = await installVsCode(options.release ?? current);
  return options.lasting
    ? startInstalled(installed, options)
    : startOnceMore('VS Code', () => startInstalled(installed, options));
}

async function startInstalled({ node, serverMain }: InstalledVsCode, options: ServerOptions): Promise<VsCodeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vscode-kubestack-'));
  writeProfile(join(folder, 'user'), options);
  const builtIn = options.lasting ? [] : linkBuiltInExtensions(serverMain, join(folder, 'built-in'));
  const env = { ...serverEnvironment(folder), ...options.env };
  const licensed = [serverMain, '--accept-server-license-terms'];
  try {
    const extensions = extensionsFolder(node, licensed, options.extensions ?? [], env);
    const common = [...licensed, ...builtIn, ...profileArguments(folder, extensions)];
    if (options.language) addLanguagePack(join(folder, 'user'), options.language);
    const port = options.port ?? (await freePort());
    const parameters = [...common, ...serverArguments(port, options)];
    const child = spawnServer(node, parameters, env, folder);
    const started = await waitForAnswer(child, `http://127.0.0.1:${port}/`, folder);
    return {
      ...started,
      renewProfile: (settings = {}) => writeProfile(join(folder, 'user'), { ...options, settings }),
    };
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

const profileArguments = (folder: string, extensions: string): string[] => [
  ...['--server-data-dir', join(folder, 'server')],
  ...['--user-data-dir', join(folder, 'user')],
  ...['--extensions-dir', extensions],
];

function serverArguments(port: number, options: ServerOptions): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
    // Passes this environment to the extension host instead of the environment of a login shell.
    '--force-disable-user-env',
    ...(options.language ? ['--locale', options.language] : []),
    ...['--disable-telemetry', '--disable-experiments', '--reconnection-grace-time', '5'],
    // The server ends a few minutes after the tests, even if they crash.
    ...(options.lasting ? [] : ['--enable-remote-auto-shutdown']),
    ...(options.trust ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** The environment without the variables of a surrounding VS Code terminal. Sockets are created in the private folder. */
function serverEnvironment(folder: string): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|NODE_OPTIONS$|npm_)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), TMPDIR: folder, XDG_RUNTIME_DIR: folder, EXTENSIONS_GALLERY: noGallery };
}

/** Folders with installed packages, by the packages. All servers of a process share them, since each installation starts VS Code. */
const installedExtensions = new Map<string, string>();

/** @throws Error with VS Code's output if a package can't be installed */
function extensionsFolder(node: string, common: string[], packages: string[], env: NodeJS.ProcessEnv): string {
  const key = packages.join('\n');
  const known = installedExtensions.get(key);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), 'vscode-kubestack-extensions-'));
  process.once('exit', () => removeFolder(folder));
  // The installation writes to a profile, which no server uses.
  const profile = join(folder, '.profile');
  for (const extension of packages) {
    const parameters = [...common, ...profileArguments(profile, folder), '--install-extension', extension, '--force'];
    const { status, stdout, stderr } = spawnSync(node, parameters, { encoding: 'utf8', env });
    if (status !== 0 || !stdout.includes('successfully installed'))
      throw new Error(`${extension} cannot be installed:\n${stdout}${stderr}`);
  }
  installedExtensions.set(key, folder);
  return folder;
}

function spawnServer(node: string, parameters: string[], env: NodeJS.ProcessEnv, folder: string): ChildProcess {
  const log = openSync(join(folder, 'server.log'), 'w');
  // The server has a separate process group, so that extension hosts and terminals end with it.
  const child = spawn(node, parameters, { stdio: ['ignore', log, log], env, detached: true });
  closeSync(log);
  return child;
}

async function waitForAnswer(
  child: ChildProcess,
  url: string,
  folder: string,
): Promise<Omit<VsCodeServer, 'renewProfile'>> {
  const log = (): string => readFileSync(join(folder, 'server.log'), 'utf8');
  const atExit = (): void => {
    killGroup(child, 'SIGKILL');
    removeFolder(folder);
  };
  process.once('exit', atExit);
  const stop = async (): Promise<void> => {
    await endGroup(child);
    process.removeListener('exit', atExit);
    removeFolder(folder);
  };
  const deadline = Date.now() + 120_000;
  while (!(await answers(url))) {
    if (!isRunning(child) || Date.now() > deadline) {
      const output = log();
      await stop();
      throw new Error(`VS Code's server did not start:\n${output}`);
    }
    await delay(100);
  }
  return { url, folder, log, isRunning: () => isRunning(child), stop };
}

const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });

let exitsOnSignals = false;

/** Makes a signal end this process through `process.exit`, which also ends its servers, since they have separate process groups. */
function exitOnSignals(): void {
  if (exitsOnSignals) return;
  exitsOnSignals = true;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function endGroup(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>(resolve => {
    if (isRunning(child)) child.once('exit', () => resolve());
    else resolve();
  });
  killGroup(child, 'SIGTERM');
  await Promise.race([gone, delay(5_000, undefined, { ref: false })]);
  killGroup(child, 'SIGKILL');
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
