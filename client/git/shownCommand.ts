/**
 * A command as the log shows it.
 *
 * @param parameters what follows `git`.
 * @returns `git push origin refs/tags/a:refs/tags/a`, without passwords and tokens of URLs.
 */
export function shownCommand(parameters: readonly string[]): string {
  const words = parameters.map(parameter => parameter.replace(/([a-z][a-z0-9+.-]*:\/\/)[^@/\s]*@/gi, '$1…@'));
  return ['git', ...words.map(word => (/^[\w@%+=:,./…~^{}*-]+$/.test(word) ? word : JSON.stringify(word)))].join(' ');
}
