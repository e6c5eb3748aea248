// node scripts/releaseChannel.mjs TAG: prints the release channel of a tag as lines for GITHUB_OUTPUT. Exits with 1 if the tag is invalid.
// The Marketplace supports only versions with three numbers, so the minor number selects the channel: even is stable, odd is a pre-release.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Channel
 * @property {string} version three numbers, as in package.json
 * @property {boolean} publish whether the release is published to registries and marketplaces. Release candidates are only attached to a GitHub
 * release
 * @property {boolean} preRelease
 * @property {string} npmTag the distribution tag on npm
 */

/**
 * @param {string} tag `v1.2.3`, or `v1.2.3-rc.1` for a release candidate
 * @param {string} version the one in package.json
 * @param {string} changelog the text of CHANGELOG.md
 * @returns {Channel}
 * @throws Error if the tag has another format, or package.json or the changelog has another version
 */
export function releaseChannel(tag, version, changelog) {
  const [, released, minor, candidate] = /^v(\d+\.(\d+)\.\d+)(-rc\.\d+)?$/.exec(tag) ?? [];
  if (released === undefined) throw new Error(`${tag} is no release tag: write v1.2.3 or v1.2.3-rc.1.`);
  if (released !== version) throw new Error(`${tag} releases ${released}, but package.json has ${version}.`);
  const section = tag.slice(1);
  if (!changelog.includes(`\n## [${section}]`)) throw new Error(`CHANGELOG.md has no section [${section}].`);
  const preRelease = candidate !== undefined || Number(minor) % 2 === 1;
  return { version, publish: candidate === undefined, preRelease, npmTag: preRelease ? 'next' : 'latest' };
}

if (realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const read = path => readFileSync(join(root, path), 'utf8');
  try {
    const channel = releaseChannel(
      process.argv[2] ?? '',
      JSON.parse(read('package.json')).version,
      read('CHANGELOG.md'),
    );
    for (const [name, value] of Object.entries(channel)) console.log(`${name}=${value}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
