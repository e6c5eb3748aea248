// The licenses of what the bundles contain.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that ship beside the bundles, as wasm. */
const SHIPPED = ['web-tree-sitter', '@tree-sitter-grammars/tree-sitter-hcl'];

/**
 * @param {string} root the project's folder
 * @param {readonly string[]} inputs paths of bundled files, relative to it
 * @returns the text of every package's license
 */
export function thirdPartyNotices(root, inputs) {
  const names = new Set(SHIPPED);
  for (const input of inputs) {
    const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name) names.add(name);
  }
  return `This extension contains the following packages.\n\n${[...names]
    .sort()
    .map(name => noticeOf(root, name))
    .join('\n')}`;
}

function noticeOf(root, name) {
  const folder = join(root, 'node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find(each => /^licen[cs]e/i.test(each));
  const text =
    file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : `License: ${license}`;
  return `${'-'.repeat(78)}\n${name} ${version}\n\n${text}\n`;
}
