// Bundles the extension (dist/client.js), the guard of its programs (dist/guard.js), the language server (dist/server.js), its MCP server
// (dist/mcp.js), the extension and server for browsers (dist/browser/client.js, dist/browser/server.js) and the webview pages (dist/webview/). Copies
// the wasm and data files next to them, with the licenses of their content. dist/vsix.cdx.json and dist/npm.cdx.json list the packages in the
// extension and in the npm package (CycloneDX). Builds are reproducible.
// Usage: node scripts/build.mjs [--watch] [--development]
import * as esbuild from 'esbuild';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';
import { bundledPackages } from './bundledPackages.mjs';
import { softwareBillOfMaterials } from './sbom.mjs';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');
const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** As in `TRANSLATED_LANGUAGES` of common/assets.ts. */
const languages = ['de', 'ja'];

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

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20',
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
  // esbuild would choose the ESM file, whose `import.meta.url` is empty in CommonJS: Parser.init would fail at run time.
  alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
};

/**
 * Renames the local names of a script that esbuild has minified. Terser chooses names that compress better, which saves 3 % of the size.
 *
 * @param file path relative to the root
 * @throws Error if the script can't be parsed
 */
async function renameLocals(file) {
  const path = join(root, file);
  const { code } = await minify(readFileSync(path, 'utf8'), { compress: false, mangle: true });
  writeFileSync(path, code);
}

/** Webview pages: folders of webview/. */
const pages = ['diagram', 'matrix', 'board'];
/**
 * The bundles for browsers, without modules of Node.
 *
 * @type {esbuild.BuildOptions}
 */
const forBrowsers = {
  ...shared,
  platform: 'browser',
  target: 'es2022',
  mainFields: ['browser', 'module', 'main'],
  conditions: ['browser'],
  // The libraries contain their own polyfill. A second copy would exceed the size limit.
  alias: { 'vscode-languageserver-types': join(root, 'node_modules/vscode-languageserver-types') },
  // These bundles must be small. Names of functions are kept only in the bundles for Node.
  minifyIdentifiers: !development,
  // web-tree-sitter imports these modules only in Node.
  external: ['fs/promises', 'module'],
};

const bundles = [
  { ...shared, entryPoints: ['client/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...shared, entryPoints: ['client/processes/guard.ts'], outfile: 'dist/guard.js' },
  { ...shared, entryPoints: ['server/main.ts'], outfile: 'dist/server.js', banner: { js: '#!/usr/bin/env node' } },
  // One script and one style sheet for each page. Pages run in a browser, and load nothing else.
  {
    ...shared,
    entryPoints: pages.flatMap(page => [`webview/${page}/${page}.ts`, `webview/${page}/${page}.css`]),
    outdir: 'dist/webview',
    entryNames: '[name]',
    platform: 'browser',
    target: 'chrome124',
    format: 'iife',
  },
  { ...forBrowsers, entryPoints: ['server/browser.ts'], outfile: 'dist/browser/server.js', format: 'iife' },
  {
    ...forBrowsers,
    entryPoints: ['client/browser.ts'],
    outfile: 'dist/browser/client.js',
    external: ['vscode'],
  },
  // Only `kubestack-language-server mcp` loads this bundle.
  { ...shared, entryPoints: ['server/mcp/protocolServer.ts'], outfile: 'dist/mcp.js' },
].filter(bundle => existsSync(join(root, bundle.entryPoints[0])));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
copyAssets();
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  const results = await Promise.all(bundles.map(bundle => esbuild.build(bundle)));
  if (!development) await renameLocals('dist/browser/server.js');
  const packagesOf = isIncluded =>
    bundledPackages(
      root,
      results.flatMap(({ metafile }) =>
        Object.values(metafile.outputs)
          .filter(({ entryPoint }) => entryPoint !== undefined && isIncluded(entryPoint))
          .flatMap(({ inputs }) => Object.keys(inputs)),
      ),
    );
  writeFileSync(
    join(dist, 'THIRD-PARTY-NOTICES.txt'),
    thirdPartyNotices(
      root,
      packagesOf(() => true),
    ),
  );
  const mcp = 'server/mcp/protocolServer.ts';
  const npm = packagesOf(entryPoint => ['server/main.ts', mcp].includes(entryPoint));
  writeFileSync(join(dist, 'npm.cdx.json'), softwareBillOfMaterials(root, npm, 'library'));
  const extension = packagesOf(entryPoint => entryPoint !== mcp);
  writeFileSync(join(dist, 'vsix.cdx.json'), softwareBillOfMaterials(root, extension, 'application'));
}
