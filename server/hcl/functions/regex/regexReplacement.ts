/** Replaces matches of regular expressions. Source of the rules: Go's `regexp.ReplaceAllString` and `Expand`. */
import { checkTextLength } from '../limits';
import type { RegexProgram } from '../../../../common/regex/regexProgram';
import { characterLength, searchRegex, type RegexBudget, type RegexMatch } from '../../../../common/regex/regexSearch';

/** Replaces all matches. Expands `$name`, `${name}`, `$1` and `$$` in the template. */
export function replaceRegex(program: RegexProgram, text: string, template: string, budget: RegexBudget): string {
  let result = '';
  let copied = 0;
  for (let position = 0; position <= text.length;) {
    const match = searchRegex(program, text, position, budget);
    if (!match) break;
    const [start, end] = match as [number, number];
    result += text.slice(copied, start);
    // An empty match directly after another match is not replaced.
    if (end > copied || start === 0) result += expand(program, text, match, template);
    checkTextLength(result.length);
    copied = end;
    const next = position + characterLength(text, position);
    position = Math.max(next, end);
  }
  return result + text.slice(copied);
}

function expand({ groups }: RegexProgram, text: string, match: RegexMatch, template: string): string {
  const group = (index: number): string => {
    const start = match[index * 2] ?? -1;
    return start < 0 ? '' : text.slice(start, match[index * 2 + 1]);
  };
  return template.replace(/\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu, (_, bare?: string, braced?: string) => {
    const name = bare ?? braced;
    if (name === undefined) return '$';
    if (/^(0|[1-9]\d{0,8})$/.test(name)) return group(Number(name));
    const index = groups.findIndex((other, i) => other === name && match[i * 2 + 2]! >= 0);
    return index < 0 ? '' : group(index + 1);
  });
}
