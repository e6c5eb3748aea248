// Constants that a type constraint refuses.
import { Num } from '../../../server/hcl/values/number';
import { BOOL, NUMBER, STRING, listOf, mapOf, setOf, tupleOf } from '../../../server/hcl/types/type';
import { string } from '../../../server/hcl/values/value';
import { listLiteral, objectLiteral, quotedLiteral, type LiteralConstant } from './literalValue';
import type { ObjectType, Type } from '../../../server/hcl/model';

/** A type constraint as HCL text and as a type, and a constant that it refuses. */
export interface RefusedConversion {
  readonly type: string;
  readonly as: Type;
  readonly literal: LiteralConstant;
}

const text = (value: string): LiteralConstant => ({ text: quotedLiteral(value), value: string(value) });
const decimal = (value: string): LiteralConstant => ({
  text: value,
  value: { kind: 'number', value: Num.parse(value)! },
});
const required = (names: readonly string[]): { type: string; as: ObjectType } => ({
  type: `object({ ${names.map(name => `${name} = string`).join(', ')} })`,
  as: { kind: 'object', attributes: new Map(names.map(name => [name, { type: STRING, optional: false }])) },
});

export const refusedConversions: readonly RefusedConversion[] = [
  ...['', ' 3', '3 ', '0x10', '1_000', 'three', '1e', '.', '1.2.3', '--1', '１'].map(value => ({
    type: 'number',
    as: NUMBER,
    literal: text(value),
  })),
  ...['', 'yes', 'True', 'FALSE', 'true '].map(value => ({ type: 'bool', as: BOOL, literal: text(value) })),
  { type: 'bool', as: BOOL, literal: decimal('1') },
  { type: 'number', as: NUMBER, literal: { text: 'true', value: { kind: 'bool', value: true } } },
  { type: 'string', as: STRING, literal: listLiteral([]) },
  { type: 'list(string)', as: listOf(STRING), literal: text('a,b') },
  { type: 'list(string)', as: listOf(STRING), literal: objectLiteral({}) },
  { type: 'set(number)', as: setOf(NUMBER), literal: objectLiteral({}) },
  { type: 'map(string)', as: mapOf(STRING), literal: listLiteral([]) },
  { type: 'map(list(any))', as: mapOf(listOf({ kind: 'any' })), literal: listLiteral([]) },
  { type: 'list(map(any))', as: listOf(mapOf({ kind: 'any' })), literal: text('') },
  { type: 'list(string)', as: listOf(STRING), literal: listLiteral([text('a'), listLiteral([])]) },
  { type: 'set(number)', as: setOf(NUMBER), literal: listLiteral([decimal('1'), text('x')]) },
  { type: 'map(number)', as: mapOf(NUMBER), literal: objectLiteral({ a: decimal('1'), b: objectLiteral({}) }) },
  { type: 'map(bool)', as: mapOf(BOOL), literal: objectLiteral({ 'd"e': decimal('1') }) },
  { type: 'list(any)', as: listOf({ kind: 'any' }), literal: listLiteral([text('a'), listLiteral([])]) },
  { type: 'set(any)', as: setOf({ kind: 'any' }), literal: listLiteral([text('a'), listLiteral([])]) },
  { type: 'map(any)', as: mapOf({ kind: 'any' }), literal: objectLiteral({ a: text('a'), b: listLiteral([]) }) },
  { type: 'tuple([string])', as: tupleOf([STRING]), literal: listLiteral([]) },
  { ...required(['a']), literal: objectLiteral({}) },
  { ...required(['a', 'b']), literal: objectLiteral({}) },
  { ...required(['c', 'a', 'b']), literal: objectLiteral({}) },
  { ...required(['a']), literal: objectLiteral({ a: listLiteral([]) }) },
  { ...required(['a']), literal: listLiteral([]) },
  {
    type: `list(${required(['key', 'value']).type})`,
    as: listOf(required(['key', 'value']).as),
    literal: listLiteral([objectLiteral({ key: text('k'), value: text('v') }), objectLiteral({ key: text('k') })]),
  },
  {
    type: `map(${required(['a']).type})`,
    as: mapOf(required(['a']).as),
    literal: objectLiteral({ apps: objectLiteral({ a: listLiteral([]) }) }),
  },
];
