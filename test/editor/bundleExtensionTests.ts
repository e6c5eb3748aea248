// Bundles the extension-host suites, since VS Code can only load JavaScript.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { standInGrammar, standInManifest } from '../support/standIn/manifests';

/** The project's folder. */
export const project = resolve(__dirname, '../..');

const sources = join(project, 'test/editor/extension');

/** One run of VS Code: a workspace with its tests. */
export interface ExtensionSuite {
  name: string;
  /** Absolute path of the folder that is copied and opened; or the URI of a virtual folder. */
  workspace: string;
  /** Absolute path of the bundled Mocha entry. */
  entry: string;
  /** Absolute paths of additional extensions: stand-ins for those in `extensions.json` of the suite's folder. */
  beside: string[];
}

/**
 * Bundles every suite into `out/test/extension`.
 *
 * @throws Error if a suite has no workspace
 */
export async function bundleExtensionTests(): Promise<ExtensionSuite[]> {
  const out = join(project, 'out/test/extension');
  rmSync(out, { recursive: true, force: true });
  const folders = readdirSync(sources, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return Promise.all(folders.map(({ name }) => bundleSuite(name, join(out, name))));
}

async function bundleSuite(name: string, outdir: string): Promise<ExtensionSuite> {
  const folder = join(sources, name);
  const places = [join(folder, 'workspace'), join(project, 'test/platforms', name)];
  const workspace = places.find(place => existsSync(place));
  if (!workspace) throw new Error(`The extension suite ${name} needs one of the folders ${places.join(', ')}.`);
  const tests = readdirSync(folder).filter(file => file.endsWith('.test.ts'));
  await bundleForNode(
    tests.map(file => join(folder, file)),
    outdir,
  );
  const listed = join(folder, 'extensions.json');
  const ids = existsSync(listed) ? (JSON.parse(readFileSync(listed, 'utf8')) as string[]) : [];
  const beside = await Promise.all(ids.map(id => writeStandIn(id, join(outdir, id))));
  return { name, workspace, entry: join(outdir, 'index.js'), beside };
}

/** Bundles tests with the Mocha entry that runs them, for an extension host in Node. @param tests absolute paths */
export async function bundleForNode(tests: readonly string[], outdir: string): Promise<void> {
  const entryPoints = [join(sources, 'index.ts'), ...tests];
  await build({ ...bundling, entryPoints, entryNames: '[name]', outdir });
}

const bundling: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: 'inline',
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
};

/** Writes the stand-in for another extension. @returns its folder */
async function writeStandIn(id: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(standInManifest(id)));
  writeFileSync(join(folder, 'grammar.json'), JSON.stringify(standInGrammar));
  await build({
    ...bundling,
    entryPoints: [join(project, 'test/support/standIn/main.ts')],
    outfile: join(folder, 'main.js'),
  });
  return folder;
}
