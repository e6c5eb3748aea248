/** The version in the README of a service's module. See docs/kubestack.md#repository-layouts. */

export interface StatedVersion {
  readonly text: string;
  readonly start: number;
}

/** A table row or a line such as `| Version | 1.18.2 |` or `Chart version: 1.18.2`. */
const STATED = /^[ \t]*(?:[-*][ \t]+|\|[ \t]*)?\**(?:chart )?version\**[ \t]*[:|][ \t]*(?:\*+[ \t]*)?`?([\w.+-]+)/gim;

/** All versions in a README, in the order of its text. */
export const statedVersions = (text: string): StatedVersion[] =>
  [...text.matchAll(STATED)].map(match => ({ text: match[1]!, start: match.index + match[0].lastIndexOf(match[1]!) }));

/** The version of the installed service; undefined if the README has none or several. A version contains a digit. */
export function serviceVersion(readme: string): string | undefined {
  const [only, ...others] = statedVersions(readme);
  return only && others.length === 0 && /\d/.test(only.text) ? only.text : undefined;
}
