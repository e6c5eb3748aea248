/** Reads `.terraform.lock.hcl`. */
import type { TextFile } from '../../workspace/textFiles';

/**
 * The version of a provider in the lock file, with its place.
 * @param source namespace and name of the provider: `hashicorp/aws`. Characters other than letters, digits, `-`, `_` and `/` find nothing.
 */
export function lockedVersion(
  { text }: Pick<TextFile, 'text'>,
  source: string,
): { readonly version: string; readonly start: number; readonly end: number } | undefined {
  if (!/^[\w-]+\/[\w-]+$/.test(source)) return undefined;
  const block = new RegExp(`^provider "[^"\\n]*/${source}" \\{`, 'm').exec(text);
  if (!block) return undefined;
  const rest = text.slice(block.index);
  const line = /^ *version *= *("(\d+\.[^"\n]*)")/m.exec(rest.slice(0, rest.search(/^\}/m)));
  if (!line) return undefined;
  const start = block.index + line.index + line[0].length - line[1]!.length;
  return { version: line[2]!, start, end: start + line[1]!.length };
}

/** The providers in the lock file, each once: `hashicorp/aws`. */
export const lockedSources = (text: string): Set<string> =>
  new Set([...text.matchAll(/^provider "[^"\n]*?([\w-]+\/[\w-]+)" \{/gm)].map(match => match[1]!));
