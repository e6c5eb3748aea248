// node scripts/releaseNotes.mjs TAG: prints the notes of a release, which are its section of CHANGELOG.md.
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param {string} tag `v1.2.3`, or `v1.2.3-rc.1` for a release candidate
 * @param {string} changelog the text of CHANGELOG.md
 * @param {string} files address of the files of the tag, for relative links
 * @returns {string} Markdown, without the heading
 * @throws Error if the changelog has no section for the tag
 */
export function releaseNotes(tag, changelog, files) {
  const sections = changelog.split(/^(?=## \[)/m);
  const section = sections.find(text => text.startsWith(`## [${tag.slice(1)}]`));
  if (section === undefined) throw new Error(`CHANGELOG.md has no section [${tag.slice(1)}].`);
  const text = section.slice(section.indexOf('\n')).trim();
  return `${text.replace(/\]\((?!https:)/g, `](${files}/`)}\n`;
}

if (realpathSync(process.argv[1] ?? '.') === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const read = path => readFileSync(join(root, path), 'utf8');
  const [, , tag = ''] = process.argv;
  const { homepage } = JSON.parse(read('package.json'));
  try {
    process.stdout.write(
      releaseNotes(tag, read('CHANGELOG.md'), `${new URL(homepage).href.split('#')[0]}/blob/${tag}`),
    );
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
