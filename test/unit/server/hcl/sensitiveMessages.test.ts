// Messages never contain sensitive values.
import * as assert from 'node:assert/strict';
import { list, map, object, string } from '../../../../server/hcl/values/value';
import { STRING } from '../../../../server/hcl/types/type';
import { FUNCTIONS } from '../../../../server/hcl/functions/functions';
import { evaluatedText, type Names } from '../../../support/hcl/evaluatedText';
import type { Value } from '../../../../server/hcl/model';

const SECRET = 'hunter2';
const sensitive = (value: Value): Value => ({ ...value, sensitive: true });
const NAMES: Names = {
  'var.s': sensitive(string(SECRET)),
  'var.list': sensitive(list(STRING, [string(SECRET), string(SECRET)])),
  'var.map': sensitive(map(STRING, new Map([[SECRET, string(SECRET)]]))),
  'var.object': sensitive(object(new Map([[SECRET, string(SECRET)]]))),
  'var.inside': object(new Map([['a', sensitive(string(SECRET))]])),
};
const VALUES = [...Object.keys(NAMES), 'var.inside.a', '"${var.s}!"', '[var.s]', '{ (var.s) = 1 }', '{ a = var.s }'];

/** Expressions in which `□` is sensitive. */
const FORMS = [
  '{ a = 1 }[□]',
  'tomap({ a = 1 })[□]',
  '["a"][□]',
  '□["x"]',
  '□[0]["x"]',
  '□.x',
  '□[*].x',
  '-□',
  '!□',
  '□ + 1',
  '1 + □',
  '□ && true',
  '□ < 1',
  '□ ? 1 : 2',
  'true ? □ : [1]',
  '{ for k in [□, □] : k => 1 }',
  '{ for k in □ : k => 1 }',
  '{ for k, v in □ : v => 1 }',
  '{ for k in [1, 2] : □ => k }',
  '{ for k in [1, 2] : "${□}" => k }',
  '[for k in □ : k.x]',
  '[for k in □ : 1 if k]',
  '{ (□) = 1, (□) = 2 }.x',
  '{ (□) = 1 }["x"]',
  '"a${□}b" + 1',
  '"%{ if □ }a%{ endif }"',
  '"%{ for k in □ }${k.x}%{ endfor }"',
  'lookup({}, □)',
  'lookup({ a = 1 }, □)',
  'lookup(tomap({ a = 1 }), □)',
  'lookup({}, "x", □).y',
  'max(□...)',
  'merge(□...)',
];

describe('messages of the evaluator', () => {
  const quotesSecret = (expression: string): boolean =>
    evaluatedText(expression, NAMES).faults.some(fault => fault.split(' at `')[0]!.includes(SECRET));

  it('never quote sensitive values', () => {
    const expressions = FORMS.flatMap(form => VALUES.map(value => form.replaceAll('□', value)));
    assert.deepEqual(expressions.filter(quotesSecret), []);
  });

  it('never quote sensitive arguments of functions', () => {
    const others = ['"x"', '1', '[]', '{}', '["a"]'];
    const expressions = [...FUNCTIONS.keys()].flatMap(name =>
      VALUES.flatMap(value => [
        `${name}(${value})`,
        ...others.flatMap(other => [`${name}(${value}, ${other})`, `${name}(${other}, ${value})`]),
        `${name}("a", "b", ${value})`,
        `${name}(${value}, ${value}, ${value})`,
      ]),
    );
    assert.deepEqual(expressions.filter(quotesSecret), []);
  });

  it('still describe the error', () => {
    assert.deepEqual(evaluatedText('{ a = 1 }[var.s]', NAMES).faults, ['This value has no such key. at `var.s`']);
    assert.deepEqual(evaluatedText('{ for k in [var.s, var.s] : k => 1 }', NAMES).faults, [
      'Two elements have the same key. To group them, write "..." after the value. at `k`',
    ]);
    assert.deepEqual(evaluatedText('lookup({}, var.s)', NAMES).faults, [
      'Invalid value for "inputMap" parameter: the given object has no attribute (sensitive value). at `{}`',
    ]);
  });
});
