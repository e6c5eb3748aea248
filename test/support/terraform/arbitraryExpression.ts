import fc from 'fast-check';
import type { DeclaredType } from './declaredType';
import {
  bracketForm,
  directive,
  entry,
  fromEntries,
  literalString,
  parenthesized,
  plainDirective,
  referenceArbitrary,
  textPartArbitrary,
  weighted,
  type Arbitrary,
} from './arbitraryParts';
import {
  generatedCall,
  composed,
  generatedAtom,
  quotedTemplate,
  type BracketForm,
  type GeneratedEntry,
  type GeneratedExpression,
} from './generatedExpression';

/** References for expressions as HCL text, by the kind of their values. */
export interface NamesInScope {
  readonly string: readonly string[];
  readonly number: readonly string[];
  readonly bool: readonly string[];
  /** Non-empty lists of strings. */
  readonly strings: readonly string[];
  /** Maps of strings with a key `team`. */
  readonly map: readonly string[];
  /** Lists of objects with `name` and `count`. */
  readonly objects: readonly string[];
}

export const nothing: NamesInScope = { string: [], number: [], bool: [], strings: [], map: [], objects: [] };

/** `safe`: expressions that never fail. `odd`: expressions that terraform converts or sometimes refuses. */
export type ExpressionStyle = 'safe' | 'odd';

/** Creates arbitrary expressions for declared types. Use one instance for each scope, since arbitraries are cached. */
export class ExpressionArbitraries {
  private readonly built = new Map<string, Arbitrary>();

  constructor(
    private readonly scope: NamesInScope,
    private readonly manner: ExpressionStyle,
  ) {}

  /** An expression whose value has the type. With `odd`, terraform must convert the value, or sometimes refuses it. */
  forType(type: DeclaredType, depth: number): Arbitrary {
    const fitting = this.fitting(type, depth);
    if (this.manner === 'safe') return fitting;
    return weighted([30, fitting], [3, fc.constant(generatedAtom('null'))]);
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
    const cached = this.built.get(`${kind} ${depth}`) ?? build();
    this.built.set(`${kind} ${depth}`, cached);
    return cached;
  }

  string(depth: number): Arbitrary {
    const simple = [literalString, ...referenceArbitrary(this.scope.string)];
    if (this.manner === 'odd')
      simple.push(fc.constantFrom('5', '1.30', '1e3', '007', '-1.5', 'true', 'false').map(generatedAtom));
    if (depth <= 0) return fc.oneof(...simple);
    const string = this.memo('string', depth - 1, () => this.string(depth - 1));
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    const strings = this.strings(depth - 1);
    const two = fc.tuple(string, string);
    return weighted(
      [10, fc.oneof(...simple)],
      [2, fc.tuple(textPartArbitrary, two).map(([part, [a, b]]) => quotedTemplate(part, a, '-', b))],
      [
        2,
        fc
          .tuple(fc.constantFrom('heredoc' as const, 'indented' as const), textPartArbitrary, string)
          .map(([form, part, a]) => ({ kind: 'text' as const, parts: [part, a, '\\n', part], form })),
      ],
      [
        1,
        fc
          .tuple(bool, two)
          .map(([test, [a, b]]) => composed(test, ' ? ', a, ' : ', b))
          .map(parenthesized),
      ],
      [
        1,
        fc
          .tuple(bool, textPartArbitrary)
          .map(([test, part]) =>
            quotedTemplate('x', directive('if ', test), part, plainDirective('else'), 'y', plainDirective('endif')),
          ),
      ],
      [
        1,
        strings.map(list =>
          quotedTemplate(directive('for item in ', list), generatedAtom('item'), ',', plainDirective('endfor')),
        ),
      ],
      [
        1,
        strings.map(list =>
          quotedTemplate(
            directive('for index, item in ', list, ' ~}'),
            ' ',
            generatedAtom('index'),
            ' ',
            composed('%{~ endfor }'),
          ),
        ),
      ],
      [
        2,
        fc
          .tuple(fc.constantFrom('upper', 'lower', 'title', 'trimspace', 'tostring', 'strrev', 'chomp'), string)
          .map(([name, a]) => generatedCall(name, a)),
      ],
      [1, fc.tuple(string, number).map(([a, n]) => generatedCall('format', quotedTemplate('%s/%v'), a, n))],
      [1, fc.tuple(literalString, strings).map(([separator, list]) => generatedCall('join', separator, list))],
      [1, two.map(([a, b]) => generatedCall('coalesce', generatedAtom('null'), quotedTemplate('z', a), b))],
      [1, two.map(([a, b]) => generatedCall('try', composed('{ known = ', a, ' }.missing'), b))],
      [
        1,
        two.map(([a, b]) =>
          generatedCall('lookup', composed('{ a = ', quotedTemplate(a), ' }'), quotedTemplate('a'), quotedTemplate(b)),
        ),
      ],
      [1, two.map(([a, b]) => composed('[', a, ', ', b, '][1]'))],
      [1, two.map(([a, b]) => composed('{ first = ', a, ', second = ', b, ' }["second"]'))],
      [
        1,
        fc
          .tuple(string, strings)
          .map(([a, list]) => generatedCall('jsonencode', composed('{ a = ', a, ', b = ', list, ' }'))),
      ],
      [
        1,
        string.map(a =>
          generatedCall('replace', quotedTemplate(a), quotedTemplate('/[aeiou]/'), quotedTemplate('<$0>')),
        ),
      ],
      [1, strings.map(list => generatedCall('element', list, generatedAtom('7')))],
      [
        1,
        fc
          .constantFrom(...this.scope.map, '{ team = "x" }')
          .map(map => generatedAtom(`${map}${map.startsWith('{') ? '.team' : '["team"]'}`)),
      ],
    );
  }

  number(depth: number): Arbitrary {
    const simple = [
      fc.integer({ min: 0, max: 20 }).map(value => generatedAtom(String(value))),
      fc.constantFrom('0', '-1', '1.5', '64512', '1e3', '0.1').map(generatedAtom),
      ...referenceArbitrary(this.scope.number),
    ];
    if (this.manner === 'odd')
      simple.push(fc.constantFrom('3', '3.0', '1e2', '0064512').map(text => quotedTemplate(text)));
    if (depth <= 0) return fc.oneof(...simple);
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    const two = fc.tuple(number, number);
    return weighted(
      [8, fc.oneof(...simple)],
      [2, fc.tuple(fc.constantFrom(' + ', ' - ', ' * '), two).map(([sign, [a, b]]) => composed('(', a, sign, b, ')'))],
      [
        1,
        fc
          .tuple(number, fc.constantFrom(' % 4', ' / 8', ' * -2'))
          .map(([a, rest]) => composed(a, rest))
          .map(parenthesized),
      ],
      [1, number.map(a => composed('-(', a, ')'))],
      [1, fc.tuple(fc.constantFrom('max', 'min'), two).map(([name, [a, b]]) => generatedCall(name, a, b))],
      [
        1,
        fc
          .tuple(
            fc.constantFrom('floor', 'ceil', 'abs', 'tonumber', ...(this.manner === 'odd' ? ['signum'] : [])),
            number,
          )
          .map(([name, a]) => generatedCall(name, a)),
      ],
      [1, this.strings(depth - 1).map(list => generatedCall('length', list))],
      [1, fc.tuple(bool, two).map(([test, [a, b]]) => composed('(', test, ' ? ', a, ' : ', b, ')'))],
      [1, fc.constant(generatedCall('parseint', quotedTemplate('ff'), generatedAtom('16')))],
      [1, two.map(([a, b]) => generatedCall('sum', composed('[', a, ', ', b, ']')))],
    );
  }

  bool(depth: number): Arbitrary {
    const simple = [fc.constantFrom('true', 'false').map(generatedAtom), ...referenceArbitrary(this.scope.bool)];
    if (this.manner === 'odd') simple.push(fc.constantFrom('true', 'false').map(text => quotedTemplate(text)));
    if (depth <= 0) return fc.oneof(...simple);
    const number = this.memo('number', depth - 1, () => this.number(depth - 1));
    const string = this.memo('string', depth - 1, () => this.string(depth - 1));
    const bool = this.memo('bool', depth - 1, () => this.bool(depth - 1));
    return weighted(
      [6, fc.oneof(...simple)],
      [
        2,
        fc
          .tuple(fc.constantFrom(' < ', ' <= ', ' > ', ' >= ', ' == ', ' != '), number, number)
          .map(([sign, a, b]) => composed('(', a, sign, b, ')')),
      ],
      [2, fc.tuple(fc.constantFrom(' && ', ' || '), bool, bool).map(([sign, a, b]) => composed('(', a, sign, b, ')'))],
      [1, bool.map(a => composed('!', a))],
      [
        1,
        fc.tuple(fc.constantFrom(' == ', ' != '), string, string).map(([sign, a, b]) => composed('(', a, sign, b, ')')),
      ],
      [1, fc.tuple(this.strings(depth - 1), string).map(([list, a]) => generatedCall('contains', list, a))],
      [1, string.map(a => generatedCall('can', generatedCall('tonumber', a)))],
      [1, fc.tuple(bool, bool).map(([a, b]) => generatedCall('alltrue', composed('[', a, ', ', b, ']')))],
    );
  }

  /** A non-empty list of strings that never fails. */
  private strings(depth: number): Arbitrary {
    const string = depth <= 0 ? literalString : this.memo('string', depth - 1, () => this.string(depth - 1));
    const written = fc
      .array(string, { minLength: 1, maxLength: 3 })
      .map(items => ({ kind: 'list' as const, items, form: 'line' as const }));
    return fc.oneof(written, ...referenceArbitrary(this.scope.strings));
  }

  private list(element: DeclaredType, depth: number, set: boolean): Arbitrary {
    const one = this.forType(element, depth - 1);
    const written = fc
      .tuple(fc.array(one, { maxLength: 3 }), bracketForm)
      .map(([items, form]): GeneratedExpression => ({ kind: 'list', items, form }));
    const choices: [number, Arbitrary][] = [
      [6, written],
      [1, fc.tuple(written, written).map(([a, b]) => generatedCall('concat', a, b))],
      [1, fc.tuple(this.bool(depth - 1), written).map(([test, a]) => composed('(', test, ' ? ', a, ' : [])'))],
      [1, fc.tuple(written).map(([a]) => composed('[for item in ', a, ' : item]'))],
      [1, written.map(a => generatedCall('reverse', a))],
    ];
    if (depth > 0 && element.kind === 'string') choices.push(...this.lists(depth));
    if (depth > 0 && set && element.kind === 'string')
      choices.push([2, this.strings(depth).map(a => generatedCall('toset', a))]);
    return weighted(...choices);
  }

  /** Other expressions for lists of strings. */
  private lists(depth: number): [number, Arbitrary][] {
    const strings = this.strings(depth - 1);
    const map = this.map({ kind: 'string' }, 0);
    const arbitraries: Arbitrary[] = [
      strings,
      strings.map(list => composed('[for item in ', list, ' : upper(item) if item != "nginx"]')),
      strings.map(list => composed('[for index, item in ', list, ' : "${index}-${item}"]')),
      strings.map(list => generatedCall('distinct', list)),
      strings.map(list => generatedCall('sort', list)),
      strings.map(list => generatedCall('compact', generatedCall('concat', list, composed('["", null]')))),
      fc.constant(generatedCall('split', quotedTemplate(','), quotedTemplate('a,b,,c'))),
      map.map(a => generatedCall('keys', a)),
      fc.constantFrom(...this.scope.objects, '[{ name = "a" }]').map(list => generatedAtom(`${list}[*].name`)),
      fc.constantFrom(...this.scope.objects, '[{ name = "a" }]').map(list => generatedAtom(`${list}.*.name`)),
      strings.map(list => generatedCall('slice', list, generatedAtom('0'), generatedAtom('1'))),
      strings.map(list => generatedCall('flatten', composed('[', list, ', [', list, ']]'))),
      strings.map(list => generatedCall('formatlist', quotedTemplate('<%s>'), list)),
    ];
    return arbitraries.map(arbitrary => [1, arbitrary]);
  }

  private map(element: DeclaredType, depth: number): Arbitrary {
    const value = this.forType(element, depth - 1);
    const written = this.entries(fc.constantFrom('team', 'a.b/c', 'env', '10', 'for', 'é'), value).map(fromEntries);
    const choices: [number, Arbitrary][] = [
      [8, written],
      [1, fc.tuple(written, written).map(([a, b]) => generatedCall('merge', a, b))],
      [1, written.map(a => composed('{ for key, value in ', a, ' : key => value }'))],
      [1, written.map(a => composed('{ for key, value in ', a, ' : "x-${key}" => value if value != null }'))],
    ];
    if (this.manner === 'odd') choices.push([1, fc.constant(generatedAtom('{}'))]);
    if (depth > 0 && element.kind === 'string') {
      const strings = this.strings(0);
      choices.push([1, strings.map(a => composed('{ for index, item in ', a, ' : "k${index}" => item }'))]);
      choices.push([1, fc.constant(generatedCall('zipmap', composed('["a", "b"]'), composed('["1", "2"]')))]);
      choices.push(...referenceArbitrary(this.scope.map).map((arbitrary): [number, Arbitrary] => [1, arbitrary]));
    }
    return weighted(...choices);
  }

  private object(attributes: Extract<DeclaredType, { kind: 'object' }>['attributes'], depth: number): Arbitrary {
    const names = Object.keys(attributes);
    const needed = names.filter(name => attributes[name]?.optional === false);
    const free = names.filter(name => !needed.includes(name));
    const wanted = fc.subarray(free, { maxLength: Math.min(free.length, 5) });
    return wanted.chain(some => this.objectOf(attributes, [...needed, ...some], depth));
  }

  /** An object with these attributes, rarely with an additional undeclared one, and rarely with a duplicate. */
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
    const extra = weighted([15, fc.constant(undefined)], [1, more]);
    return fc.tuple(fc.tuple(...entries), extra, bracketForm).map(([written, more, form]) => ({
      kind: 'object' as const,
      entries: more === undefined ? written : [...written, more],
      form,
    }));
  }

  private entries(names: fc.Arbitrary<string>, value: Arbitrary): fc.Arbitrary<[GeneratedEntry[], BracketForm]> {
    return fc.tuple(fc.array(entry(names, value), { maxLength: 3 }), bracketForm);
  }
}
