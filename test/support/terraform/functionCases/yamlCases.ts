import { NUMBER, STRING, objectOf } from '../../../../server/hcl/types/type';
import { decimal, listed, mapped, nullOfType, secret, settled } from '../../hcl/functions/literal';
import { each, TEXTS, type Cases } from './caseInputs';

// prettier-ignore
const YAML_SOURCES = ['', '\n', '# c', '---', '--- a', 'a', '1', '-1', '+1', '1.5', '1e3', '.5', '5.', '.inf', '-.INF', '.nan', '0x1F',
  '0o17', '017', '0b11', '1_000', '0xFFFFFFFFFFFFFFFF', '0xFFFFFFFFFFFFFFFFF', 'true', 'True', 'yes', 'No', 'on',
  'OFF', 'y', 'N', 'tRUE', '~', 'null', 'NULL', 'nUll', '"yes"', "'1'", '"\\u00e9\\n\\x41"', "'it''s'", '2001-12-14',
  '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10', '2001-12-14 21:59:43.10 -5', '2001-2-3', '2001-02-30',
  '12:30:45', '!!str 1', '!!int "12"', '!!int x', '!!int 0b101', '!!int 1_000', '!!float 1', '!!bool yes', '!!bool x',
  '!!null x', '!!binary aGk=', '!!binary x!', '!!timestamp 2001-12-14', '!!timestamp x', '!foo a', '! 1',
  '!!set {a, b}', '!!map {a: 1}', '!!seq [1]', '!!omap [a: 1]', 'a: 1\nb: [x, {y: 2}]\nc:\n  -1\n  - z: true\n',
  '- 1\n- a\n-\n', 'a:\nb:', '{a: 1, b}', '[a, b, ]', '{}', '[]', 'a: 1\na: 2', '1: a\ntrue: b\n', '~: a', 'null: a',
  '? a\n: b', '? [a]\n: b', '? {a: 1}\n: b', '0x10: a', '1.50: a', '2001-01-01: a', 'a: &x {p: 1}\nb: *x',
  'a: &x [1]\nb:\n  - *x', '*x', 'a: &x [*x]', '- &a 1\n- &a 2\n- *a', '&k a: 1\nb: *k',
  'x: &d {a: 1, b: 2}\ny:\n  <<: *d\n  b: 3\n', 'x: &d {a: 1}\ny:\n  b: 3\n  a: 0\n  <<: *d\n', 'y:\n  <<: [{a: 1}]',
  'y: {<<: {a: 1}, b: 2}', "y: {'<<': {a: 1}}", '<<', 'a: <<', '<<: null', '<<: a', '!!str <<: a', 'a: |\n  x\n  y\n',
  'a: |-\n  x\n', 'a: |+\n  x\n\n', 'a: >\n  x\n  y\n\n  z\n', 'a: >-\n  x\n   y\n  z', '|-\n 12', '|-\n true',
  '|-\n ~', '|-\n 2001-01-01', '|\n 12', '>-\n 0x10', '|2-\n    x', 'a: "x\n  y"', "a: 'x\n\n  y'", 'a: x\n  y',
  'a: b: c', 'a: [', '{a', 'a: "x', '- a\nb', 'a:\n\t- b', 'a: b\n c: d', '%YAML 1.1\n---\na', '%YAML 1.2\n---\na',
  '--- a\n...', 'a\n---\nb', '--- a\n--- b', '...', 'a: 1\n...\nb: 2', '@a', '`a', 'a: @b', '%a', 'a: %b',
  '- - a\n  - b\n- c', 'a:\n- b\n- c\nd: e', 'é: ü', '"a": 1', 'a:1', 'a: 1', 'a:  1 # c', "a: 'x' # c", 'a: x#y',
  'a: #y', 'a: -', '-', '- ', 'a: ?', '[a, [b]]: c', '"\\/"', '"\\q"', "a: 'x", 'a: !!str', 'a: !!str\nb: !!int 3',
  '- !!null\n- !!str ""', 'a: "\\\n  x"', '\ufeffa: 1', 'a: {b: c,\n d: e}', 'x: [a b, c]', 'k: v\r\nl: w\r\n',
  'apiVersion: v1\nkind: List\nitems:\n  - metadata: {name: x}\n    data:\n      f: |\n        l1\n          l2\n',
  'http://x.y', 'a: http://x.y:80/', '1.2.3', '1e', '+', '-a', '.', '..', '0', '00', '-0', '0.0', '1.e2', '08', '0x',
  '0xg', '!!float.inf', '"": 1', 'a: ""', "''", '? ', ': a', '{: a}', '{? a: 1}', '[? a: 1]', '[a: 1, b]', 'a: *',
  'a: &', '&a', 'a: & b', '!!str', '!<tag:yaml.org,2002:str> 1'];

/** Tabs, comments without a space before them, and quoted strings that continue in the first column. */
// prettier-ignore
const INDENTED_SOURCES = [
  'a: |\n    \tB\n', 'a: |\n  x\n\ty\n', 'a: |\n  x\n \ty\n', 'a: |\n  x\n  \ty\n', 'a: |2\n  \tB\n', 'a: |2\n \tB\n', 'a: |\n\t\n  x\n',
  'a: |\n  \n  x\n', 'a: |\n \t\n  x\n', 'a: >\n  \tB\n', 'a: |\n  x\n\t\n', 'a: |\n  x\n\t\nb: c\n', '- |\n  \tB\n',
  'all: |\n  target:\n  \techo\n', '- a\n-\tb\n', '-\ta\n', '- \ta\n', '-\t- a\n', '-\n\ta\n', 'a:\tb\n', 'a: \tb\n', 'a:\t\n  b: c\n', '\ta: b\n',
  'a: b\n\t# c\nd: e\n', 'a: b\n\t\nc: d\n', 'a:\n\t b\n', 'a:\n  b: c\n\t\n  d: e\n', '[a,\tb]\n', '[\n\ta\n]\n', '{a:\tb}\n', '?\ta\n: b\n',
  '? a\n:\tb\n', '---\ta\n', '--- \ta\n', 'a: b\t\n', 'a: b\t# c\n', 'a: "b"\t# c\n', 'a: b\n \tc\n', 'a: b\n\tc\n', 'a\t: b\n', '- a\t\n- b\n',
  '- \n- b\n', '-\t\n- b\n', '- "a"\n-\t"b"\n', 'a:\n -\tb\n', '- a:\n\t  b\n', '# c\n\t\na: b\n', '\n\t\na: b\n', 'a: # c\n\t\n  b\n', '&x\ta\n',
  '!!str\ta\n', 'a: &x\tb\n', '- &x\tb\n', 'a: *x\n', 'a: "b"#c\n', "a: 'b'#c\n", 'a: "b" #c\n', '["a"#c\n]\n', '[a, #c\nb]\n', '[a,#c\nb]\n',
  '{"a": "b"#c\n}\n', '{a: b}#c\n', '[a]#c\n', '"a"#c\n', '"a"#c\n: b\n', 'a: |#c\n  b\n', 'a: | #c\n  b\n', 'a: b#c\n', '- "a"#c\n- b\n',
  '"a":#c\n  b\n', 'a:#c\n', '{"a":#c\n b}\n', '[#c\na]\n', '{#c\na: b}\n', '-#c\n', '- #c\n  a\n', '"a"b\n', '"a" b\n', '&x#c a\n', '---#c\n',
  '--- #c\na\n', 'a: "b"#c\nd: "e"\n', 'a: "b\nc"\n', "a: 'b\nc'\n", 'a: "b\n\nc"\n', 'a:\n  b: "c\nd"\n', '- "b\nc"\n', 'a: ["b\nc"]\n',
  'a: "b\n--- c"\n', 'a: "b\n---"\n', 'a: "b\n...\nc"\n', 'a: "b\n... c"\n', 'a: "b\n\tc"\n', 'a:\n  b:\n    "c\nd"\n  e: f\n', 'a: "b\n"\n',
  'a: "b\n c"\n', '"a\nb": c\n', 'a: "b\\\nc"\n', "a: 'b\n--- c'\n", 'a: "b\n---c"\n', '"a\nb"\n', '- - "a\nb"\n', 'a: "b\nc" #d\ne: f\n',
  'a: "b\nc"#d\ne: f\n', 'a: "b\nc: d"\n', "- 'b\n- c'\n", 'a: b\nc\n',
];

/** Calls with YAML. */
// prettier-ignore
export const YAML_CASES: Cases = {
  yamldecode: each([...YAML_SOURCES, ...INDENTED_SOURCES]),
  yamlencode: [...each([...TEXTS, '\n', 'a\nb', 'a\nb\n', 'a\nb\n\n', ' a\nb', '\na', 'a \nb', 'a\nb ', 'a\tb\nc',
    '\u2028\n', 'a\u2028b', '"\\', '\u0000\u0007\u001b\u007f\u00a0\ufffe', '\ufeffab', 'x'.repeat(100),
    'word '.repeat(40), 'word  '.repeat(30), 'y'.repeat(79) + ' ' + 'z'.repeat(30) + '  w', 'yes', '1', '- a', '# c',
    'é'.repeat(70) + ' é é', 'a\r\nb\n', 'a\n\n\nb\n  c\n', '%{ $' + '{', 'null']), [1], [1.5], [1e21], [true], [null],
    [[]], [{}], [['a', 1, true, null]], [[[]]], [[{}]], [[['a'], ['b', ['c']]]], [[{ a: 1, b: 2 }, { c: [1] }]],
    [{ a: 1, b: [1, 2], c: { d: 'x', e: [] }, f: {}, g: null }], [{ 'a b': 1, é: 2, '1': 3, 'a\nb': 4, '': 5 }],
    [{ ['k'.repeat(129)]: 1, ['k'.repeat(128)]: 2 }], [{ ['k'.repeat(129)]: [1], x: { ['é'.repeat(65)]: { a: [1,
    [2]] } } }], [{ a: 'x\ny\n', b: ['p\nq', 'r\n\n'] }], [[['x\ny']]], [mapped(STRING, { b: 'x', a: 'y' })],
    [settled(STRING, 'b', 'a')], [listed(objectOf([['a', NUMBER]]), { a: 1 })],
    [{ ['a b '.repeat(30).trim()]: 'c d '.repeat(40) }], [decimal('123456789012345678901234567890.5')],
    [secret({ a: 1 })], [[{ a: ['x', { y: ['z'] }] }]], [{ a: [[1, 2], [3]] }], ['a\n\n'], [['a\n\n']], [{ a: 'b\n\n',
    c: 1 }], [nullOfType(STRING)], [-0.5]],
};
