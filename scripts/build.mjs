// Bundles the extension (dist/client.js), the guard of its programs (dist/guard.js), the language server (dist/server.js, which loads dist/program.js),
// its MCP server (dist/mcp.js), the extension and server for browsers (dist/browser/client.js, dist/browser/server.js) and the webview pages
// (dist/webview/). Scripts with code that several programs use: dist/shared.js, dist/node.js and those for browsers, which the scripts for Node.js load.
// Copies the wasm and data files next to them, with the licenses of their content. dist/vsix.cdx.json and dist/npm.cdx.json list the packages in the
// extension and in the npm package (CycloneDX). Builds are reproducible.
// Usage: node scripts/build.mjs [--watch] [--development]
//   --development  writes source maps. Each program is one script then
import * as esbuild from 'esbuild';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { bundledPackages } from './bundledPackages.mjs';
import { softwareBillOfMaterials } from './sbom.mjs';
import {
  extensionScript,
  libraryScript,
  neededFirst,
  nodeScript,
  partOf,
  reachable,
  workerScript,
} from './scriptParts.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');
const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** As in `TRANSLATED_LANGUAGES` of common/assets.ts. */
const languages = ['de', 'ja'];

/** One file for each language with the pages of all diagnostics, by code: they are small and have many lines in common. */
function writePages() {
  mkdirSync(join(dist, 'pages'));
  for (const language of ['en', ...languages]) {
    const folder = join(root, 'docs', language === 'en' ? '' : language, 'checks');
    const pages = readdirSync(folder)
      .sort()
      .map(name => [basename(name, '.md'), readFileSync(join(folder, name), 'utf8')]);
    writeFileSync(join(dist, 'pages', `${language}.json`), JSON.stringify(Object.fromEntries(pages)));
  }
}

/** Files that the bundles read at run time, from their own folder. */
function copyAssets() {
  const assets = [
    [join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm'), 'web-tree-sitter.wasm'],
    [require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'), 'tree-sitter-hcl.wasm'],
    [join(root, 'data'), 'data'],
    [join(root, 'snippets'), 'snippets'],
    ...languages.map(language => {
      const file = `l10n/bundle.l10n.${language}.json`;
      return [join(root, file), file];
    }),
  ];
  for (const [from, to] of assets) {
    if (existsSync(from)) cpSync(from, join(dist, to), { recursive: true });
  }
}

/** The file of an installed package. */
const packageFile = path => join(root, 'node_modules', path);

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: ['node20', 'es2022'],
  format: 'cjs',
  sourcemap: development ? 'linked' : false,
  minifyWhitespace: !development,
  minifySyntax: !development,
  // Identifiers are not minified: stack traces in the output channel should contain function names, and esbuild's `keepNames` is slow in hot paths.
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
  absWorkingDir: root,
  // The bundles contain the names of modules. If node_modules is a link, they would otherwise be paths of this machine.
  preserveSymlinks: true,
  define: { KUBESTACK_VERSION: JSON.stringify(version), KUBESTACK_HOMEPAGE: JSON.stringify(homepage) },
  // jsonc-parser's CommonJS build loads its parts in a way that can't be bundled.
  mainFields: ['module', 'main'],
};

/** Webview pages: folders of webview/. */
const pages = ['diagram', 'matrix', 'board'];
/** One script and one style sheet for each page. Pages run in a browser, and load nothing else. @type {esbuild.BuildOptions} */
const pageScripts = {
  ...shared,
  entryPoints: pages.flatMap(page => [`webview/${page}/${page}.ts`, `webview/${page}/${page}.css`]),
  outdir: 'dist/webview',
  entryNames: '[name]',
  platform: 'browser',
  target: 'chrome124',
  format: 'iife',
  // No stack trace of a page reaches the output channel.
  minifyIdentifiers: !development,
};
/** The program that ends others has no other code. @type {esbuild.BuildOptions} */
const guard = { ...shared, entryPoints: ['client/processes/guard.ts'], outfile: 'dist/guard.js' };

/** Parts with fewer characters are small. */
const SMALL_PART = 5_000;

/** The programs that have code in common, by the name of their part. */
const programs = {
  client: 'client/extension.ts',
  browserClient: 'client/browser.ts',
  server: 'server/main.ts',
  browserServer: 'server/browser.ts',
  // Only `kubestack-language-server mcp` loads it, and only the npm package has it.
  mcp: 'server/mcp/protocolServer.ts',
};
/**
 * Leaves out features in the library of the language server that ours doesn't have. The library's other modules only apply them to a class.
 * @type {esbuild.Plugin}
 */
const withoutUnusedFeatures = {
  name: 'without unused features',
  setup: build =>
    build.onLoad(
      {
        filter:
          /[\\/]vscode-languageserver[\\/](?:node_modules[\\/][\w-]+[\\/])?lib[\\/]common[\\/](?:(?:protocol\.)?notebook|fileOperations|foldingRange|inlineCompletion|inlineValue|linkedEditingRange|moniker|textDocumentContent|typeHierarchy)\.js$/,
      },
      ({ path }) => {
        const name = basename(path, '.js').replace(/^./, first => first.toUpperCase());
        return {
          contents: `exports.${name === 'Notebook' ? 'NotebookSync' : name.replace('.', '')}Feature = Base => Base;`,
        };
      },
    ),
};

/** Options for all programs: code for Node.js and for browsers is the same, except for the modules that name one of them. @type {esbuild.BuildOptions} */
const everywhere = {
  ...shared,
  external: ['vscode'],
  conditions: ['browser', 'module'],
  plugins: [withoutUnusedFeatures],
  alias: {
    // Packages with other files for Node.js. Those for browsers also work in Node.js.
    yaml: packageFile('yaml/browser/index.js'),
    fflate: packageFile('fflate/esm/browser.js'),
    // In ESM, `import.meta.url` would be empty in our scripts: Parser.init would fail at run time.
    'web-tree-sitter': packageFile('web-tree-sitter/web-tree-sitter.cjs'),
    // The condition "browser" would choose a file without standard input and output.
    '@modelcontextprotocol/server/_shims': packageFile('@modelcontextprotocol/server/dist/shimsNode.mjs'),
    // One copy for all libraries that use it, and in a form whose variables are set when it is loaded.
    'vscode-languageserver-types': packageFile('vscode-languageserver-types'),
    'vscode-languageserver-textdocument': packageFile('vscode-languageserver-textdocument/lib/umd/main.js'),
  },
};

/** For development: programs without common scripts, with source maps. */
const separatePrograms = [
  {
    ...everywhere,
    entryPoints: { client: programs.client, server: programs.server, mcp: programs.mcp },
    outdir: 'dist',
  },
  { ...everywhere, entryPoints: { client: programs.browserClient }, outdir: 'dist/browser' },
  { ...everywhere, entryPoints: { server: programs.browserServer }, outdir: 'dist/browser', format: 'iife' },
];

/**
 * Builds the programs, and puts the code that several of them have in common into common scripts.
 *
 * @returns {Promise<ReadonlyMap<string, readonly string[]>>} the input files of each script, by its path in `dist`
 */
async function buildPrograms() {
  const { outputFiles, metafile } = await esbuild.build({
    ...everywhere,
    entryPoints: {
      ...programs,
      // A part of its own, which loads the others.
      compiledCode: 'server/main/compiledCode.ts',
      commandLine: 'server/cli/commandLine.ts',
      gate: 'server/cli/gateCommand.ts',
      gateTime: 'server/cli/gateTime.ts',
      // A part of its own: it calls `eval`, so that no name in the same part can be renamed.
      treeSitter: packageFile('web-tree-sitter/web-tree-sitter.cjs'),
    },
    outdir: 'dist',
    chunkNames: '[hash]',
    format: 'esm',
    splitting: true,
    // Terser removes white space.
    minifyWhitespace: false,
    write: false,
    logLevel: 'warning',
  });
  const parts = await Promise.all(outputFiles.map(({ path, text }) => partOf(basename(path, '.js'), text)));
  const [client, browserClient, server, browserServer, mcp] = Object.keys(programs).map(name => reachable(parts, name));
  // The script of the server calls it.
  for (const name of reachable(parts, 'compiledCode')) server.add(name);
  // Agents start the gate for each of their calls.
  const gate = neededFirst(parts, 'gate');
  // Node.js compiles the script that it starts each time, without the code that was compiled before.
  const start = new Set(
    ['server', 'compiledCode', 'commandLine', 'gate', 'gateTime'].flatMap(name => [...neededFirst(parts, name)]),
  );
  const isInServer = name => server.has(name) || browserServer.has(name);
  // Small parts are what all programs need first. Without them, `--version` would load all code of the server.
  const isShared = ({ name, text }) =>
    browserServer.has(name) && (client.has(name) || gate.has(name) || text.length < SMALL_PART);
  const isOnlyInServer = name => server.has(name) && !browserServer.has(name) && !client.has(name) && !mcp.has(name);
  const within = isIncluded => parts.filter(part => isIncluded(part.name, part));
  const scripts = {
    'browser/client.js': within(name => browserClient.has(name)),
    'shared.js': within((name, part) => isShared(part)),
    'browser/server.js': within((name, part) => browserServer.has(name) && !isShared(part)),
    'node.js': within(name => server.has(name) && client.has(name) && !browserServer.has(name)),
    'mcp.js': within(name => mcp.has(name) && !browserServer.has(name) && !client.has(name)),
    'server.js': within(name => start.has(name) && isOnlyInServer(name)),
    'program.js': within(name => !start.has(name) && isOnlyInServer(name)),
    'client.js': within(name => client.has(name) && !isInServer(name) && !browserClient.has(name)),
  };
  /** The scripts, in the order in which they are searched, that contain the parts which a program needs. */
  const filesOf = (needed, ...libraries) =>
    Object.fromEntries(
      libraries.flatMap(file =>
        scripts[file].filter(({ name }) => needed.has(name)).map(({ name }) => [name, `./${file}`]),
      ),
    );
  const texts = {
    'shared.js': libraryScript(scripts['shared.js']),
    'node.js': libraryScript(scripts['node.js']),
    'program.js': libraryScript(scripts['program.js']),
    'mcp.js': libraryScript(scripts['mcp.js']),
    'browser/server.js': workerScript(scripts['browser/server.js'], 'browserServer'),
    'browser/client.js': extensionScript(scripts['browser/client.js'], 'browserClient'),
    'server.js': `#!/usr/bin/env node\n${nodeScript(
      scripts['server.js'],
      'server',
      filesOf(server, 'program.js', 'node.js', 'mcp.js', 'browser/server.js', 'shared.js'),
      '(file=>__load("compiledCode").loadScript(require.resolve(file),require))',
    )}`,
    // The parts of the client itself are found last, and so come first: those of both are the same.
    'client.js': nodeScript(
      scripts['client.js'],
      'client',
      filesOf(client, 'node.js', 'shared.js', 'browser/client.js'),
    ),
  };
  mkdirSync(join(dist, 'browser'), { recursive: true });
  for (const [file, text] of Object.entries(texts)) writeFileSync(join(dist, file), text);
  const inputsOf = ({ name }) => Object.keys(metafile.outputs[`dist/${name}.js`].inputs);
  return new Map(Object.entries(scripts).map(([file, parts]) => [file, parts.flatMap(inputsOf)]));
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
copyAssets();
writePages();
if (development) {
  writeFileSync(join(dist, 'shared.js'), '');
  for (const options of [...separatePrograms, guard, pageScripts]) {
    if (watch) await (await esbuild.context(options)).watch();
    else await esbuild.build(options);
  }
} else {
  const [inputs, ...others] = await Promise.all([buildPrograms(), esbuild.build(guard), esbuild.build(pageScripts)]);
  const otherInputs = others.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const files = [...inputs.keys()];
  const packagesOf = (included, ...more) =>
    bundledPackages(root, [...included.flatMap(file => inputs.get(file)), ...more]);
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, packagesOf(files, ...otherInputs)));
  const npm = packagesOf(files.filter(file => !file.endsWith('client.js')));
  writeFileSync(join(dist, 'npm.cdx.json'), softwareBillOfMaterials(root, npm, 'library'));
  const extension = packagesOf(
    files.filter(file => file !== 'mcp.js'),
    ...otherInputs,
  );
  writeFileSync(join(dist, 'vsix.cdx.json'), softwareBillOfMaterials(root, extension, 'application'));
}
