// Collects the licenses of everything in the packages.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const licenses = join(dirname(fileURLToPath(import.meta.url)), 'licenses');

/** Content that is neither bundled nor an npm package. */
const DATA = `The schemas and descriptions of modules in data/ are derived from terraform-kubestack
(https://github.com/kbst/terraform-kubestack), which is licensed under the Apache License, Version 2.0. That license is
in the file LICENSE beside the package's README.
`;

/**
 * @param {string} root the project's folder
 * @param {readonly import('./bundledPackages.mjs').BundledPackage[]} packages
 * @returns the license of every package, with its required notices
 * @throws Error for a package without a license text
 */
export function thirdPartyNotices(root, packages) {
  return [
    'Kubestack for Visual Studio Code contains the following packages.\n',
    ...packages.map(each => notice(`${each.name} ${each.version}`, noticeText(root, each))),
    notice('terraform-kubestack', DATA),
  ].join('\n');
}

const notice = (title, text) => `${'-'.repeat(78)}\n${title}\n\n${text.trim()}\n`;

function noticeText(root, { name, folder }) {
  const files = readdirSync(join(root, folder));
  const license = files.find(each => /^(?:licen[cs]e|copying)\b/i.test(each));
  if (license === undefined) throw new Error(`${folder} has no file with its license.`);
  const notices = files.filter(each => /^(?:notice|third-?party-?notices?)\b/i.test(each)).sort();
  const texts = [license, ...notices].map(each => readFileSync(join(root, folder, each), 'utf8'));
  // Code that is compiled into a package's wasm file, but not listed in the package itself.
  const compiled = join(licenses, `${basename(name)}.wasm.txt`);
  if (existsSync(compiled)) texts.push(readFileSync(compiled, 'utf8'));
  return texts.map(text => text.replaceAll('\r\n', '\n').trim()).join('\n\n');
}
