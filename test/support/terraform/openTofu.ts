// OpenTofu, built once per machine from its Go module into the cache folder, since Debian and npm don't have it.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, installOnce } from '../vscode/cacheFolder';

const MODULE = 'github.com/opentofu/opentofu';
/** The name of an installed folder, before its version. */
const PREFIX = 'opentofu-';
/** The flags of a release: without symbols, and without the version's suffix `-dev`. */
const RELEASED = `-ldflags=-s -w -X ${MODULE}/version.dev=no`;

/**
 * The folder with the newest OpenTofu that {@link buildOpenTofu} has built on this machine.
 *
 * @returns its absolute path; undefined if none was built
 */
export function builtOpenTofu(): string | undefined {
  const root = cacheFolder();
  if (!existsSync(root)) return undefined;
  const versions = readdirSync(root)
    .flatMap(name => (name.startsWith(PREFIX) && existsSync(join(root, name, 'tofu')) ? name.slice(PREFIX.length) : []))
    .sort(byVersion);
  const newest = versions.at(-1);
  return newest === undefined ? undefined : join(root, PREFIX + newest);
}

/** Lets this process and those that it starts find the built OpenTofu, after the folders of PATH. */
export function findBuiltOpenTofu(): void {
  const folder = builtOpenTofu();
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  if (folder !== undefined && !folders.includes(folder)) process.env['PATH'] = [...folders, folder].join(delimiter);
}

/**
 * Builds the newest release of OpenTofu that the Go module proxy has, as a tool of a module of our own: `go install` refuses modules with `replace`.
 * It takes about 15 minutes on two cores, once per machine and version.
 *
 * @returns the absolute path of the folder with `tofu`; or why it can't be built here: Go is missing, too old, or can't ask for modules
 * @throws Error with Go's output if the build fails
 */
export async function buildOpenTofu(): Promise<{ folder: string } | { missing: string }> {
  const built = builtOpenTofu();
  const version = await newestVersion();
  if (version === undefined)
    return built === undefined
      ? { missing: 'Go is not on PATH, or its module proxy does not answer' }
      : { folder: built };
  const { GoMod: file } = JSON.parse(await go(['mod', 'download', '-json', `${MODULE}@v${version}`])) as {
    GoMod: string;
  };
  const required = readFileSync(file, 'utf8');
  const language = /^go (\S+)$/m.exec(required)?.[1] ?? '';
  const installed = (await go(['env', 'GOVERSION'])).trim().replace(/^go/, '');
  if (byVersion(installed, language) < 0 && (await go(['env', 'GOTOOLCHAIN'])).trim() === 'local')
    return { missing: `OpenTofu ${version} needs Go ${language}, and this is Go ${installed}` };
  const folder = await installOnce(PREFIX + version, target => build(target, version, required));
  return { folder };
}

async function build(target: string, version: string, required: string): Promise<void> {
  // Go follows `replace` only in the main module, so it gets those of OpenTofu.
  const replaced = required.split('\n').filter(line => line.startsWith('replace '));
  const language = required.split('\n').filter(line => line.startsWith('go '));
  const tool = `${MODULE}/cmd/tofu`;
  const source = join(target, 'source');
  const temporary = join(target, 'temporary');
  mkdirSync(source);
  mkdirSync(temporary);
  const lines = ['module tools', ...language, `tool ${tool}`, `require ${MODULE} v${version}`, ...replaced];
  writeFileSync(join(source, 'go.mod'), `${lines.join('\n\n')}\n`);
  // The intermediate files need 2 GB, more than a folder in memory may have.
  const parameters = ['-mod=mod', '-buildvcs=false', '-trimpath', RELEASED, '-o', join(target, 'tofu')];
  await go(['build', ...parameters, tool], { cwd: source, env: { GOTMPDIR: temporary } });
  for (const folder of [source, temporary]) rmSync(folder, { recursive: true });
}

/** @returns the newest release without a suffix; undefined if Go or its proxy is missing */
async function newestVersion(): Promise<string | undefined> {
  try {
    const [, ...versions] = (await go(['list', '-m', '-versions', MODULE])).trim().split(' ');
    const releases = versions.flatMap(version => (/^v\d+\.\d+\.\d+$/.test(version) ? version.slice(1) : []));
    return releases.sort(byVersion).at(-1);
  } catch {
    return undefined;
  }
}

async function go(parameters: string[], { cwd = cacheFolder(), env = {} } = {}): Promise<string> {
  mkdirSync(cwd, { recursive: true });
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 ** 2 };
  return (await promisify(execFile)('go', parameters, options)).stdout;
}

function byVersion(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
