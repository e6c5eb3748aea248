// Bundles the extension (dist/client.js), the guard of its programs (dist/guard.js) the language server (dist/server.js) and its MCP front end (dist/mcp.js), and puts the wasm and data files beside them.
// Usage: node scripts/build.mjs [--watch] [--development]
import * as esbuild from 'esbuild';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './thirdPartyNotices.mjs';

const require = createRequire(import.meta.url);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');
const { version, homepage } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Files that the bundles read at run time, next to themselves. */
function copyAssets() {
  const assets = [
    [join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm'), 'web-tree-sitter.wasm'],
    [require.resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'), 'tree-sitter-hcl.wasm'],
    [join(root, 'data'), 'data'],
    [join(root, 'snippets'), 'snippets'],
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
  // Identifiers stay: stack traces in the output channel should name functions, and esbuild's `keepNames` costs time in hot paths.
  legalComments: 'none',
  metafile: true,
  logLevel: 'info',
  absWorkingDir: root,
  define: { KUBESTACK_VERSION: JSON.stringify(version), KUBESTACK_HOMEPAGE: JSON.stringify(homepage) },
  // jsonc-parser's CommonJS build loads its parts in a way that can't be bundled.
  mainFields: ['module', 'main'],
  // esbuild would take the ESM file, whose `import.meta.url` is empty in CommonJS: Parser.init fails at run time.
  alias: { 'web-tree-sitter': join(dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.cjs') },
};

const bundles = [
  { ...shared, entryPoints: ['client/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...shared, entryPoints: ['client/processes/guard.ts'], outfile: 'dist/guard.js' },
  { ...shared, entryPoints: ['server/main.ts'], outfile: 'dist/server.js', banner: { js: '#!/usr/bin/env node' } },
  // Loaded by `kubestack-language-server mcp` alone.
  { ...shared, entryPoints: ['server/mcp/protocolServer.ts'], outfile: 'dist/mcp.js' },
].filter(bundle => existsSync(join(root, bundle.entryPoints[0])));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
copyAssets();
if (watch) {
  for (const bundle of bundles) await (await esbuild.context(bundle)).watch();
} else {
  const results = await Promise.all(bundles.map(bundle => esbuild.build(bundle)));
  writeFileSync(
    join(dist, 'THIRD-PARTY-NOTICES.txt'),
    thirdPartyNotices(
      root,
      results.flatMap(({ metafile }) => Object.keys(metafile.inputs)),
    ),
  );
}
