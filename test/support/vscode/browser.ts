// A Chromium for the web client of VS Code: the machine's, else one from the npm registry.
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
  /** What the program needs in its environment besides ours. */
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
 * @throws Error when there is none and none can be installed
 */
export async function installBrowser(log = console.error): Promise<BrowserProgram> {
  const executable = chromiumOfMachine();
  if (executable) return { executable, env: {} };
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium or Chrome found: put one on PATH, or name it in the environment variable CHROMIUM.');
  }
  // It unpacks itself by Node 22 and up.
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

/** Lets the package unpack the browser and the shared libraries that a bare machine lacks into `<folder>/unpacked`. */
function unpack(folder: string, node: string): void {
  const unpacked = join(folder, 'unpacked');
  mkdirSync(unpacked);
  const program = `import('@sparticuz/chromium').then(({ default: browser }) => browser.executablePath());`;
  // The package looks at this variable to decide whether the libraries are wanted, and at TMPDIR for the place.
  const env = { ...process.env, TMPDIR: unpacked, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  const run = spawnSync(node, ['--eval', program], { cwd: folder, env, encoding: 'utf8' });
  if (run.status !== 0 || !existsSync(join(unpacked, 'chromium')))
    throw new Error(`Chromium was not unpacked:\n${run.stderr}`);
}

/**
 * Fonts of the packages, so that pictures look alike on every machine. Without any font this Chromium ends as soon as VS Code opens an editor; without
 * a monospaced one, pictures look like no editor that anybody knows. The cache's path is absolute: a relative one would be below whatever folder the
 * browser is started in.
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
 * Starts a headless Chromium; installs it where the machine has none. One that does not start is started once more.
 *
 * @throws Error when there is none, or when it does not start
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
      // Refuses every request that leaves this machine: a run is the same with and without a network.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}
