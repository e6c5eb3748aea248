// Bundles the suites that run on virtual folders, in a browser and on a desktop. They need neither programs nor a repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { bundleForNode, project } from './bundleExtensionTests';

/** Duration of each file operation in milliseconds. */
export const LATENCY = 50;
/** The id of the test extension with the files. */
const FILES_ID = 'kubestack-tests.virtual-files';
/** The file systems of windows on a virtual folder: a generic one, or a model of GitHub Repositories. */
const FOLDERS = { virtual: 'virtual://platform/', github: 'vscode-vfs://github/example/platform' } as const;

export interface VirtualSuite {
  name: string;
  /** Absolute path of the bundle with the tests. */
  entry: string;
  /** Absolute path of the extension with the suite's files. */
  files: string;
  /** URI of the folder to open. */
  workspace: string;
}

interface SuiteSource {
  /** Folder with the files. */
  workspace: string;
  folder?: keyof typeof FOLDERS;
  tests: readonly string[];
  /** More tests, which run only in browsers. */
  inBrowsers?: readonly string[];
  /** Whether the suite runs only in browsers. */
  onlyInBrowsers?: boolean;
}

const SUITES: Readonly<Record<string, SuiteSource>> = {
  'three-environments': {
    workspace: 'test/editor/extension/three-environments/workspace',
    tests: [
      'extension/three-environments/effectiveConfiguration',
      'extension/three-environments/platformView',
      'extension/three-environments/problems',
      'extension/three-environments/closedFiles',
      'extension/three-environments/refactoring',
      'browser/languageFeatures',
      'browser/withoutPrograms',
    ],
    // Last, since it ends the language server.
    inBrowsers: ['browser/serverCrashed'],
  },
  github: {
    workspace: 'test/editor/extension/three-environments/workspace',
    folder: 'github',
    tests: ['browser/revisions'],
  },
  'without-kubestack': {
    workspace: 'test/editor/extension/without-kubestack/workspace',
    tests: ['extension/without-kubestack/later'],
    onlyInBrowsers: true,
  },
};

/** Bundles each suite with Mocha into one file for a browser, and creates an extension with its files, in `out/test/browser`. */
export async function bundleBrowserTests(): Promise<VirtualSuite[]> {
  const out = emptied('out/test/browser');
  return Promise.all(
    Object.entries(SUITES).map(async ([name, source]) => {
      const entry = join(out, name, 'index.js');
      const imports = pathsOf([...source.tests, ...(source.inBrowsers ?? [])]).map(
        test => `import ${JSON.stringify(test)};`,
      );
      const runner = `export { run } from ${JSON.stringify(join(project, 'test/support/browser/mochaInBrowser.ts'))};`;
      await build({
        ...bundling,
        stdin: { contents: [runner, ...imports].join('\n'), resolveDir: project },
        outfile: entry,
      });
      return { ...(await withFiles(name, source, join(out, name), 'browser')), entry };
    }),
  );
}

/** Bundles the suites for the extension host of a desktop, in `out/test/virtual`. */
export async function bundleVirtualTests(): Promise<VirtualSuite[]> {
  const out = emptied('out/test/virtual');
  const suites = Object.entries(SUITES).filter(([, { onlyInBrowsers }]) => !onlyInBrowsers);
  return Promise.all(
    suites.map(async ([name, source]) => {
      const folder = join(out, name);
      await bundleForNode(pathsOf(source.tests), folder);
      return { ...(await withFiles(name, source, folder, 'main')), entry: join(folder, 'index.js') };
    }),
  );
}

function emptied(folder: string): string {
  const path = join(project, folder);
  rmSync(path, { recursive: true, force: true });
  return path;
}

const pathsOf = (tests: readonly string[]): string[] =>
  tests.map(test => join(project, 'test/editor', `${test}.test.ts`));

async function withFiles(
  name: string,
  { workspace, folder = 'virtual' }: SuiteSource,
  out: string,
  host: 'browser' | 'main',
): Promise<Omit<VirtualSuite, 'entry'>> {
  const files = join(out, FILES_ID);
  await writeFilesExtension(files, textsIn(join(project, workspace)), host, FOLDERS[folder]);
  return { name, files, workspace: FOLDERS[folder] };
}

const bundling: BuildOptions = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'cjs',
  sourcemap: 'inline',
  external: ['vscode'],
  alias: { 'node:assert/strict': join(project, 'test/support/browser/assert.ts') },
  define: { TEST_GREP: JSON.stringify(process.env['TEST_GREP'] ?? '') },
  logLevel: 'warning',
};

/** Paths of all files in a folder → contents in Base64. */
export function textsIn(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[`/${relative(folder, path).split(sep).join('/')}`] = readFileSync(path).toString('base64');
  }
  return files;
}

/**
 * Writes the extension whose file system contains these files.
 * @param host where it runs: in a browser, or in the extension host of a desktop
 * @param top URI of the folder with the files
 */
export async function writeFilesExtension(
  folder: string,
  files: Readonly<Record<string, string>>,
  host: 'browser' | 'main' = 'browser',
  top: string = FOLDERS.virtual,
): Promise<void> {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const [publisher, name] = FILES_ID.split('.');
  const manifest = {
    ...{ publisher, name, version: '0.0.1', engines: { vscode: '^1.93.0' }, [host]: './main.js' },
    activationEvents: [`onFileSystem:${new URL(top).protocol.slice(0, -1)}`],
    capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await build({
    ...bundling,
    sourcemap: false,
    entryPoints: [join(project, 'test/support/browser/virtualFiles.ts')],
    define: { FILES: JSON.stringify(files), LATENCY: String(LATENCY), TOP: JSON.stringify(top) },
    outfile: join(folder, 'main.js'),
  });
}
