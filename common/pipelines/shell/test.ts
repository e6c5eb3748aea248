/** Evaluates shell conditions: `[ … ]`, `[[ … ]]` and `test`, as far as they compare strings. */
import { isFoundIn, matches, type Pattern, type Spend } from '../../regex/pattern';
import { regularExpression } from '../../regex/regularExpression';
import { agreement, and, not, or, type Truth } from '../values/truth';
import { knownPrefix, possibilities, scalarText, type PipelineValue } from '../values/value';

/** An operand or an operator. */
export interface TestWord {
  readonly value: PipelineValue;
  /** Unquoted text, which may be an operator; undefined otherwise. */
  readonly text: string | undefined;
  /** The word as a pattern, in which quoted text is literal; undefined if it is not supported. */
  readonly pattern: () => Pattern | undefined;
}

/** Deeper or longer conditions are not evaluated. */
const MAX_WORDS = 200;

/**
 * @param words without the brackets
 * @param isDouble whether it is `[[ … ]]`, in which `==` matches a pattern
 * @param spend counts the work
 */
export function testTruth(words: readonly TestWord[], isDouble: boolean, spend: Spend): Truth {
  if (words.length > MAX_WORDS) return undefined;
  const reader = { words, at: 0, isDouble, spend };
  const truth = either(reader);
  return reader.at === words.length ? truth : undefined;
}

interface Reader {
  readonly words: readonly TestWord[];
  readonly isDouble: boolean;
  readonly spend: Spend;
  at: number;
}

const isAt = ({ words, at }: Reader, ...texts: readonly string[]): boolean => texts.includes(words[at]?.text ?? '\0');

function either(reader: Reader): Truth {
  let truth = all(reader);
  while (isAt(reader, '||', '-o')) {
    reader.at++;
    truth = or(truth, all(reader));
  }
  return truth;
}

function all(reader: Reader): Truth {
  let truth = single(reader);
  while (isAt(reader, '&&', '-a')) {
    reader.at++;
    truth = and(truth, single(reader));
  }
  return truth;
}

function single(reader: Reader): Truth {
  const { words, isDouble, spend } = reader;
  // In `[ ! = x ]`, `!` is an operand.
  const isComparison = /^(?:=|==|!=|=~)$/.test(words[reader.at + 1]?.text ?? '');
  if (isAt(reader, '!') && !isComparison) {
    reader.at++;
    return not(single(reader));
  }
  if (isAt(reader, '(') && !isComparison) {
    reader.at++;
    const truth = either(reader);
    if (isAt(reader, ')')) reader.at++;
    return truth;
  }
  const first = words[reader.at];
  if (!first) return undefined;
  const operator = words[reader.at + 1]?.text;
  const second = words[reader.at + 2];
  if (operator !== undefined && second && /^(?:==?|!=|=~|<|>|-[a-z]{2})$/.test(operator)) {
    reader.at += 3;
    if (operator === '=~') return isDouble ? found(first.value, second.value, spend) : undefined;
    if (!/^(?:==?|!=)$/.test(operator)) return undefined;
    const equal = isDouble ? matched(first.value, second, spend) : sameText(first.value, second.value);
    return operator === '!=' ? not(equal) : equal;
  }
  if (first.text !== undefined && /^-[a-zA-Z]$/.test(first.text) && words[reader.at + 1]) {
    const operand = words[reader.at + 1]!;
    reader.at += 2;
    if (first.text === '-n') return isFilled(operand.value);
    return first.text === '-z' ? not(isFilled(operand.value)) : undefined;
  }
  reader.at++;
  return isFilled(first.value);
}

/** Whether a value is not an empty string. */
export function isFilled(value: PipelineValue): Truth {
  const own = possibilities(value);
  if (own) return agreement(own.map(known => scalarText(known) !== ''));
  const { prefix, isNonEmpty } = value as { prefix?: string; isNonEmpty?: boolean };
  return isNonEmpty || (prefix ?? '') !== '' ? true : undefined;
}

/** Whether two values are the same string. */
export function sameText(one: PipelineValue, other: PipelineValue): Truth {
  const [own, others] = [possibilities(one), possibilities(other)];
  if (own && others) return agreement(own.flatMap(a => others.map(b => scalarText(a) === scalarText(b))));
  if (one.kind === 'unknown' && other.kind === 'unknown' && one.symbol !== undefined && one.symbol === other.symbol)
    return true;
  const [a, b] = [knownPrefix(one), knownPrefix(other)];
  if (a !== undefined && b !== undefined && !a.startsWith(b) && !b.startsWith(a)) return false;
  for (const [known, rest] of [
    [one, other],
    [other, one],
  ] as const) {
    const text = known.kind === 'scalar' ? scalarText(known) : undefined;
    if (text === undefined || rest.kind !== 'unknown') continue;
    if ((rest.isNonEmpty && text === '') || text.length < (rest.prefix ?? '').length) return false;
  }
  return undefined;
}

function matched(value: PipelineValue, { pattern }: TestWord, spend: Spend): Truth {
  const glob = pattern();
  const own = possibilities(value);
  return glob && own ? agreement(own.map(known => matches(glob, scalarText(known) ?? '', spend))) : undefined;
}

/** `=~` */
function found(value: PipelineValue, expression: PipelineValue, spend: Spend): Truth {
  const source = possibilities(expression);
  const own = possibilities(value);
  const [only] = source ?? [];
  if (!own || !only || source?.length !== 1) return undefined;
  const expressionText = scalarText(only) ?? '';
  spend(expressionText.length / 20);
  const parsed = regularExpression(expressionText);
  return parsed && agreement(own.map(known => isFoundIn(parsed.pattern, scalarText(known) ?? '', spend)));
}
