// Finds a Chromium for VS Code's web client on the machine, or installs one from the npm registry.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { cacheFolder, installOnce } from './cacheFolder';
import { installVsCode } from './installVsCode';
import { runNpm } from './npm';
import { startOnceMore } from './startOnceMore';

const version = '153.0.0';
const fonts = 'dejavu-fonts-ttf@2.37.3';
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

export interface BrowserProgram {
  executable: string;
  /** Additional environment variables of the program. */
  env: Record<string, string>;
}

/** The Chromium of this machine: `$CHROMIUM`, else one on PATH or among the applications. */
function chromiumOfMachine(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named) return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders.flatMap(folder => names.map(name => join(folder, name))), ...applications].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds a Chromium, or installs one.
 *
 * @param log gets one line before a download
 * @throws Error if there is none, and none can be installed
 */
export async function installBrowser(log = console.error): Promise<BrowserProgram> {
  const executable = chromiumOfMachine();
  if (executable) return { executable, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome found: put one on PATH, or name it in the environment variable CHROMIUM.');
  }
  // The package unpacks itself on Node 22 and later.
  const { node } = await installVsCode();
  const folder = await installOnce(`chromium-${version}`, async partial => {
    log(
      `Installing Chromium ${version} and fonts for it from the npm registry: downloads about 75 MB, takes 300 MB in ${cacheFolder()}.`,
    );
    writeFileSync(join(partial, 'package.json'), JSON.stringify({ private: true }));
    await runNpm(['install', '--ignore-scripts', `@sparticuz/chromium@${version}`, fonts], { cwd: partial });
    unpack(partial, node);
  });
  const unpacked = join(folder, 'unpacked');
  const libraries = [join(unpacked, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
  const fontConfiguration = join(folder, 'fonts.conf');
  writeFileSync(fontConfiguration, fontConfigurationOf(folder));
  const env = { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fontConfiguration };
  return { executable: join(unpacked, 'chromium'), env };
}

/** Makes the package unpack the browser, and the shared libraries that a minimal system doesn't have, into `<folder>/unpacked`. */
function unpack(folder: string, node: string): void {
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  const program = `import('@sparticuz/chromium').then(({ default: browser }) => browser.executablePath());`;
  // The package unpacks the libraries only if this variable is set, and unpacks into TMPDIR.
  const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const run = spawnSync(node, ['--eval', program], { cwd: folder, env, encoding: 'utf8' });
  if (run.status !== 0 || !existsSync(join(unpacked, 'chromium')))
    throw new Error(`Chromium was not unpacked:\n${run.stderr}`);
}

/**
 * Uses fonts of npm packages, so that pictures are equal on all machines. Without fonts, this Chromium crashes when VS Code opens an editor. The
 * cache's path is absolute, since a relative one would depend on the folder in which the browser is started.
 */
const fontConfigurationOf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">unpacked/fonts</dir>
  <dir prefix="relative">node_modules/dejavu-fonts-ttf/ttf</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
  <alias binding="strong"><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

/**
 * Starts a headless Chromium, and installs it if the machine has none. If the start fails, it is repeated once.
 *
 * @throws Error if there is none, or if it does not start
 */
export async function launchBrowser(): Promise<Browser> {
  const program = await installBrowser();
  return startOnceMore('Chromium', () => launch(program));
}

function launch({ executable, env }: BrowserProgram): Promise<Browser> {
  return chromium.launch({
    executablePath: executable,
    timeout: 120_000,
    headless: true,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      '--force-device-scale-factor=1',
      // Blocks requests to other machines, so that runs don't depend on the network.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}
