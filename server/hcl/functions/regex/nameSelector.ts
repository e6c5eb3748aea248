/** Compares names with a regular expression of Go, as Kustomize does. */
import { UnknownResultError } from '../../unknownResultError';
import { RegexError } from './regexError';
import { compileRegex, type RegexProgram } from './regexProgram';
import { searchRegex, type RegexBudget } from './regexSearch';
import { parseRegex } from './regexSyntax';

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
