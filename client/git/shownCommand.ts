import { withoutCredentials } from '../../common/withoutCredentials';

/**
 * A command as the log shows it.
 *
 * @param parameters what follows `git`.
 * @returns `git push origin refs/tags/a:refs/tags/a`, without passwords and tokens of URLs.
 */
export function displayCommand(parameters: readonly string[]): string {
  const words = parameters.map(withoutCredentials);
  return ['git', ...words.map(word => (/^[\w@%+=:,./…~^{}*-]+$/.test(word) ? word : JSON.stringify(word)))].join(' ');
}
