import fc from 'fast-check';
import { arbitrarySource } from './arbitrarySource';

const FILES = [
  ...[
    'a = 1\n',
    'a=1\nb = 2\n',
    'locals { a = 1 }\n',
    'x "a" b "c" {\n}\n',
    'a {\n  b {\n    c = 1\n  }\n}\n',
    '# c\nv = 1 // d\n/* e\n */ w = 2\n',
  ],
  ...[
    'module "a" {\n  source = "x"\n  b { c = 1 }\n}\n',
    'v = {\n  "a" = 1,\n\n  (b) = 2\n}\n',
    'v = [1, 2,\n 3]\n',
    'v = f(a, b...)\n',
  ],
  ...[
    'v = <<E\nx\n  y ${1}\nE\n',
    'v = <<-E\n  x\n    y $${z}\n  E\n',
    'v = a::b::c(1)\n',
    'v = a.b[0].c.0.d[*].e\n',
    'v = a.*.b.0\n',
  ],
  ...[
    'v = {for k, x in y : k => x... if z}\n',
    'v = [for x in y : x if z]\n',
    'v = "%{ for k, x in [1] ~} ${k} %{~ endfor }"\n',
  ],
  ...[
    'v = "\\n\\u00e9\\U0001F600 $${a} %%{b} $ % $$ %%"\n',
    'v = !a && b || -c == d\n',
    'v = a ? b : c\n',
    'v = 1.5e-3\n',
  ],
];

/** Text that is inserted into a file: all tokens, and parts of some. */
const PIECES = [
  ...[
    '"',
    '${',
    '%{',
    '}',
    '{',
    '[',
    ']',
    '(',
    ')',
    '\n',
    '\r\n',
    '=',
    '==',
    '=>',
    ':',
    '::',
    ',',
    '.',
    '..',
    '...',
    '*',
    '/',
  ],
  ...[
    '%',
    '+',
    '-',
    '!',
    '&&',
    '||',
    '&',
    '|',
    '?',
    '<',
    '>',
    '<=',
    '<<E\n',
    '<<-E\n',
    'E\n',
    '\nE\n',
    'a',
    'v',
    'for',
    'in',
    'if',
  ],
  ...[
    'else',
    'endif',
    'endfor',
    'null',
    'true',
    '1',
    '0.5',
    '1e3',
    '\\',
    '$',
    '$$',
    '%%',
    '~',
    '~}',
    '${~',
    ' ',
    '\t',
    '#',
    '//',
  ],
  ...[
    '/*',
    '*/',
    "'",
    '`',
    ';',
    'é',
    '\u00a0',
    '\ufeff',
    'x = 1\n',
    '\r',
    '"a"',
    '1.2.3',
    '.0',
    '[*]',
    '.*',
    '%{ if a }',
    '%{ endif }',
  ],
  ...['\\u00e9', '\\"', '@', '^', 'e\u0301', '1.e5', '1e', '..0', '\\q', '\\u12'],
];

interface Mutation {
  /** Position as a fraction of the text's length. */
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.integer({ min: 0, max: 2 }),
  inserted: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES), fc.constantFrom(...PIECES)),
});

function mutated(text: string, { at, deleted, inserted }: Mutation): string {
  const start = Math.round(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + deleted);
}

/** Configuration files with all forms of syntax, most of them with a few errors. */
export function arbitraryFile(): fc.Arbitrary<string> {
  const file = fc.oneof(
    {
      arbitrary: fc.array(fc.constantFrom(...FILES), { minLength: 1, maxLength: 2 }).map(all => all.join('')),
      weight: 3,
    },
    arbitrarySource(2).map(text => `v = ${text}\n`),
  );
  return fc
    .tuple(file, fc.array(mutation, { maxLength: 3 }))
    .map(([text, mutations]) => mutations.reduce(mutated, text))
    .filter(text => !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text));
}
