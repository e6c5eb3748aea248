/**
 * regex, regexall and replace. Source of the rules: go-cty's function library, Terraform's replace and Go's regexp.
 * The engine in `common/regex/` is our own. The `re2js` package (2.10.0) rejects several groups with the same name, which Terraform
 * accepts, has other messages for invalid `(?P<`, and does not limit the work of a match. It is also seven times as large when packed.
 */
import { localizable } from '../../../../common/localization';
import { ANY, STRING, listOf, objectOf, tupleOf } from '../../types/type';
import { list, nullOf, object, string, tuple } from '../../values/value';
import { declareFunction, parameter, type DeclaredFunction } from '../declareFunction';
import { FunctionError, type FunctionContext } from '../function';
import { checkElementCount, checkTextLength } from '../limits';
import { RegexError } from '../../../../common/regex/regexError';
import { compileRegex, type RegexProgram } from '../../../../common/regex/regexProgram';
import { RegexBudget, searchRegex, searchRegexAll, type RegexMatch } from '../../../../common/regex/regexSearch';
import { parseRegex } from '../../../../common/regex/regexSyntax';
import { replaceRegex } from './regexReplacement';
import { stringArgument } from '../arguments/scalarArgument';
import type { Type, Value } from '../../model';

const MAX_CACHED = 64;
const programs = new Map<string, RegexProgram>();

/** Compiles a pattern, with a small cache. Throws {@link RegexError}. */
function programOf(pattern: string): RegexProgram {
  let program = programs.get(pattern);
  if (!program) {
    program = compileRegex(parseRegex(pattern));
    if (programs.size >= MAX_CACHED) programs.clear();
    programs.set(pattern, program);
  }
  return program;
}

/** Compiles a pattern argument. Errors have Terraform's messages. */
function patternArgument(value: Value | undefined): RegexProgram {
  try {
    return programOf(stringArgument(value));
  } catch (error) {
    if (error instanceof RegexError) {
      throw new FunctionError(`invalid regexp pattern: ${error.code} in ${error.expression}`, 0);
    }
    throw error;
  }
}

function matchType({ groups }: RegexProgram): Type {
  if (groups.length === 0) return STRING;
  if (groups.every(name => name === '')) return tupleOf(groups.map(() => STRING));
  if (groups.every(name => name !== '')) return objectOf(groups.map(name => [name, STRING] as const));
  throw new FunctionError('invalid regexp pattern: cannot mix both named and unnamed capture groups', 0);
}

function matchValue({ groups }: RegexProgram, text: string, match: RegexMatch): Value {
  const group = (index: number): Value => {
    const start = match[index * 2]!;
    return start < 0 ? nullOf(STRING) : string(text.slice(start, match[index * 2 + 1]));
  };
  if (groups.length === 0) return group(0);
  if (groups[0] === '') return tuple(groups.map((_, i) => group(i + 1)));
  return object(new Map(groups.map((name, i) => [name, group(i + 1)])));
}

/** Runs a search, and counts its work. */
function withBudget<T>(context: FunctionContext, search: (budget: RegexBudget) => T): T {
  const budget = new RegexBudget();
  try {
    return search(budget);
  } finally {
    context.spend(budget.spent);
  }
}

const regexParameters = [parameter('pattern', STRING), parameter('string', STRING)];

const regex = declareFunction('regex', {
  description: localizable(
    'Returns the first match of a regular expression: the text, or its capture groups as a tuple or, when they are named, as an object. No match is an error.',
  ),
  parameters: regexParameters,
  returns: ([pattern]) => (pattern!.kind === 'unknown' ? ANY : matchType(patternArgument(pattern))),
  call: ([pattern, value], context) => {
    const program = patternArgument(pattern);
    const match = withBudget(context, budget => searchRegex(program, stringArgument(value), 0, budget));
    if (!match) throw new FunctionError('pattern did not match any part of the given string');
    return matchValue(program, stringArgument(value), match);
  },
});

const regexall = declareFunction('regexall', {
  description: localizable('Returns a list of all matches of a regular expression, each as `regex` would return it.'),
  parameters: regexParameters,
  returns: ([pattern]) => listOf(pattern!.kind === 'unknown' ? ANY : matchType(patternArgument(pattern))),
  call: ([pattern, value], context) => {
    const program = patternArgument(pattern);
    const matches = withBudget(context, budget => searchRegexAll(program, stringArgument(value), budget));
    checkElementCount(matches.length * Math.max(1, program.groups.length));
    const values = matches.map(match => matchValue(program, stringArgument(value), match));
    return list(matchType(program), values);
  },
});

const replace = declareFunction('replace', {
  description: localizable(
    'Replaces every occurrence of a substring. A substring in slashes (`/…/`) is a regular expression, and `$1` or `${name}` in the replacement stand for its capture groups.',
  ),
  parameters: [parameter('str', STRING), parameter('substr', STRING), parameter('replace', STRING)],
  returns: STRING,
  call: (args, context) => {
    const [text, search, replacement] = args.map(stringArgument) as [string, string, string];
    if (search.length < 2 || !search.startsWith('/') || !search.endsWith('/'))
      return string(replaceText(text, search, replacement));
    try {
      const program = programOf(search.slice(1, -1));
      return string(withBudget(context, budget => replaceRegex(program, text, replacement, budget)));
    } catch (error) {
      if (error instanceof RegexError) throw new FunctionError(error.message);
      throw error;
    }
  },
});

function replaceText(text: string, search: string, replacement: string): string {
  // Like in Go, an empty substring matches before every character and at the end.
  const parts = search === '' ? ['', ...Array.from(text), ''] : text.split(search);
  checkTextLength(text.length + parts.length * replacement.length);
  return parts.join(replacement);
}

export const REGEX_FUNCTIONS: readonly DeclaredFunction[] = [regex, regexall, replace];
