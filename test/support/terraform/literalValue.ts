// Constant values and type constraints, each as HCL text and in the form that server/hcl uses.
import fc from 'fast-check';
import { Num } from '../../../server/hcl/values/number';
import { BOOL, NUMBER, STRING, listOf, mapOf, setOf, tupleOf } from '../../../server/hcl/types/type';
import { bool, nullOf, number, object, string, tuple } from '../../../server/hcl/values/value';
import type { AttributeType, Type, Value } from '../../../server/hcl/model';

/** A constant: its source text, and its value before any conversion. */
export interface LiteralConstant {
  readonly text: string;
  readonly value: Value;
}

/** A type constraint of a variable, including `optional(…)` in objects. */
export interface Constraint {
  readonly text: string;
  readonly type: Type;
  /** Constants, most of which have the type. */
  readonly literals: fc.Arbitrary<LiteralConstant>;
}

const NAMES = ['a', 'b', 'c', 'd-e', 'é'];

export const quotedLiteral = (text: string): string =>
  JSON.stringify(text).replace(/\$\{/g, '$$${').replace(/%\{/g, '%%{');

const stringLiteral = (text: string): LiteralConstant => ({ text: quotedLiteral(text), value: string(text) });
const numberLiteral = (text: string): LiteralConstant => ({ text, value: number(Num.parse(text)!) });
const boolLiteral = (value: boolean): LiteralConstant => ({ text: String(value), value: bool(value) });
const nullLiteral: LiteralConstant = { text: 'null', value: nullOf() };

export const listLiteral = (items: readonly LiteralConstant[]): LiteralConstant => ({
  text: `[${items.map(item => item.text).join(', ')}]`,
  value: tuple(items.map(item => item.value)),
});

export const objectLiteral = (items: Readonly<Record<string, LiteralConstant>>): LiteralConstant => ({
  text: `{ ${Object.entries(items)
    .map(([name, item]) => `${quotedLiteral(name)} = ${item.text}`)
    .join(', ')} }`,
  value: object(new Map(Object.entries(items).map(([name, item]) => [name, item.value]))),
});

/** Decimal text; never negative, so that it is one token in HCL. */
export const decimalText: fc.Arbitrary<string> = fc.oneof(
  fc.nat(200).map(String),
  fc.stringMatching(/^(0|[1-9]\d{0,40})(\.\d{1,40})?$/),
  fc.stringMatching(/^\d{1,4}(\.\d{1,3})?[eE][+-]?\d{1,2}$/),
  fc.constantFrom('007', '1.30', '0.1', '1e-7', '9007199254740993', '18446744073709551616', '0.30000000000000004'),
);

const texts = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'true', 'false', '1', '0', 'é', '\uffee', '\u{1f600}', 'x"y\\z', '<&>', '${a}', '\n'),
  decimalText,
);
const numbers = decimalText.map(numberLiteral);
const strings = texts.map(stringLiteral);
const bools = fc.boolean().map(boolLiteral);
const orNull = (literals: fc.Arbitrary<LiteralConstant>): fc.Arbitrary<LiteralConstant> =>
  fc.oneof({ weight: 9, arbitrary: literals }, { weight: 1, arbitrary: fc.constant(nullLiteral) });

const PRIMITIVES: readonly Constraint[] = [
  { text: 'string', type: STRING, literals: orNull(fc.oneof(strings, numbers, bools)) },
  { text: 'number', type: NUMBER, literals: orNull(fc.oneof(numbers, decimalText.map(stringLiteral))) },
  { text: 'bool', type: BOOL, literals: orNull(fc.oneof(bools, fc.constantFrom('true', '0', '1').map(stringLiteral))) },
];

const dictionary = (of: fc.Arbitrary<LiteralConstant>): fc.Arbitrary<Readonly<Record<string, LiteralConstant>>> =>
  fc.dictionary(fc.constantFrom(...NAMES), of, { maxKeys: 4, noNullPrototype: true });

function collectionOf(element: Constraint): fc.Arbitrary<Constraint> {
  const items = orNull(fc.array(element.literals, { maxLength: 4 }).map(listLiteral));
  return fc.constantFrom(
    { text: `list(${element.text})`, type: listOf(element.type), literals: items },
    { text: `set(${element.text})`, type: setOf(element.type), literals: items },
    {
      text: `map(${element.text})`,
      type: mapOf(element.type),
      literals: orNull(dictionary(element.literals).map(objectLiteral)),
    },
  );
}

function tupleOfEach(elements: readonly Constraint[]): Constraint {
  return {
    text: `tuple([${elements.map(({ text }) => text).join(', ')}])`,
    type: tupleOf(elements.map(({ type }) => type)),
    literals: fc.tuple(...elements.map(({ literals }) => literals)).map(listLiteral),
  };
}

interface Attribute {
  readonly constraint: Constraint;
  readonly presence: 'required' | 'optional';
  readonly defaultValue: LiteralConstant | undefined;
}

const attribute = (constraint: Constraint): fc.Arbitrary<Attribute> =>
  fc.record({
    constraint: fc.constant(constraint),
    presence: fc.constantFrom('required' as const, 'optional' as const, 'optional' as const),
    defaultValue: fc.option(constraint.literals, { nil: undefined }),
  });

function objectOfEach(attributes: Readonly<Record<string, Attribute>>): Constraint {
  const named = Object.entries(attributes);
  const types = named.map(([name, { constraint, presence, defaultValue }]): [string, AttributeType] => {
    const type = { type: constraint.type, optional: presence === 'optional' };
    return [name, type.optional && defaultValue ? { ...type, default: defaultValue.value } : type];
  });
  const members = named.map(([name, { constraint, presence, defaultValue }]) => {
    if (presence === 'required') return `${name} = ${constraint.text}`;
    return `${name} = optional(${constraint.text}${defaultValue ? `, ${defaultValue.text}` : ''})`;
  });
  const literals = named.map(([name, { constraint, presence }]) => {
    const value = presence === 'required' ? constraint.literals : fc.option(constraint.literals, { nil: undefined });
    return value.map(literal => [name, literal] as const);
  });
  return {
    text: `object({ ${members.join(', ')} })`,
    type: { kind: 'object', attributes: new Map(types) },
    literals: orNull(
      fc.tuple(fc.tuple(...literals), fc.boolean()).map(([entries, undeclared]) => {
        const present = entries.flatMap(([name, literal]) => (literal ? [[name, literal] as const] : []));
        return objectLiteral({ ...Object.fromEntries(present), ...(undeclared && { undeclared: numberLiteral('1') }) });
      }),
    ),
  };
}

/** Constraints up to a depth; mostly objects, as in modules. */
export function constraints(depth: number): fc.Arbitrary<Constraint> {
  const primitive = fc.constantFrom(...PRIMITIVES);
  if (depth === 0) return primitive;
  const inner = constraints(depth - 1);
  const attributes = fc.dictionary(fc.constantFrom(...NAMES), inner.chain(attribute), {
    maxKeys: 4,
    noNullPrototype: true,
  });
  return fc.oneof(
    { weight: 1, arbitrary: primitive },
    { weight: 3, arbitrary: inner.chain(collectionOf) },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map(tupleOfEach) },
    { weight: 5, arbitrary: attributes.map(objectOfEach) },
  );
}
