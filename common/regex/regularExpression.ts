/** Regular expressions of pipelines: GitLab's `=~` and `only`, which it runs with RE2, and `=~` of a shell. */
import { UnknownResultError } from '../unknownResultError';
import { patternPrefix, type Pattern } from './pattern';
import { RegexError } from './regexError';
import { parseRegex } from './regexSyntax';

export interface RegularExpression {
  /** The pattern to search for in a name. */
  readonly pattern: Pattern;
  /** The common prefix of all matching names; '' if it is not anchored. */
  readonly prefix: string;
}

/**
 * @param source between the slashes
 * @param flags of RE2: `i`, `m`, `s`, `U`. GitLab puts them before the source in the same way (`Gitlab::UntrustedRegexp::RubySyntax`).
 * @returns undefined if RE2 refuses the expression
 */
export function regularExpression(source: string, flags = ''): RegularExpression | undefined {
  const pattern = parsed(flags === '' ? source : `(?${flags})${source}`);
  if (!pattern) return undefined;
  const first = pattern.kind === 'sequence' ? pattern.items[0] : undefined;
  const isAnchored = first?.kind === 'assert' && first.assertion === 'textStart';
  return { pattern, prefix: isAnchored ? patternPrefix(pattern) : '' };
}

function parsed(source: string): Pattern | undefined {
  try {
    return parseRegex(source).root;
  } catch (error) {
    if (error instanceof RegexError || error instanceof UnknownResultError) return undefined;
    throw error;
  }
}

/** Parses a text such as `/^apps-deploy-/i`; undefined for other texts. */
export function delimitedExpression(text: string): RegularExpression | undefined {
  const [, source, flags] = /^\/((?:[^/\\]|\\.)+)\/([ismU]*)$/.exec(text) ?? [];
  return source === undefined ? undefined : regularExpression(source, flags);
}
