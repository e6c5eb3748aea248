// Expressions for terraform, and the values that server/hcl computes for them.
import fc from 'fast-check';
import { convert } from '../../../server/hcl/conversion/convert';
import { fromJson, toJson } from '../../../server/hcl/values/json';
import { Num } from '../../../server/hcl/values/number';
import { setOf } from '../../../server/hcl/types/type';
import { string, typeOf } from '../../../server/hcl/values/value';
import {
  constraints,
  decimalText,
  listLiteral,
  objectLiteral,
  quotedLiteral,
  type LiteralConstant,
} from './literalValue';

/** Seed of the random cases. Change it to test other cases. */
const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20250101);

/** An expression whose value in Terraform is a string, and the string that this project computes. */
export interface ValueCase {
  readonly expression: string;
  readonly expected: string;
  /** Declarations the expression needs. */
  readonly declaration?: string;
}

const sign = fc.constantFrom('', '-', '+');
const signedText = fc.tuple(sign, decimalText).map(parts => parts.join(''));
const parsed = (text: string): Num => Num.parse(text)!;

const OPERATORS = {
  '+': (a: Num, b: Num) => a.add(b),
  '-': (a: Num, b: Num) => a.subtract(b),
  '*': (a: Num, b: Num) => a.multiply(b),
  '/': (a: Num, b: Num) => a.divide(b),
  '%': (a: Num, b: Num) => a.modulo(b),
};

const operator = fc.constantFrom(...(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[]));

const operation: fc.Arbitrary<ValueCase> = fc
  .tuple(signedText, operator, signedText)
  .filter(([, sign, b]) => !(parsed(b).isZero && (sign === '/' || sign === '%')))
  .map(([a, sign, b]) => ({
    expression: `tostring(tonumber("${a}") ${sign} tonumber("${b}"))`,
    expected: OPERATORS[sign](parsed(a), parsed(b)).toText(),
  }));

/** Numbers that functions count have fewer bits than literals. */
const countedOperation: fc.Arbitrary<ValueCase> = fc
  .tuple(fc.nat(30), operator, fc.integer({ min: 1, max: 30 }))
  .map(([a, sign, b]) => ({
    expression: `tostring(length(range(${a})) ${sign} length(range(${b})))`,
    expected: OPERATORS[sign](Num.fromInt(a), Num.fromInt(b)).toText(),
  }));

const OTHER_NUMBERS: readonly (readonly [string, Num])[] = [
  ['tonumber("1p3")', parsed('1p3')],
  ['tonumber("Inf")', parsed('Inf')],
  ['-tonumber("inf")', parsed('inf').negate()],
  ['-0', parsed('0').negate()],
  ['-0 + 0', parsed('-0').add(parsed('0'))],
  ['0 * -1', parsed('0').multiply(parsed('-1'))],
  ['-4 % 2', parsed('-4').modulo(parsed('2'))],
  ['-7 % 3', parsed('-7').modulo(parsed('3'))],
  ['7.5 % -2', parsed('7.5').modulo(parsed('-2'))],
  ['floor(-0.5)', parsed('-0.5').floor()],
  ['ceil(-0.5)', parsed('-0.5').ceil()],
  ['ceil(10 / 3)', parsed('10').divide(parsed('3')).ceil()],
  ['abs(-1.5)', parsed('-1.5').absolute()],
  ['pow(2, 0.5)', Num.fromDouble(2 ** 0.5)],
  ['pow(2, 0.5) * 1', Num.fromDouble(2 ** 0.5).multiply(parsed('1'))],
  ['parseint("ffffffffffffffffffffffff", 16)', Num.fromInt(0xffffffffffffffffffffffffn)],
];

const conversion = constraints(3).chain(constraint => constraint.literals.map(literal => ({ constraint, literal })));

const primitives = fc.oneof(
  fc.constantFrom('a', 'B', '\uffee', '\u{1f600}', 'é', '', '10', '9').map(text => ({
    text: quotedLiteral(text),
    value: string(text),
  })),
  decimalText.map(text => ({ text, value: { kind: 'number' as const, value: parsed(text) } })),
);

const objects = fc
  .record({ a: primitives, b: primitives, c: fc.array(primitives, { maxLength: 2 }).map(listLiteral) })
  .map(objectLiteral);

/** Elements of one kind, for which Terraform finds a common type and an order. */
const setElements: fc.Arbitrary<LiteralConstant> = fc
  .oneof(
    fc.array(primitives, { minLength: 1, maxLength: 6 }),
    fc.array(objects, { minLength: 1, maxLength: 5 }).filter(haveOneType),
    fc
      .array(fc.array(primitives, { minLength: 1, maxLength: 3 }).map(listLiteral), { minLength: 1, maxLength: 4 })
      .filter(haveOneType),
  )
  .map(listLiteral);

function haveOneType(literals: readonly LiteralConstant[]): boolean {
  return new Set(literals.map(({ value }) => JSON.stringify(typeOf(value), replaceMaps))).size === 1;
}

const replaceMaps = (_: string, value: unknown): unknown =>
  value instanceof Map ? [...(value as Map<string, unknown>)] : value;

const JSON_TEXTS = [
  '{"b":[1,2.50,-0,1e3,123456789012345678901234567890],"a":{"x":null,"é":true}}',
  '"<>&\\u2028\\u2029\\b\\f\\n\\r\\t\\u0001\\u007f\\"\\\\\\/\\ud83d\\ude00\\ud800"',
  '[]',
  '{}',
  '[{},[],null,false,""]',
  '{"a":1,"a":2}',
  ' \n[ 1 , 2 ]\t',
];

const sampled = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: count });
/** The cases by topic. */
export const valueCases: Readonly<Record<string, readonly ValueCase[]>> = {
  'the text of numbers': sampled(signedText, 80).map(text => ({
    expression: `tostring(tonumber("${text}"))`,
    expected: Num.parse(text)!.toText(),
  })),
  'numbers with exponents of two, infinities and negative zero': OTHER_NUMBERS.map(([expression, number]) => ({
    expression: `tostring(${expression})`,
    expected: number.toText(),
  })),
  arithmetic: sampled(operation, 160),
  'arithmetic with counted numbers': sampled(countedOperation, 40),
  'conversion to the type of a variable': sampled(conversion, 300).map(({ constraint, literal }, i) => ({
    declaration: `variable "v${i}" {\n  type = ${constraint.text}\n  default = ${literal.text}\n}\n`,
    expression: `jsonencode(var.v${i})`,
    expected: toJson(convert(literal.value, constraint.type)),
  })),
  'order and uniqueness in sets': sampled(setElements, 100).map(literal => ({
    expression: `jsonencode([for element in toset(${literal.text}) : element])`,
    expected: toJson(convert(literal.value, setOf({ kind: 'any' }))),
  })),
  'order of keys': [
    {
      expression: `join("", keys({ "\\uffee" = 1, "\\U0001f600" = 2, "\\ud7ff" = 3, "B" = 4, "a" = 5, "é" = 6 }))`,
      expected: 'Baé\ud7ff\uffee\u{1f600}',
    },
  ],
  'jsonencode of jsondecode': JSON_TEXTS.map(text => ({
    expression: `jsonencode(jsondecode(${quotedLiteral(text)}))`,
    expected: toJson(fromJson(text)),
  })),
};
