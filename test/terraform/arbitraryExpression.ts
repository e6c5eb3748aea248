import fc from 'fast-check';
import type { DeclaredType } from './declaredType';
import {
  call,
  composed,
  plain,
  quoted,
  type BracketForm,
  type Entry,
  type Expression,
  type Key,
} from './generatedExpression';

type Arbitrary = fc.Arbitrary<Expression>;

/** What an expression may refer to, as HCL text, by the kind of its value. */
export interface Scope {
  readonly string: readonly string[];
  readonly number: readonly string[];
  readonly bool: readonly string[];
  /** Lists of strings, not empty. */
  readonly strings: readonly string[];
  /** Maps of strings with a key `team`. */
  readonly map: readonly string[];
  /** Lists of objects with `name` and `count`. */
  readonly objects: readonly string[];
}

export const nothing: Scope = { string: [], number: [], bool: [], strings: [], map: [], objects: [] };

/** `safe`: an expression that never fails. `odd`: what terraform converts, or sometimes refuses. */
export type Manner = 'safe' | 'odd';

/** Makes arbitrary expressions for declared types; one instance for each scope, so that nothing is built twice. */
export class ExpressionArbitraries {
  private readonly built = new Map<string, Arbitrary>();

  constructor(
    private readonly scope: Scope,
    private readonly manner: Manner,
  ) {}

  /** An expression whose value fits the type, or nearly: with `odd`, terraform converts it or refuses it now and then. */
  forType(type: DeclaredType, depth: number): Arbitrary {
    const fitting = this.fitting(type, depth);
    if (this.manner === 'safe') return fitting;
    return fc.oneof({ weight: 30, arbitrary: fitting }, { weight: 3, arbitrary: fc.constant(plain('null')) });
  }

  private fitting(type: DeclaredType, depth: number): Arbitrary {
    switch (type.kind) {
      case 'string':
      case 'any':
        return this.memo('string', depth, () => this.string(depth));
      case 'number':
        return this.memo('number', depth, () => this.number(depth));
      case 'bool':
        return this.memo('bool', depth, () => this.bool(depth));
      case 'list':
        return this.list(type.element, depth, false);
      case 'set':
        return this.list(type.element, depth, true);
      case 'map':
        return this.map(type.element, depth);
      case 'object':
        return this.object(type.attributes, depth);
    }
  }

  private memo(kind: string, depth: number, build: () => Arbitrary): Arbitrary {
    const known = this.built.get(`${kind} ${depth}`) ?? build();
    this.built.set(`${kind} ${depth}`, known);
    return known;
  }

  string(depth: number): Arbitrary {
    const simple = [literalString, ...references(this.scope.string)];
    if (this.manner === 'odd')
      simple.push(fc.constantFrom('5', '1.30', '1e3', '007', '-1.5', 'true', 'false').map(plain));
    if (depth <= 0) return fc.oneof(...simple);
    const string = this.memo('string', depth - 1, () => this.string(depth - 1));
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    const strings = this.strings(depth - 1);
    const two = fc.tuple(string, string);
    return fc.oneof(
      { weight: 10, arbitrary: fc.oneof(...simple) },
      { weight: 2, arbitrary: fc.tuple(textPart, two).map(([part, [a, b]]) => quoted(part, a, '-', b)) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('heredoc' as const, 'indented' as const), textPart, string)
          .map(([form, part, a]) => ({ kind: 'text' as const, parts: [part, a, '\\n', part], form })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(bool, two)
          .map(([test, [a, b]]) => composed(test, ' ? ', a, ' : ', b))
          .map(parenthesized),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(bool, textPart)
          .map(([test, part]) =>
            quoted('x', directive('if ', test), part, plainDirective('else'), 'y', plainDirective('endif')),
          ),
      },
      {
        weight: 1,
        arbitrary: strings.map(list =>
          quoted(directive('for item in ', list), plain('item'), ',', plainDirective('endfor')),
        ),
      },
      {
        weight: 1,
        arbitrary: strings.map(list =>
          quoted(directive('for index, item in ', list, ' ~}'), ' ', plain('index'), ' ', composed('%{~ endfor }')),
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('upper', 'lower', 'title', 'trimspace', 'tostring', 'strrev', 'chomp'), string)
          .map(([name, a]) => call(name, a)),
      },
      { weight: 1, arbitrary: fc.tuple(string, number).map(([a, n]) => call('format', quoted('%s/%v'), a, n)) },
      {
        weight: 1,
        arbitrary: fc.tuple(literalString, strings).map(([separator, list]) => call('join', separator, list)),
      },
      { weight: 1, arbitrary: two.map(([a, b]) => call('coalesce', plain('null'), quoted('z', a), b)) },
      { weight: 1, arbitrary: two.map(([a, b]) => call('try', composed('{ known = ', a, ' }.missing'), b)) },
      {
        weight: 1,
        arbitrary: two.map(([a, b]) => call('lookup', composed('{ a = ', quoted(a), ' }'), quoted('a'), quoted(b))),
      },
      { weight: 1, arbitrary: two.map(([a, b]) => composed('[', a, ', ', b, '][1]')) },
      { weight: 1, arbitrary: two.map(([a, b]) => composed('{ first = ', a, ', second = ', b, ' }["second"]')) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(string, strings)
          .map(([a, list]) => call('jsonencode', composed('{ a = ', a, ', b = ', list, ' }'))),
      },
      { weight: 1, arbitrary: string.map(a => call('replace', quoted(a), quoted('/[aeiou]/'), quoted('<$0>'))) },
      { weight: 1, arbitrary: strings.map(list => call('element', list, plain('7'))) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom(...this.scope.map, '{ team = "x" }')
          .map(map => plain(`${map}${map.startsWith('{') ? '.team' : '["team"]'}`)),
      },
    );
  }

  number(depth: number): Arbitrary {
    const simple = [
      fc.integer({ min: 0, max: 20 }).map(value => plain(String(value))),
      fc.constantFrom('0', '-1', '1.5', '64512', '1e3', '0.1').map(plain),
      ...references(this.scope.number),
    ];
    if (this.manner === 'odd') simple.push(fc.constantFrom('3', '3.0', '1e2', '0064512').map(text => quoted(text)));
    if (depth <= 0) return fc.oneof(...simple);
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    const two = fc.tuple(number, number);
    return fc.oneof(
      { weight: 8, arbitrary: fc.oneof(...simple) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(' + ', ' - ', ' * '), two)
          .map(([sign, [a, b]]) => composed('(', a, sign, b, ')')),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(number, fc.constantFrom(' % 4', ' / 8', ' * -2'))
          .map(([a, rest]) => composed(a, rest))
          .map(parenthesized),
      },
      { weight: 1, arbitrary: number.map(a => composed('-(', a, ')')) },
      { weight: 1, arbitrary: fc.tuple(fc.constantFrom('max', 'min'), two).map(([name, [a, b]]) => call(name, a, b)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(
            fc.constantFrom('floor', 'ceil', 'abs', 'tonumber', ...(this.manner === 'odd' ? ['signum'] : [])),
            number,
          )
          .map(([name, a]) => call(name, a)),
      },
      { weight: 1, arbitrary: this.strings(depth - 1).map(list => call('length', list)) },
      {
        weight: 1,
        arbitrary: fc.tuple(bool, two).map(([test, [a, b]]) => composed('(', test, ' ? ', a, ' : ', b, ')')),
      },
      { weight: 1, arbitrary: fc.constant(call('parseint', quoted('ff'), plain('16'))) },
      { weight: 1, arbitrary: two.map(([a, b]) => call('sum', composed('[', a, ', ', b, ']'))) },
    );
  }

  bool(depth: number): Arbitrary {
    const simple = [fc.constantFrom('true', 'false').map(plain), ...references(this.scope.bool)];
    if (this.manner === 'odd') simple.push(fc.constantFrom('true', 'false').map(text => quoted(text)));
    if (depth <= 0) return fc.oneof(...simple);
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const string = this.memo('string', depth - 1, () => this.string(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    return fc.oneof(
      { weight: 6, arbitrary: fc.oneof(...simple) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(' < ', ' <= ', ' > ', ' >= ', ' == ', ' != '), number, number)
          .map(([sign, a, b]) => composed('(', a, sign, b, ')')),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom(' && ', ' || '), bool, bool)
          .map(([sign, a, b]) => composed('(', a, sign, b, ')')),
      },
      { weight: 1, arbitrary: bool.map(a => composed('!', a)) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(' == ', ' != '), string, string)
          .map(([sign, a, b]) => composed('(', a, sign, b, ')')),
      },
      { weight: 1, arbitrary: fc.tuple(this.strings(depth - 1), string).map(([list, a]) => call('contains', list, a)) },
      { weight: 1, arbitrary: string.map(a => call('can', call('tonumber', a))) },
      { weight: 1, arbitrary: fc.tuple(bool, bool).map(([a, b]) => call('alltrue', composed('[', a, ', ', b, ']'))) },
    );
  }

  /** A list of strings that is never empty and never fails. */
  private strings(depth: number): Arbitrary {
    const string = depth <= 0 ? literalString : this.memo('string', depth - 1, () => this.string(depth - 1));
    const written = fc
      .array(string, { minLength: 1, maxLength: 3 })
      .map(items => ({ kind: 'list' as const, items, form: 'line' as const }));
    return fc.oneof(written, ...references(this.scope.strings));
  }

  private list(element: DeclaredType, depth: number, set: boolean): Arbitrary {
    const one = this.forType(element, depth - 1);
    const written = fc
      .tuple(fc.array(one, { maxLength: 3 }), bracketForm)
      .map(([items, form]): Expression => ({ kind: 'list', items, form }));
    const choices = [
      { weight: 6, arbitrary: written },
      { weight: 1, arbitrary: fc.tuple(written, written).map(([a, b]) => call('concat', a, b)) },
      {
        weight: 1,
        arbitrary: fc.tuple(this.bool(depth - 1), written).map(([test, a]) => composed('(', test, ' ? ', a, ' : [])')),
      },
      { weight: 1, arbitrary: fc.tuple(written).map(([a]) => composed('[for item in ', a, ' : item]')) },
      { weight: 1, arbitrary: written.map(a => call('reverse', a)) },
    ];
    if (depth > 0 && element.kind === 'string') choices.push(...this.lists(depth));
    if (depth > 0 && set && element.kind === 'string')
      choices.push({ weight: 2, arbitrary: this.strings(depth).map(a => call('toset', a)) });
    return fc.oneof(...choices);
  }

  /** Lists of strings by every other way. */
  private lists(depth: number): { weight: number; arbitrary: Arbitrary }[] {
    const strings = this.strings(depth - 1);
    const map = this.map({ kind: 'string' }, 0);
    const arbitraries: Arbitrary[] = [
      strings,
      strings.map(list => composed('[for item in ', list, ' : upper(item) if item != "nginx"]')),
      strings.map(list => composed('[for index, item in ', list, ' : "${index}-${item}"]')),
      strings.map(list => call('distinct', list)),
      strings.map(list => call('sort', list)),
      strings.map(list => call('compact', call('concat', list, composed('["", null]')))),
      fc.constant(call('split', quoted(','), quoted('a,b,,c'))),
      map.map(a => call('keys', a)),
      fc.constantFrom(...this.scope.objects, '[{ name = "a" }]').map(list => plain(`${list}[*].name`)),
      fc.constantFrom(...this.scope.objects, '[{ name = "a" }]').map(list => plain(`${list}.*.name`)),
      strings.map(list => call('slice', list, plain('0'), plain('1'))),
      strings.map(list => call('flatten', composed('[', list, ', [', list, ']]'))),
      strings.map(list => call('formatlist', quoted('<%s>'), list)),
    ];
    return arbitraries.map(arbitrary => ({ weight: 1, arbitrary }));
  }

  private map(element: DeclaredType, depth: number): Arbitrary {
    const value = this.forType(element, depth - 1);
    const written = this.entries(fc.constantFrom('team', 'a.b/c', 'env', '10', 'for', 'é'), value).map(fromEntries);
    const choices = [
      { weight: 8, arbitrary: written },
      { weight: 1, arbitrary: fc.tuple(written, written).map(([a, b]) => call('merge', a, b)) },
      { weight: 1, arbitrary: written.map(a => composed('{ for key, value in ', a, ' : key => value }')) },
      {
        weight: 1,
        arbitrary: written.map(a => composed('{ for key, value in ', a, ' : "x-${key}" => value if value != null }')),
      },
    ];
    if (this.manner === 'odd') choices.push({ weight: 1, arbitrary: fc.constant(plain('{}')) });
    if (depth > 0 && element.kind === 'string') {
      const strings = this.strings(0);
      choices.push({
        weight: 1,
        arbitrary: strings.map(a => composed('{ for index, item in ', a, ' : "k${index}" => item }')),
      });
      choices.push({
        weight: 1,
        arbitrary: fc.constant(call('zipmap', composed('["a", "b"]'), composed('["1", "2"]'))),
      });
      choices.push(...references(this.scope.map).map(arbitrary => ({ weight: 1, arbitrary })));
    }
    return fc.oneof(...choices);
  }

  private object(attributes: Extract<DeclaredType, { kind: 'object' }>['attributes'], depth: number): Arbitrary {
    const names = Object.keys(attributes);
    const needed = names.filter(name => attributes[name]?.optional === false);
    const free = names.filter(name => !needed.includes(name));
    const wanted = fc.subarray(free, { maxLength: Math.min(free.length, 5) });
    return wanted.chain(some => this.objectOf(attributes, [...needed, ...some], depth));
  }

  /** An object with these attributes, rarely one more that nobody declared, and rarely one twice. */
  objectOf(
    attributes: Extract<DeclaredType, { kind: 'object' }>['attributes'],
    names: readonly string[],
    depth: number,
  ): Arbitrary {
    const entries = names.map(name =>
      entry(fc.constant(name), this.forType(attributes[name]?.type ?? { kind: 'any' }, depth - 1)),
    );
    const more =
      this.manner === 'odd' ? entry(fc.constantFrom('nonsense', ...names), literalString) : fc.constant(undefined);
    const extra = fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: more });
    return fc.tuple(fc.tuple(...entries), extra, bracketForm).map(([written, more, form]) => ({
      kind: 'object' as const,
      entries: more === undefined ? written : [...written, more],
      form,
    }));
  }

  private entries(names: fc.Arbitrary<string>, value: Arbitrary): fc.Arbitrary<[Entry[], BracketForm]> {
    return fc.tuple(fc.array(entry(names, value), { maxLength: 3 }), bracketForm);
  }
}

/** An entry of an object: keys, signs and comments in every form. */
export function entry(names: fc.Arbitrary<string>, value: Arbitrary): fc.Arbitrary<Entry> {
  const comment = fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('# why', '// why = { not', '/* "why" */') },
  );
  return fc.tuple(names, keyForm, value, sign, comment).map(([name, form, written, signed, said]) => ({
    key: { name, form },
    value: written,
    sign: signed,
    ...(said === undefined ? {} : { comment: said }),
  }));
}

export const bracketForm: fc.Arbitrary<BracketForm> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<BracketForm>('lines') },
  { weight: 2, arbitrary: fc.constant<BracketForm>('line') },
  { weight: 2, arbitrary: fc.constant<BracketForm>('commas') },
);

const keyForm: fc.Arbitrary<Key['form']> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Key['form']>('bare') },
  { weight: 2, arbitrary: fc.constant<Key['form']>('quoted') },
  { weight: 1, arbitrary: fc.constant<Key['form']>('computed') },
  { weight: 1, arbitrary: fc.constant<Key['form']>('template') },
);

const sign = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Entry['sign']>('=') },
  { weight: 1, arbitrary: fc.constant<Entry['sign']>(':') },
);

const textPart = fc.constantFrom(
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

const literalString: Arbitrary = fc
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
  .map(text => quoted(text));

function references(texts: readonly string[]): Arbitrary[] {
  return texts.length === 0 ? [] : [fc.constantFrom(...texts).map(plain)];
}

function fromEntries([entries, form]: [Entry[], BracketForm]): Expression {
  return { kind: 'object', entries, form };
}

function parenthesized(expression: Expression): Expression {
  return composed('(', expression, ')');
}

function directive(keyword: string, value: Expression, end = ' }'): Expression {
  return composed(`%{ ${keyword}`, value, end);
}

function plainDirective(text: string): Expression {
  return composed(`%{ ${text} }`);
}
