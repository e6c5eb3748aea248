// Which packages the bundles contain: what the third-party notices and the SBOM list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that ship beside every server, as wasm. */
const SHIPPED = ['node_modules/web-tree-sitter', 'node_modules/@tree-sitter-grammars/tree-sitter-hcl'];

/**
 * @typedef {object} BundledPackage
 * @property {string} name
 * @property {string} version
 * @property {string} license an SPDX identifier
 * @property {string} folder relative to the project, with "/": where the lock file has it
 */

/**
 * The packages that the inputs of bundles come from, each version once, in the order of their folders.
 *
 * @param {string} root the project's folder
 * @param {readonly string[]} inputs paths of bundled files as esbuild's metafile has them, with "/". They may lead out of the project,
 *   where `node_modules` is a link
 * @returns {BundledPackage[]}
 * @throws Error for a package without a name, version or license
 */
export function bundledPackages(root, inputs) {
  const folders = new Set(SHIPPED);
  for (const input of inputs) {
    // A package in a package has a version of its own: the folder that counts is the innermost one.
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

/** A folder without a name only sets how files below it are read (`dist/esm/package.json`); none of these is in `folder`. */
const readManifest = (root, folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
