/** The version that the README of a platform service's module states. See docs/kubestack.md#repository-layouts. */

export interface StatedVersion {
  readonly text: string;
  readonly start: number;
}

/** A table row or a line such as `| Version | 1.18.2 |` or `Chart version: 1.18.2`. */
const STATED = /^[ \t]*(?:[-*][ \t]+|\|[ \t]*)?\**(?:chart )?version\**[ \t]*[:|][ \t]*\**[ \t]*`?([\w.+-]+)/gim;

/** Every version that a README states, in the order of its text. */
export const statedVersions = (text: string): StatedVersion[] =>
  [...text.matchAll(STATED)].map(match => ({ text: match[1]!, start: match.index + match[0].lastIndexOf(match[1]!) }));

/** The version of what the service installs; undefined where the README states none, or several. A version has a digit. */
export function serviceVersion(readme: string): string | undefined {
  const [only, ...others] = statedVersions(readme);
  return only && others.length === 0 && /\d/.test(only.text) ? only.text : undefined;
}
