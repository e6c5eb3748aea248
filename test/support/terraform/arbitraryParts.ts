import fc from 'fast-check';
import {
  composed,
  generatedAtom,
  quotedTemplate,
  type BracketForm,
  type GeneratedEntry,
  type GeneratedExpression,
  type Key,
} from './generatedExpression';

export type Arbitrary = fc.Arbitrary<GeneratedExpression>;

/** Selects one of several choices, each with a weight. */
export function weighted<T>(...choices: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));
}

/** An entry of an object, with all forms of keys, separators and comments. */
export function entry(names: fc.Arbitrary<string>, value: Arbitrary): fc.Arbitrary<GeneratedEntry> {
  const comment = weighted(
    [12, fc.constant(undefined)],
    [1, fc.constantFrom('# why', '// why = { not', '/* "why" */')],
  );
  return fc.tuple(names, keyForm, value, sign, comment).map(([name, form, written, signed, remark]) => ({
    key: { name, form },
    value: written,
    sign: signed,
    ...(remark === undefined ? {} : { comment: remark }),
  }));
}

export const bracketForm: fc.Arbitrary<BracketForm> = weighted(
  [6, fc.constant<BracketForm>('lines')],
  [2, fc.constant<BracketForm>('line')],
  [2, fc.constant<BracketForm>('commas')],
);

const keyForm: fc.Arbitrary<Key['form']> = weighted(
  [8, fc.constant<Key['form']>('bare')],
  [2, fc.constant<Key['form']>('quoted')],
  [1, fc.constant<Key['form']>('computed')],
  [1, fc.constant<Key['form']>('template')],
);

const sign = weighted([6, fc.constant<GeneratedEntry['sign']>('=')], [1, fc.constant<GeneratedEntry['sign']>(':')]);

export const textPartArbitrary = fc.constantFrom(
  'a',
  'nginx',
  'team-',
  ' b ',
  'x: y',
  '$${not}',
  '%%{not}',
  'ü',
  '50% ',
  '$ ',
  '# no comment',
  '{',
);

export const literalString: Arbitrary = fc
  .constantFrom(
    'a',
    'eu-west-1',
    't3.large',
    '',
    ' ',
    'x/y',
    '10.0.0.0/16',
    'a\\"b',
    'back\\\\slash',
    'tab\\t',
    '\\u00e9',
    '$${x}',
    '%%{x}',
    '33%',
    '$',
    '1.30',
    'true',
    'null',
    '// no',
    'two\\nlines',
    'e\\u0301',
  )
  .map(text => quotedTemplate(text));

export function referenceArbitrary(texts: readonly string[]): Arbitrary[] {
  return texts.length === 0 ? [] : [fc.constantFrom(...texts).map(generatedAtom)];
}

export function fromEntries([entries, form]: [GeneratedEntry[], BracketForm]): GeneratedExpression {
  return { kind: 'object', entries, form };
}

export function parenthesized(expression: GeneratedExpression): GeneratedExpression {
  return composed('(', expression, ')');
}

export function directive(keyword: string, value: GeneratedExpression, end = ' }'): GeneratedExpression {
  return composed(`%{ ${keyword}`, value, end);
}

export function plainDirective(text: string): GeneratedExpression {
  return composed(`%{ ${text} }`);
}
