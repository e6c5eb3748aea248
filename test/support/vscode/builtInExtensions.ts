// VS Code's own extensions in test windows. With all of them, each window would take two seconds more of processor time, to read, send and register
// their contributions.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Source control, the languages and formats of a platform's files, themes and icons, and what opens or shows files. */
const USED = [
  ...['git', 'git-base', 'github', 'github-authentication', 'merge-conflict', 'references-view', 'search-result'],
  ...['configuration-editing', 'json', 'json-language-features', 'yaml', 'docker', 'shellscript', 'diff', 'ini', 'log'],
  ...['markdown-basics', 'markdown-language-features', 'media-preview', 'terminal-suggest'],
  ...['theme-defaults', 'theme-seti'],
];

/**
 * Fills a new folder with links to these extensions.
 *
 * @param serverMain absolute path of VS Code's server entry
 * @returns the arguments with which the server uses the folder
 */
export function linkBuiltInExtensions(serverMain: string, folder: string): string[] {
  const extensions = join(dirname(dirname(serverMain)), 'extensions');
  mkdirSync(folder);
  for (const name of USED) {
    // An older release has fewer of them.
    if (existsSync(join(extensions, name))) symlinkSync(join(extensions, name), join(folder, name));
  }
  return ['--builtin-extensions-dir', folder];
}
