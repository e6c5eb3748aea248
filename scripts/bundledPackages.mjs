// Lists the packages in the bundles, for the third-party notices and the SBOM.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages in every server, as wasm. */
const SHIPPED = ['node_modules/web-tree-sitter', 'node_modules/@tree-sitter-grammars/tree-sitter-hcl'];

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} license an SPDX identifier
 * @property {string} folder relative to the project, with "/": where the lock file has it
 */

/**
 * The packages of a bundle's input files, each version once, in the order of their folders.
 *
 * @param {string} root the project's folder
 * @param {readonly string[]} inputs paths of bundled files from esbuild's metafile, with "/". If `node_modules` is a link, they can be outside of the
 * project
 * @returns {BundledPackage[]}
 * @throws Error for a package without a name, version or license
 */
export function bundledPackages(root, inputs) {
  const folders = new Set(SHIPPED);
  for (const input of inputs) {
    // A nested package has its own version, so the innermost folder counts.
    const folder = /(?:^|\/)(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (folder) folders.add(folder);
  }
  return [...folders].sort().map(folder => {
    const { name, version, license } = readManifest(root, folder);
    if (![name, version, license].every(value => typeof value === 'string' && value !== ''))
      throw new Error(`${folder}/package.json lacks a name, a version or a license.`);
    return { name, version, license, folder };
  });
}

/** A package.json without a name only configures how files below it are loaded (`dist/esm/package.json`). They are not in `folder`. */
const readManifest = (root, folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
