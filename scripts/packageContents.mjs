// The files that packages may contain. .vscodeignore and .npmignore configure the same for vsce and npm. Additional files fail the build.

const DOCUMENTS = ['package.json', 'LICENSE', 'README.md'];
const SERVER = [
  // The language server for Node.js loads the scripts that it has in common with others: also the one of the web worker.
  ...['dist/server.js', 'dist/program.js', 'dist/browser/server.js', 'dist/shared.js', 'dist/node.js'],
  ...['dist/web-tree-sitter.wasm', 'dist/tree-sitter-hcl.wasm', 'dist/THIRD-PARTY-NOTICES.txt'],
  ...['dist/data/descriptions.json', 'dist/data/regions.json', 'dist/data/releases.json', 'dist/data/resources.json'],
  ...['dist/data/kubernetes.json', 'dist/data/schemas.json'],
  'dist/snippets/terraform.code-snippets',
  ...['dist/l10n/bundle.l10n.de.json', 'dist/l10n/bundle.l10n.ja.json'],
];

/** Paths in the npm package, relative to `package/`. */
export const NPM_PACKAGE = [...DOCUMENTS, ...SERVER, 'dist/mcp.js', 'dist/pages/en.json'];

/** Paths in the VSIX, relative to `extension/`. */
const EXTENSION = [
  ...DOCUMENTS,
  ...SERVER,
  ...['CHANGELOG.md', 'dist/client.js', 'dist/guard.js', 'dist/browser/client.js'],
  ...['docs/pipelines.md', 'docs/plan-report.md', 'snippets/terraform.code-snippets'],
  ...['dist/pages/en.json', 'dist/pages/de.json', 'dist/pages/ja.json'],
  ...['package.nls.json', 'package.nls.de.json', 'package.nls.ja.json'],
];
/** Patterns of any number of files. */
const EXTENSION_FOLDERS =
  /^(?:test\/platforms\/multi-cloud\/(?!.*(?:\.terraform\/|\.tfstate))[\w./-]+|dist\/webview\/\w+\.(?:js|css)|media\/(?:walkthrough\/)?[\w-]+\.(?:png|svg|webp)|media\/markdown\.css|media\/sample\/[\w./-]+|syntaxes\/[\w.-]+\.json)$/;

/**
 * @param {readonly string[]} paths of all files in the npm package
 * @returns {string[]} unexpected or missing files; one sentence each
 */
export const npmPackageProblems = paths => problems(paths, NPM_PACKAGE, /^$/);

/**
 * @param {readonly string[]} paths of all files in the VSIX, with the prefix `extension/`, without its two manifests
 * @returns {string[]} unexpected or missing files; one sentence each
 */
export function vsixProblems(paths) {
  const manifests = ['extension.vsixmanifest', '[Content_Types].xml'];
  const all = paths.map(path => path.replace(/^extension\//, ''));
  // vsce changes these names.
  const written = { 'readme.md': 'README.md', 'changelog.md': 'CHANGELOG.md', 'LICENSE.txt': 'LICENSE' };
  return problems(
    all.map(path => written[path] ?? path),
    [...EXTENSION, ...manifests],
    EXTENSION_FOLDERS,
  );
}

const problems = (paths, required, optional) => [
  ...paths
    .filter(path => !required.includes(path) && !optional.test(path))
    .map(path => `${path} must not be packaged.`),
  ...required.filter(path => !paths.includes(path)).map(path => `${path} is missing.`),
];
