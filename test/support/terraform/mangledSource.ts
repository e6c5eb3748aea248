import { now } from '../../../common/now';
import fc from 'fast-check';
import { readSourceFile } from '../../../server/syntax/sourceFile';

/** Text between tokens: all kinds of white space, comments, and line ends where they are allowed. */
const GAPS = [
  ...['', ' ', '  ', '   ', '\t', ' \t ', '      ', ' /* c */ ', '/**/', ' /* é́ 家 👩‍👩‍👧 */ ', '/* two\n lines */'],
  ...['\n', '\n\n', '\r\n', '\n\n\n', ' \n', '\t\r\n', '\n    ', ' # c\n', ' // d\n', '# e\r\n', '#\n'],
];

/** Replacements for a word or a string. */
const WORDS = [
  ...[
    'a',
    'längér_name',
    '"x"',
    '"${a}"',
    '"${ a.b[0] }"',
    '"${\n  a\n}"',
    '"${f(\n1)}"',
    '"${a}${b}"',
    '"é́👩‍👩‍👧"',
    '-1',
    '!a',
    'a ? b : c',
  ],
  ...[
    '[1,2]',
    '[\n1,\n2,\n]',
    '{ a=1 }',
    '{\n a=1\n bcd=2\n}',
    '{}',
    '[]',
    '[for x in [1]: x]',
    '{for k,v in a:k=>v... if v!=-1}',
    'a.*.b',
    'a[*].b[ "c" ]',
  ],
  ...[
    '<<E\n  x ${ a } \n%{ if a }${b}%{~ endif }\nE\n',
    '<<-E\n    x\n  E\n',
    '"${<<E\nx\nE\n}"',
    'f(a,b...)',
    'p::f( )',
    '1 - -1',
    'a-b',
    '( a )',
  ],
];

interface Change {
  /** Position as a fraction of the text's length. */
  readonly at: number;
  readonly with: string;
  readonly what: 'gap' | 'lineEnd' | 'value';
}

const change: fc.Arbitrary<Change> = fc
  .record({
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    gap: fc.constantFrom(...GAPS),
    word: fc.constantFrom(...WORDS),
    kind: fc.nat(5),
  })
  .map(({ at, gap, word, kind }) => {
    if (kind === 0) return { at, with: word, what: 'value' };
    return kind === 1 ? { at, with: gap, what: 'lineEnd' } : { at, with: gap, what: 'gap' };
  });

/** Words, runs of white space and symbols; strings and comments are one piece. */
const PIECES = /"(?:[^"\\\n]|\\.)*"|#[^\n]*|[\p{L}\p{N}_.-]+|[ \t]+|\r?\n|[^]/gu;

function changed(text: string, { at, with: inserted, what }: Change): string {
  const pieces = text.match(PIECES) ?? [];
  const wanted = what === 'lineEnd' ? /^\r?\n$/ : what === 'value' ? /^(?:"|[\p{L}\p{N}])/u : /^[ \t]+$|^[=,:(){}[\]]$/;
  const places = pieces.flatMap((piece, index) => (wanted.test(piece) ? [index] : []));
  const place = places[Math.floor(at * places.length)];
  if (place === undefined) return text;
  const old = pieces[place]!;
  if (what === 'lineEnd') pieces[place] = inserted.endsWith('\n') ? inserted : inserted + old;
  else if (what === 'value') pieces[place] = inserted;
  else pieces[place] = /^[ \t]+$/.test(old) ? inserted : inserted + old;
  return pieces.join('');
}

const parses = (text: string): boolean =>
  now(readSourceFile('file:///a.tf', text, 'configuration')).diagnostics.length === 0;

/** Badly formatted but valid files: changes the text between the tokens of `sources`, and some values. */
export function mangledSource(sources: readonly string[]): fc.Arbitrary<string> {
  const whole = fc.constantFrom('', 'crlf', 'bom', 'no line end', 'tabs', 'trailing space');
  return fc
    .tuple(fc.constantFrom(...sources), fc.array(change, { maxLength: 12 }), whole)
    .map(([source, changes, kind]) => {
      const text = changes.reduce((before, each) => {
        const after = changed(before, each);
        return parses(after) ? after : before;
      }, source);
      if (kind === 'crlf') return text.replace(/\r?\n/g, '\r\n');
      if (kind === 'bom') return `\ufeff${text}`;
      if (kind === 'no line end') return text.replace(/\s+$/, '');
      if (kind === 'tabs') return text.replace(/^(?: {2})+/gm, spaces => '\t'.repeat(spaces.length / 2));
      return kind === '' ? text : `${text}  \t`;
    });
}
