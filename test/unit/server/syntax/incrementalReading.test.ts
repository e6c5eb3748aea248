import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { Language, Parser } from 'web-tree-sitter';
import { DocumentTree, type TextEdit } from '../../../../server/syntax/incremental/documentTree';
import type { FileKind } from '../../../../server/syntax/itemReader';
import { LineIndex } from '../../../../server/syntax/lineIndex';
import { readSourceFile } from '../../../../server/syntax/sourceFile';
import type { SourceFile } from '../../../../server/syntax/sourceFileModel';
import { randomCases } from '../../../support/randomCases';

const URI = 'file:///root/main.tf';

const PIECES = [
  ...[
    'module "a" {\n  source = "./m"\n  configuration = {\n    apps = { region = "r" }\n    ops  = {}\n  }\n}\n',
    'locals { a = 1 }\n',
  ],
  ...[
    'locals {\n  text = <<-EOT\n    one\n    ${local.a}\n  EOT\n}\n',
    'variable "v" {\n  type = list(string)\n}\n',
    '# comment\n',
  ],
  ...[
    'a = 1\n',
    'b = [\n  1,\n]\n',
    '/* c\n */',
    '\n',
    '\n\n',
    ' ',
    '\t',
    '}',
    '{',
    '"',
    '[',
    ']',
    '(',
    '=',
    ' = ',
    ',',
    '.',
    '\r\n',
  ],
  ...[
    'é',
    '😀',
    '${',
    '%{',
    '~}',
    '<<EOT\n',
    'EOT\n',
    'EOT',
    '  EOT  \n',
    '//',
    '#',
    '*/',
    '1',
    'x',
    'null',
    '\\',
    '\ufeff',
    '"x"',
    '-',
    '1e3',
  ],
];

interface Change {
  /** The source text of the location. */
  readonly at: number;
  readonly deleted: number;
  readonly inserted: string;
}

const piece = fc.constantFrom(...PIECES);
const whole = fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join(''));
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 })),
  inserted: fc.oneof(fc.constant(''), piece),
});

describe('reading a file incrementally after each edit', () => {
  let language: Language;

  before(async () => {
    await Parser.init();
    const { resolve } = createRequire(__filename);
    language = await Language.load(resolve('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'));
  });

  for (const kind of ['configuration', 'variables'] as const) {
    it(`has the same result as reading the whole text (${kind})`, function () {
      const numRuns = randomCases(100, 3000);
      const edits = fc.array(fc.array(change, { minLength: 1, maxLength: 2 }), { maxLength: 12 });
      fc.assert(
        fc.property(whole, edits, (text, steps) => checkEdits(text, steps, kind, language)),
        { numRuns, seed: 1 },
      );
    });
  }

  it('detects two items on one line', () => {
    const text = 'locals {\n}\nmodule "a" {\n}\n';
    checkEdits(text, [[{ at: 10 / text.length, deleted: 1, inserted: ' ' }]], 'configuration', language);
  });

  it('keeps the items that an edit does not affect', () => {
    const text = PIECES.slice(0, 4).join('\n');
    const tree = new DocumentTree(language, text);
    try {
      const first = now(readSourceFile(URI, text, 'configuration', undefined, tree.itemBoundaries()));
      const { after, edit } = edited(text, { at: 0, deleted: 0, inserted: '# new\n' });
      tree.update(after, [edit]);
      const second = now(readSourceFile(URI, after, 'configuration', first, tree.itemBoundaries()));
      assert.equal(first.items.length, 4);
      assert.deepEqual(
        second.items.map(({ item }, index) => item === first.items[index]?.item),
        [true, true, true, true],
      );
    } finally {
      tree.dispose();
    }
  });
});

function checkEdits(text: string, steps: readonly (readonly Change[])[], kind: FileKind, language: Language): void {
  const tree = new DocumentTree(language, text);
  try {
    let current = text;
    let file = now(readSourceFile(URI, text, kind, undefined, tree.itemBoundaries()));
    assert.deepEqual(comparable(file), comparable(now(readSourceFile(URI, text, kind))));
    for (const changes of steps) {
      const edits: TextEdit[] = [];
      for (const one of changes) {
        const { after, edit } = edited(current, one);
        edits.push(edit);
        current = after;
      }
      tree.update(current, edits);
      file = now(readSourceFile(URI, current, kind, file, tree.itemBoundaries()));
      assert.deepEqual(comparable(file), comparable(now(readSourceFile(URI, current, kind))), JSON.stringify(current));
    }
  } finally {
    tree.dispose();
  }
}

/** Everything except for the data that is kept from earlier texts. */
const comparable = ({ items, diagnostics }: SourceFile): unknown => ({
  items: items
    .filter(({ staleText }) => staleText === undefined)
    .map(({ item: { text, node }, offset }) => ({ text, node, offset })),
  faults: diagnostics,
});

function edited(text: string, { at, deleted, inserted }: Change): { after: string; edit: TextEdit } {
  const start = Math.round(at * text.length);
  const oldEnd = Math.min(start + deleted, text.length);
  const after = text.slice(0, start) + inserted + text.slice(oldEnd);
  const newEnd = start + inserted.length;
  const [before, now] = [new LineIndex(text), new LineIndex(after)];
  const positions = {
    startPosition: before.positionAt(start),
    oldEndPosition: before.positionAt(oldEnd),
    newEndPosition: now.positionAt(newEnd),
  };
  return { after, edit: { start, oldEnd, newEnd, ...positions } };
}
