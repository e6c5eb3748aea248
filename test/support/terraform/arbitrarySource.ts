import fc from 'fast-check';

type Texts = fc.Arbitrary<string>;

/** Locals that the expressions refer to, with values of every kind. */
export const LOCALS: Readonly<Record<string, string>> = {
  text: '"te\\u0301xt"',
  digits: '"12"',
  empty: '""',
  number: '3',
  half: '0.5',
  yes: 'true',
  nothing: 'null',
  no_text: 'tostring(null)',
  no_list: 'tolist(null)',
  tuple: '["a", 1, true, null]',
  none: '[]',
  list: 'tolist(["b", "a", "b"])',
  numbers: 'tolist([3, 1])',
  set: 'toset(["b", "a", "B", "é"])',
  map: 'tomap({ b = "1", a = "2", "é" = "3", "1" = "4" })',
  object: '{ a = 1, b = ["x", "y"], name = "o", c = { d = { e = null } }, "1" = "one" }',
  objects: '[{ name = "n1", tags = ["t"] }, { name = "n2", tags = [] }]',
  typed: 'tolist([{ name = "n1", n = 1 }, { name = "n2", n = null }])',
  secret: 'sensitive("hidden")',
  secrets: 'sensitive(["s1", "s2"])',
  partly: '{ open = "o", closed = sensitive("c") }',
};

const references = Object.keys(LOCALS).map(name => `local.${name}`);

/** Parts of quoted strings: text, escapes, and text similar to escapes. */
const quotedPiece = fc.constantFrom(
  ...[
    'a',
    'Bc',
    ' ',
    '  x',
    '\\n',
    '\\t',
    '\\r',
    '\\"',
    '\\\\',
    '\\u00e9',
    'e\\u0301',
    '\\U0001F600',
    'é',
    '日本',
    '😀',
  ],
  ...[
    '$',
    '%',
    '$$',
    '%%',
    '$${',
    '%%{',
    '$$${',
    '{',
    '}',
    '#',
    '//',
    '/*',
    "'",
    '`',
    '<<E',
    '\u00a0',
    '\t',
    '~',
    '\\u2028',
  ],
);
const heredocPiece = fc.constantFrom(
  ...[
    'a',
    'Bc',
    ' ',
    '    ',
    '\t',
    '\n',
    '\n  ',
    '\n    y',
    '\n\n',
    '\\n',
    '"',
    '$',
    '%',
    '$$',
    '$${',
    '%%{',
    '{',
    '}',
  ],
  ...['#', '\\u00e9', 'é', ' E', '\u00a0', '\r\n', 'x\n', 'EX\n', '$\n', '%\n', '$ \n', '%\r\n'],
);
const number = fc.oneof(
  fc.constantFrom(
    '0',
    '1',
    '2',
    '7',
    '007',
    '1.50',
    '0.1',
    '1e3',
    '1E-2',
    '1e+2',
    '12345678901234567890123',
    '1.0',
    '0e5',
  ),
  fc.constantFrom('3.14159265358979323846264338327950288', '9007199254740993', '1e-7', '100', '1e30'),
);
const comment = fc.constantFrom('', '', '', '', ' /* c */ ', '\n', ' # c\n', ' // c\n', '\n\n');
const lineComment = fc.constantFrom('\n', '\n', ' # c\n', ' // "c\n', ' /* c */\n', '\n\n  # c\n');
const bareKey = fc.constantFrom(
  'a',
  'b',
  'name',
  'd-e',
  'é',
  'true',
  'null',
  'if',
  'in',
  'local',
  'x1',
  '_u',
  'else',
  'each',
);
const joined = (parts: fc.Arbitrary<readonly string[]>): Texts => parts.map(texts => texts.join(''));
const sequence = (...parts: readonly (string | Texts)[]): Texts =>
  joined(fc.tuple(...parts.map(part => (typeof part === 'string' ? fc.constant(part) : part))));

/**
 * Source text of expressions in all forms of the language, also nested. Most of them have a value. The text can have several lines, and is valid
 * after `v = ` or in parentheses.
 */
export function arbitrarySource(depth: number, variables: readonly string[] = []): Texts {
  const leaf = fc.oneof(
    number,
    fc.constantFrom('true', 'false', 'null', '"x"', '""', '[]', '{}'),
    fc.constantFrom(...references),
    ...(variables.length > 0 ? [{ arbitrary: fc.constantFrom(...variables), weight: 4 }] : []),
  );
  if (depth <= 0) return leaf;
  const inner = arbitrarySource(depth - 1, variables);
  const scalar = arbitraryScalar(inner);
  return fc.oneof(
    { arbitrary: leaf, weight: 2 },
    { arbitrary: quoted(scalar), weight: 2 },
    { arbitrary: heredoc(scalar), weight: 2 },
    { arbitrary: tuple(inner), weight: 1 },
    { arbitrary: object(inner), weight: 2 },
    { arbitrary: operation(inner, scalar), weight: 3 },
    { arbitrary: access(inner), weight: 3 },
    { arbitrary: iteration(inner, depth, variables), weight: 3 },
    { arbitrary: call(inner, scalar), weight: 2 },
    { arbitrary: sequence('(', comment, inner, comment, ')'), weight: 1 },
  );
}

/** Mostly values that interpolations and operators accept. */
const arbitraryScalar = (inner: Texts): Texts =>
  fc.oneof(
    {
      arbitrary: fc.constantFrom(
        'local.text',
        'local.digits',
        'local.number',
        'local.map.a',
        'local.object.a',
        '"q"',
        'true',
      ),
      weight: 6,
    },
    { arbitrary: number, weight: 2 },
    { arbitrary: quoted(fc.constantFrom('local.number', '"in"', '1 + 1', 'local.secret')), weight: 2 },
    { arbitrary: inner, weight: 2 },
  );

/** Collections, and sometimes other values. */
const arbitraryCollection = (inner: Texts): Texts =>
  fc.oneof(
    {
      arbitrary: fc.constantFrom(
        'local.tuple',
        'local.list',
        'local.set',
        'local.map',
        'local.object',
        'local.none',
        '["p", "q"]',
      ),
      weight: 6,
    },
    { arbitrary: fc.constantFrom(...references), weight: 1 },
    { arbitrary: inner, weight: 1 },
  );

const opening = (mark: string): Texts => fc.constantFrom(`${mark}{ `, `${mark}{`, `${mark}{~ `);
const ending = fc.constantFrom(' }', '}', ' ~}', '\n ~}');

const arbitraryCondition = (inner: Texts): Texts =>
  fc.oneof(
    {
      arbitrary: fc.constantFrom('true', 'false', 'local.yes', '"true"', '"0"', 'local.number > 2', '!local.yes'),
      weight: 4,
    },
    { arbitrary: inner, weight: 1 },
  );

/** A sequence in a template; `piece` is the literal text between its directives. */
function sequenceOf(inner: Texts, piece: Texts): Texts {
  const directive = (...parts: readonly (string | Texts)[]): Texts => sequence(opening('%'), ...parts, ending);
  const names = fc.constantFrom('x', 'k, x');
  return fc.oneof(
    { arbitrary: sequence(opening('$'), inner, ending), weight: 3 },
    sequence(directive('if ', arbitraryCondition(inner)), piece, directive('endif')),
    sequence(directive('if ', arbitraryCondition(inner)), piece, directive('else'), piece, directive('endif')),
    sequence(
      ...[directive('for ', names, ' in ', arbitraryCollection(inner)), piece, opening('$')],
      ...[fc.constantFrom('x', 'x', 'jsonencode(x)'), ending, piece, directive('endfor')],
    ),
  );
}

function quoted(inner: Texts): Texts {
  const part = fc.oneof({ arbitrary: quotedPiece, weight: 3 }, sequenceOf(inner, quotedPiece));
  return sequence('"', joined(fc.array(part, { maxLength: 5 })), '"');
}

/** A heredoc in parentheses, so that other text can follow it. */
function heredoc(inner: Texts): Texts {
  const part = fc.oneof({ arbitrary: heredocPiece, weight: 3 }, sequenceOf(inner, heredocPiece));
  const lines = joined(fc.array(part, { maxLength: 7 })).map(text =>
    text === '' || text.endsWith('\n') ? text : `${text}\n`,
  );
  return sequence(
    '(',
    fc.constantFrom('<<E', '<<-E'),
    fc.constantFrom('\n', '\n', '\r\n'),
    lines,
    fc.constantFrom('E', '  E', '\tE '),
    '\n)',
  );
}

function tuple(inner: Texts): Texts {
  const elements = fc.array(sequence(comment, inner, comment), { maxLength: 4 });
  return fc
    .tuple(elements, fc.constantFrom('', '', ','))
    .map(([all, last]) => `[${all.join(',')}${all.length > 0 ? last : ''}]`);
}

function object(inner: Texts): Texts {
  const key = fc.oneof(
    { arbitrary: bareKey, weight: 4 },
    sequence('"', joined(fc.array(quotedPiece, { maxLength: 3 })), '"'),
    fc.constantFrom(
      '10',
      '1.0',
      '-1',
      '007',
      '"x${1}"',
      '"${local.text}"',
      '(local.text)',
      '(true)',
      '(1 + 1)',
      '(local.map).a',
      '!true',
    ),
    sequence('(', inner, ')'),
  );
  const separator = fc.oneof(fc.constantFrom(', ', ',', ',\n'), lineComment);
  const item = sequence(key, fc.constantFrom(' = ', '=', ' : ', ':', '\t=\t'), inner, separator);
  return sequence('{', fc.constantFrom('', ' ', '\n', ' # c\n'), joined(fc.array(item, { maxLength: 4 })), '}');
}

/** An operation without parentheses around its operands, to test precedence. */
function operation(inner: Texts, scalar: Texts): Texts {
  const numeric = fc.oneof(
    {
      arbitrary: fc.oneof(number, fc.constantFrom('local.number', 'local.digits', '"2"', 'local.numbers[0]')),
      weight: 9,
    },
    sequence('(', scalar, ')'),
  );
  const logical = fc.oneof(
    { arbitrary: fc.constantFrom('true', 'false', 'local.yes', '"true"', '"1"', 'can(local.nothing.a)'), weight: 9 },
    sequence('(', scalar, ')'),
  );
  const arithmetic = fc.constantFrom(' + ', ' - ', ' * ', ' / ', ' % ', '+', ' -', '*', '/', '%');
  const comparison = fc.constantFrom(' < ', ' > ', ' <= ', ' >= ', ' == ', ' != ');
  const logic = fc.constantFrom(' && ', ' || ', ' == ', ' != ');
  return fc.oneof(
    sequence(numeric, arithmetic, numeric, arithmetic, numeric),
    sequence(numeric, arithmetic, numeric, comparison, numeric),
    sequence(scalar, fc.constantFrom(' == ', ' != '), scalar),
    sequence(logical, logic, numeric, comparison, numeric, logic, logical),
    sequence(inner, fc.constantFrom(' == ', ' != '), inner),
    sequence(fc.constantFrom('-', '- ', '--'), numeric),
    sequence(fc.constantFrom('!', '! ', '!!'), logical),
    sequence(logical, ' ? ', inner, ' : ', inner),
    sequence(logical, logic, logical, ' ? ', inner, ' : ', logical, ' ? ', inner, ' : ', inner),
  );
}

function access(inner: Texts): Texts {
  const target = fc.oneof({ arbitrary: fc.constantFrom(...references), weight: 3 }, sequence('(', inner, ')'));
  const attribute = fc.constantFrom('.a', '.b', '.name', '.c.d.e', '.tags', '.open', '.closed', '.missing');
  const index = fc.oneof(
    fc.constantFrom(
      '[0]',
      '[1]',
      '["a"]',
      '["é"]',
      '["1"]',
      '[1.0]',
      '["0"]',
      '[-1]',
      '[0.5]',
      '[true]',
      '[null]',
      '.0',
      '.1',
      '[ 0\n]',
    ),
    sequence('[', inner, ']'),
  );
  const splat = fc.constantFrom(
    '[*]',
    '.*',
    '[*].name',
    '.*.name',
    '[*].tags[0]',
    '.*.tags.0',
    '[*][0]',
    '[*].tags[*]',
    '.*.name[0]',
  );
  return fc.oneof(
    { arbitrary: sequence(target, index), weight: 2 },
    { arbitrary: sequence(target, attribute), weight: 2 },
    { arbitrary: sequence(target, splat), weight: 2 },
    sequence(target, attribute, index),
    sequence(target, index, splat),
    sequence(target, splat, index),
  );
}

function iteration(inner: Texts, depth: number, variables: readonly string[]): Texts {
  const body = arbitrarySource(depth - 1, [...new Set([...variables, 'x', 'k'])]);
  const value = fc.oneof(fc.constantFrom('x', 'k', '"${k}-${x}"', 'x.name', '{ k = k, x = x }'), body);
  const key = fc.oneof(fc.constantFrom('k', 'x', '"${k}"', 'x.name'), body);
  const condition = fc.oneof(
    { arbitrary: fc.constant(''), weight: 2 },
    sequence(' if ', fc.oneof(fc.constantFrom('x != "a"', 'k == k', 'true', 'false'), body)),
  );
  const collection = arbitraryCollection(inner);
  return fc.oneof(
    sequence('[', comment, 'for k, x in ', collection, comment, ' : ', value, condition, comment, ']'),
    sequence('[for k, x in ', collection, ': ', value, condition, ']'),
    sequence('{for k, x in ', collection, ' : ', fc.constantFrom('k', '"${k}"', 'x'), ' => ', value, ' }'),
    sequence(
      '{',
      comment,
      'for k, x in ',
      collection,
      ' : ',
      key,
      ' => ',
      value,
      fc.constantFrom('', '...'),
      condition,
      '\n}',
    ),
  );
}

function call(inner: Texts, scalar: Texts): Texts {
  const collection = arbitraryCollection(inner);
  const mapping = fc.constantFrom('local.map', 'local.object', '{ z = 1, a = [] }', '{}', 'local.partly', 'local.list');
  const one = fc.constantFrom(
    'upper',
    'length',
    'tostring',
    'tonumber',
    'keys',
    'values',
    'toset',
    'tolist',
    'tomap',
    'jsonencode',
    'try',
    'can',
    'flatten',
    'distinct',
    'core::upper',
    'tobool',
  );
  const two = fc.constantFrom('try', 'coalesce', 'contains', 'element', 'lookup', 'concat', 'max', 'join');
  return fc.oneof(
    sequence(one, '(', comment, fc.oneof(scalar, collection, inner), comment, ')'),
    sequence(two, '(', inner, ', ', inner, fc.constantFrom('', ','), ')'),
    sequence('merge(', mapping, ', ', mapping, ')'),
    sequence(two, '(', scalar, ', ', collection, '...)'),
    sequence(two, '(', collection, ', ', scalar, ')'),
    sequence(two, '(', collection, '...)'),
  );
}
