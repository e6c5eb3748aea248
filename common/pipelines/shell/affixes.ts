/** `${name#pattern}` and related expansions, which remove a matching prefix or suffix. */
import { matches, type Spend } from '../../regex/pattern';
import { shellGlob } from '../../regex/shellGlob';
import { scalar, unknownValue, type PipelineValue } from '../values/value';

/** Longer values are not processed. */
const MAX_LENGTH = 300;

/**
 * @param affix `#` and `##` for the shortest and longest prefix, `%` and `%%` for the suffix
 * @param pattern as in the script; the result is unknown if it has variables
 * @param spend counts the work
 */
export function withoutAffix(text: string, affix: string, pattern: string, spend: Spend): PipelineValue {
  const unquoted = /^(["'])([^"'$`\\]*)\1$/.exec(pattern)?.[2]?.replace(/[*?[]/g, '\\$&') ?? pattern;
  const glob = /[$`"']/.test(unquoted) ? undefined : shellGlob(unquoted.replaceAll('\\/', '/'));
  if (!glob || text.length > MAX_LENGTH) return unknownValue;
  const isLongest = affix.length === 2;
  const lengths = Array.from({ length: text.length + 1 }, (_, length) => (isLongest ? text.length - length : length));
  for (const length of lengths) {
    const isStart = affix.startsWith('#');
    const part = isStart ? text.slice(0, length) : text.slice(text.length - length);
    const truth = matches(glob, part, spend);
    if (truth === undefined) return unknownValue;
    if (truth) return scalar(isStart ? text.slice(length) : text.slice(0, text.length - length));
  }
  return scalar(text);
}
