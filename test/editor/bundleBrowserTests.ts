// Bundles the suites that also run in a browser: what they test needs neither a program nor a repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { project } from './bundleExtensionTests';

/** Milliseconds that each operation on a file takes. */
export const LATENCY = 50;
/** The id of the test extension that has the files. */
const FILES_ID = 'kubestack-tests.virtual-files';

export interface BrowserSuite {
  name: string;
  /** Path of the bundle with Mocha and the tests, relative to the project. */
  entry: string;
  /** Absolute path of the extension with the suite's files. */
  files: string;
}

const SUITES: Readonly<Record<string, { workspace: string; tests: readonly string[] }>> = {
  'three-environments': {
    workspace: 'test/editor/extension/three-environments/workspace',
    tests: [
      'extension/three-environments/effectiveConfiguration',
      'extension/three-environments/platformView',
      'extension/three-environments/problems',
      'extension/three-environments/refactoring',
      'browser/languageFeatures',
      'browser/withoutPrograms',
    ],
  },
  'two-platforms': {
    workspace: 'test/editor/extension/two-platforms/workspace',
    tests: ['extension/two-platforms/platformView'],
  },
  'without-kubestack': {
    workspace: 'test/editor/extension/without-kubestack/workspace',
    tests: ['extension/without-kubestack/later'],
  },
};

/** Bundles every suite, and an extension with its files, into `out/test/browser`. */
export async function bundleBrowserTests(): Promise<BrowserSuite[]> {
  const out = join(project, 'out/test/browser');
  rmSync(out, { recursive: true, force: true });
  return Promise.all(
    Object.entries(SUITES).map(async ([name, { workspace, tests }]) => {
      const folder = join(out, name);
      const modules = [join(project, 'test/support/browser/mochaInBrowser.ts')];
      for (const test of tests) modules.push(join(project, 'test/editor', `${test}.test.ts`));
      await build({
        ...bundling,
        stdin: {
          contents: [...modules.slice(1).map(module => `import ${JSON.stringify(module)};`)]
            .toSpliced(0, 0, `export { run } from ${JSON.stringify(modules[0])};`)
            .join('\n'),
          resolveDir: project,
        },
        outfile: join(folder, 'index.js'),
      });
      const files = join(folder, FILES_ID);
      await writeFilesExtension(files, textsIn(join(project, workspace)));
      return { name, entry: relative(project, join(folder, 'index.js')), files };
    }),
  );
}

const bundling: BuildOptions = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  format: 'cjs',
  sourcemap: 'inline',
  external: ['vscode'],
  alias: { 'node:assert/strict': join(project, 'test/support/browser/assert.ts') },
  logLevel: 'warning',
};

/** Path of each file below a folder → content in Base64. */
export function textsIn(folder: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[`/${relative(folder, path).split(sep).join('/')}`] = readFileSync(path).toString('base64');
  }
  return files;
}

/** Writes the extension whose file system has these files, under `virtual://platform/`. */
export async function writeFilesExtension(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const [publisher, name] = FILES_ID.split('.');
  const manifest = {
    ...{ publisher, name, version: '0.0.1', engines: { vscode: '^1.93.0' }, browser: './main.js' },
    activationEvents: ['onFileSystem:virtual'],
    capabilities: { virtualWorkspaces: true, untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await build({
    ...bundling,
    sourcemap: false,
    entryPoints: [join(project, 'test/support/browser/virtualFiles.ts')],
    define: { FILES: JSON.stringify(files), LATENCY: String(LATENCY) },
    outfile: join(folder, 'main.js'),
  });
}
