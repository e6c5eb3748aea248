import { now } from '../../../../../common/now';
import assert from 'node:assert/strict';
import type { Attribute, Block } from '../../../../../server/syntax/ast';
import { readSourceFile } from '../../../../../server/syntax/sourceFile';

const URI = 'file:///root/main.tf';

/** Entries as `name: value` with their source text, `?` for invalid parts; blocks with their content. */
function entriesOf(text: string): string[] {
  const shown = (entry: Block | Attribute, source: string): string => {
    if (entry.kind === 'block') return `${entry.type}(${entry.body.map(each => shown(each, source)).join(', ')})`;
    const mark = entry.value.kind === 'unreadable' ? '?' : '';
    assert.equal(source.slice(entry.start, entry.nameEnd), entry.name);
    return `${entry.name}: ${mark}${source.slice(entry.value.start, entry.value.end)}`;
  };
  const [placed, ...more] = now(readSourceFile(URI, text, 'configuration')).items;
  assert.equal(more.length, 0);
  assert.equal(placed?.staleText, placed?.item.text);
  const { node } = placed!.item;
  return node.kind === 'block' ? node.body.map(entry => shown(entry, placed!.item.text)) : [];
}

describe('an item that has never parsed', () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'locals {\n  region = "r"\n  other =\n}\n': ['region: "r"', 'other: ?'],
    'locals {\n  other =\n  region = "r"\n}\n': ['other: ?', 'region: "r"'],
    '\n\nlocals {\r\n  a = [1,\r\n  b = 2\r\n}\r\n': ['a: ?[1,', 'b: 2'],
    'locals {\n  a = {\n    x\n    y = 1\n  }\n  b = 2\n}': ['a: ?{\n    x\n    y = 1\n  }', 'b: 2'],
    'locals {\n  half\n  a = 1\n}': ['a: 1'],
    'locals {\n  a = 1\n  a = 2\n}': ['a: 1'],
    'locals {\n  a = 1 b = 2\n  c = 3\n}': ['a: ?1 b = 2', 'c: 3'],
    'locals {\n  a = "x\n  b = "${local.}"\n  c = 3\n}': ['a: ?"x', 'b: ?"${local.}"', 'c: 3'],
    'locals {\n  a = 1\n': ['a: 1'],
    'locals {\na =\nb = 2\n}': ['a: ?', 'b: 2'],
    'locals { a = }': ['a: ?}'],
    'terraform {\n  a = 1\n  backend "s3" {\n    key =\n    b = 2\n  }\n  c = 3\n}': [
      'a: 1',
      'backend(key: ?, b: 2)',
      'c: 3',
    ],
    'terraform {\n  x {\n    a =\n  y {\n    b = 2\n  }\n  c = 3\n}': ['x(a: ?)', 'y(b: 2)', 'c: 3'],
    'terraform {\n  x { a = }\n  b = 2\n}': ['x(a: ?})', 'b: 2'],
    'locals {\n  a = 1\n  b = 2 /* open\n  c = 3\n}': ['a: 1', 'b: ?2 /* open', 'c: 3'],
  };
  for (const [text, entries] of Object.entries(cases))
    it(`keeps its valid entries: ${JSON.stringify(text)}`, () => assert.deepEqual(entriesOf(text), entries));

  it('keeps its name in a .tfvars file', () => {
    const { items, diagnostics } = now(readSourceFile(URI, 'a =\nb = 2\n', 'variables'));
    assert.deepEqual(
      items.map(({ item: { node } }) => node.kind === 'attribute' && [node.name, node.value.kind]),
      [
        ['a', 'unreadable'],
        ['b', 'number'],
      ],
    );
    assert.equal(diagnostics.length, 1);
  });

  it('is read again after every change, and is the same object otherwise', () => {
    const first = now(readSourceFile(URI, 'locals {\n  a =\n}\n', 'configuration'));
    const moved = now(readSourceFile(URI, '\nlocals {\n  a =\n}\n', 'configuration', first));
    assert.equal(moved.items[0]?.item, first.items[0]?.item);
    const changed = now(readSourceFile(URI, 'locals {\n  a =\n  b = 1\n}\n', 'configuration', moved));
    const { node } = changed.items[0]!.item;
    assert.deepEqual(node.kind === 'block' && node.body.map(entry => entry.kind === 'attribute' && entry.name), [
      'a',
      'b',
    ]);
  });

  it("does not exist if its first line can't be parsed", () =>
    assert.deepEqual(now(readSourceFile(URI, 'module "b {\n  a = 1\n}\n', 'configuration')).items, []));
});
