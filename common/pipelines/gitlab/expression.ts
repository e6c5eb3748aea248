/**
 * Evaluates the expressions of `rules:if`, `workflow:rules` and `only:variables`. Source: "Specify when jobs run" of GitLab's
 * documentation, and `lib/gitlab/ci/pipeline/expression` of its code.
 */
import { isFoundIn } from '../../regex/pattern';
import { delimitedExpression, regularExpression, type RegularExpression } from '../../regex/regularExpression';
import { isFilled, sameText } from '../shell/test';
import { agreement, and, not, or, type Truth } from '../values/truth';
import { nothing, possibilities, scalar, scalarText, type PipelineValue } from '../values/value';

export type GitlabExpression =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'string'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'constant'; readonly value: boolean | null }
  | {
      readonly kind: 'pattern';
      readonly expression: RegularExpression | undefined;
      readonly source: string;
      readonly start: number;
    }
  | { readonly kind: 'not'; readonly operand: GitlabExpression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly GitlabExpression[] }
  | {
      readonly kind: 'compare';
      readonly operator: '==' | '!=' | '=~' | '!~';
      readonly left: GitlabExpression;
      readonly right: GitlabExpression;
    };

/** GitLab refuses expressions with more than 100 tokens. */
const MAX_TOKENS = 100;

/** @returns undefined if the text is invalid; GitLab then refuses the file */
export function parseGitlabExpression(text: string): GitlabExpression | undefined {
  const tokens = tokensOf(text);
  if (!tokens || tokens.length === 0 || tokens.length > MAX_TOKENS) return undefined;
  const reader = { tokens, at: 0 };
  const expression = either(reader);
  return reader.at === tokens.length ? expression : undefined;
}

interface Token {
  readonly kind: 'value' | 'sign';
  readonly text: string;
  readonly value?: GitlabExpression;
}

const TOKEN =
  /\s*(?:\$(\w+)|("[^"]*"|'[^']*')|(\/(?:[^/\\]|\\.)+\/[ismU]*)|(null|true|false)\b|(==|!=|=~|!~|&&|\|\||[()!]))/y;

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  const length = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < length;) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    const [whole, variable, string, pattern, constant, sign] = match;
    const end = match.index + whole.length;
    const value = (expression: GitlabExpression): Token => ({ kind: 'value', text: '', value: expression });
    if (variable !== undefined) tokens.push(value({ kind: 'variable', name: variable }));
    else if (string !== undefined)
      tokens.push(value({ kind: 'string', value: string.slice(1, -1), start: end - string.length + 1, end: end - 1 }));
    else if (pattern !== undefined)
      tokens.push(
        value({
          kind: 'pattern',
          expression: delimitedExpression(pattern),
          source: pattern,
          start: end - pattern.length,
        }),
      );
    else if (constant !== undefined)
      tokens.push(value({ kind: 'constant', value: constant === 'null' ? null : constant === 'true' }));
    else tokens.push({ kind: 'sign', text: sign ?? '' });
    if (tokens.length > MAX_TOKENS) return undefined;
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function take(reader: Reader, ...signs: readonly string[]): string | undefined {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'sign' || !signs.includes(token.text)) return undefined;
  reader.at++;
  return token.text;
}

function either(reader: Reader): GitlabExpression | undefined {
  return operands(reader, '||', 'or', () => operands(reader, '&&', 'and', () => comparison(reader)));
}

function operands(
  reader: Reader,
  sign: string,
  kind: 'and' | 'or',
  next: () => GitlabExpression | undefined,
): GitlabExpression | undefined {
  const all: GitlabExpression[] = [];
  do {
    const operand = next();
    if (!operand) return undefined;
    all.push(operand);
  } while (take(reader, sign));
  return all.length === 1 ? all[0] : { kind, operands: all };
}

function comparison(reader: Reader): GitlabExpression | undefined {
  const left = unary(reader);
  const operator = left && take(reader, '==', '!=', '=~', '!~');
  if (!left || !operator) return left;
  const right = unary(reader);
  return right && { kind: 'compare', operator: operator as '==', left, right };
}

function unary(reader: Reader): GitlabExpression | undefined {
  if (take(reader, '!')) {
    const operand = unary(reader);
    return operand && { kind: 'not', operand };
  }
  if (take(reader, '(')) {
    const inner = either(reader);
    return take(reader, ')') ? inner : undefined;
  }
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'value') return undefined;
  reader.at++;
  return token.value;
}

/** The value of a variable; null if it is not set. */
export type VariableReader = (name: string) => PipelineValue;

/** Whether an expression is true. */
export function gitlabTruth(expression: GitlabExpression | undefined, variable: VariableReader): Truth {
  if (!expression) return undefined;
  switch (expression.kind) {
    case 'and':
      return and(...expression.operands.map(each => operandTruth(each, variable)));
    case 'or':
      return or(...expression.operands.map(each => operandTruth(each, variable)));
    case 'not':
      return not(gitlabTruth(expression.operand, variable));
    case 'compare':
      return compared(expression, variable);
    case 'pattern':
      return true;
    case 'constant':
      return expression.value === true;
    case 'string':
    case 'variable':
      return isFilled(valueOf(expression, variable));
  }
}

/** An empty variable is true as an operand of `&&` and `||` in some releases of GitLab, and false in others (gitlab-org/gitlab#321371). */
function operandTruth(expression: GitlabExpression, variable: VariableReader): Truth {
  if (expression.kind !== 'variable' && expression.kind !== 'string') return gitlabTruth(expression, variable);
  const value = valueOf(expression, variable);
  const own = possibilities(value);
  if (own?.some(known => known.kind === 'scalar' && known.value === '')) return undefined;
  return isFilled(value);
}

function valueOf(expression: GitlabExpression, variable: VariableReader): PipelineValue {
  if (expression.kind === 'variable') return variable(expression.name);
  if (expression.kind === 'string') return scalar(expression.value);
  return expression.kind === 'constant' ? scalar(expression.value) : nothing;
}

function compared(
  { operator, left, right }: Extract<GitlabExpression, { kind: 'compare' }>,
  variable: VariableReader,
): Truth {
  if (operator === '==' || operator === '!=') {
    const equal = same(valueOf(left, variable), valueOf(right, variable));
    return operator === '==' ? equal : not(equal);
  }
  const found = matched(valueOf(left, variable), right, variable);
  return operator === '=~' ? found : not(found);
}

/** An unset variable differs from an empty string. */
function same(one: PipelineValue, other: PipelineValue): Truth {
  const [own, others] = [possibilities(one), possibilities(other)];
  const isNull = (value: PipelineValue): boolean => value.kind === 'scalar' && value.value === null;
  if (own && others)
    return agreement(own.flatMap(a => others.map(b => isNull(a) === isNull(b) && scalarText(a) === scalarText(b))));
  for (const [known, rest] of [
    [one, other],
    [other, one],
  ] as const)
    if (isNull(known)) return isFilled(rest) === true ? false : undefined;
  return sameText(one, other);
}

function matched(text: PipelineValue, right: GitlabExpression, variable: VariableReader): Truth {
  const own = possibilities(text);
  const pattern = right.kind === 'pattern' ? right.expression : fromVariable(valueOf(right, variable));
  if (!own || !pattern) return undefined;
  return agreement(own.map(known => isFoundIn(pattern.pattern, scalarText(known) ?? '')));
}

/** A variable whose value is a regular expression. */
function fromVariable(value: PipelineValue): RegularExpression | undefined {
  const text = value.kind === 'scalar' ? scalarText(value) : undefined;
  return text === undefined ? undefined : delimitedExpression(text);
}

/** A pattern of `only` and `except`: a regular expression between slashes, else a name. */
export const refExpression = (text: string): RegularExpression | undefined => {
  const [, source, flags] = /^\/([^]*)\/([ismU]*)$/.exec(text) ?? [];
  return source === undefined ? undefined : regularExpression(source, flags);
};
