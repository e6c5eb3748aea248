import { withoutCredentials } from '../../common/withoutCredentials';

/**
 * A command in the form for the log.
 *
 * @param parameters arguments of `git`.
 * @returns `git push origin refs/tags/a:refs/tags/a`, without passwords and tokens in URLs.
 */
export function displayCommand(parameters: readonly string[]): string {
  const words = parameters.map(withoutCredentials);
  return ['git', ...words.map(word => (/^[\w@%+=:,./…~^{}*-]+$/.test(word) ? word : JSON.stringify(word)))].join(' ');
}
