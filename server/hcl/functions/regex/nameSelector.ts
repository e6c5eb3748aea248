/** Compares names with a regular expression of Go, as Kustomize does. */
import { UnknownResultError } from '../../../../common/unknownResultError';
import { RegexError } from '../../../../common/regex/regexError';
import { compileRegex, type RegexProgram } from '../../../../common/regex/regexProgram';
import { searchRegex, type RegexBudget } from '../../../../common/regex/regexSearch';
import { parseRegex } from '../../../../common/regex/regexSyntax';

/**
 * Whether the pattern matches one of the names completely. An invalid pattern matches only the same name.
 * @param budget limits the work of several calls
 * @returns undefined if this takes too long
 */
export function selectsOne(pattern: string, names: ReadonlySet<string>, budget: RegexBudget): boolean | undefined {
  if (names.has(pattern)) return true;
  const program = programOf(`^(?:${pattern})$`);
  if (!program) return false;
  try {
    for (const name of names) if (searchRegex(program, name, 0, budget)) return true;
    return false;
  } catch (error) {
    if (error instanceof UnknownResultError) return undefined;
    throw error;
  }
}

function programOf(pattern: string): RegexProgram | undefined {
  try {
    return compileRegex(parseRegex(pattern));
  } catch (error) {
    if (error instanceof RegexError) return undefined;
    throw error;
  }
}
