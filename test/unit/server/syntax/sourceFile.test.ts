import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import type { FileKind } from '../../../../server/syntax/itemReader';
import { MAX_ERRORS } from '../../../../server/syntax/limits';
import { readSourceFile } from '../../../../server/syntax/sourceFile';
import type { SourceFile } from '../../../../server/syntax/sourceFileModel';

const URI = 'file:///root/main.tf';
const read = (text: string, previous?: SourceFile, kind: FileKind = 'configuration'): SourceFile =>
  now(readSourceFile(URI, text, kind, previous));

/** Items as the one-based number of their first line and their text; `~` before those from an earlier text. */
const shown = ({ items, lines }: SourceFile): string[] =>
  items.map(({ item, offset, staleText }) => {
    const kept = staleText === undefined ? '' : '~';
    return `${kept}${lines.positionAt(offset).line + 1}: ${item.text.split('\n')[0]?.trimEnd()}`;
  });

/** Messages with the text of their line, and the range in brackets. */
const faultsOf = ({ diagnostics, text, lines }: SourceFile): string[] =>
  diagnostics.map(({ message, start, end }) => {
    const { line, character } = lines.positionAt(start);
    const [lineText = ''] = text.slice(start - character).split('\n');
    const marked = text.slice(start, end).replaceAll('\n', '⏎');
    return `${message} | ${line + 1}: ${lineText.slice(0, character).trimStart()}⟦${marked}⟧`;
  });

const BLOCK = (name: string, value = '1'): string => `module "${name}" {\n  source = "./m"\n  a = ${value}\n}\n`;

describe('items of a file', () => {
  it('are its blocks and attributes, wherever comments and blank lines are', () => {
    const text = `# first\n\nlocals {}\n/* two\nlines */ module "a" {\n} // end\nmodule b { c = 1 }\n`;
    assert.deepEqual(shown(read(text)), ['3: locals {}', '5: module "a" {', '7: module b { c = 1 }']);
    assert.deepEqual(faultsOf(read(text)), []);
  });

  it('are the same with CRLF and after a byte order mark', () => {
    const text = '\ufefflocals {\r\n  a = 1 # c\r\n}\r\n\r\nlocals {\r\n  b = 2\r\n}';
    assert.deepEqual(shown(read(text)), ['1: locals {', '5: locals {']);
    assert.deepEqual(faultsOf(read(text)), []);
  });

  for (const text of ['', '\n', '\ufeff', '# only a comment', '/* and\nthis */', ' \t\r\n']) {
    it(`are empty for ${JSON.stringify(text)}`, () => {
      assert.deepEqual([shown(read(text)), faultsOf(read(text))], [[], []]);
    });
  }

  it('stay the same objects while other items are edited', () => {
    const before = read(BLOCK('a') + BLOCK('b') + BLOCK('c'));
    const after = read(`# new\n${BLOCK('a')}${BLOCK('b', '2')}\n${BLOCK('c')}`, before);
    assert.equal(after.items[0]?.item, before.items[0]?.item);
    assert.notEqual(after.items[1]?.item, before.items[1]?.item);
    assert.equal(after.items[2]?.item, before.items[2]?.item);
    assert.deepEqual(shown(after), ['2: module "a" {', '6: module "b" {', '11: module "c" {']);
  });

  it('include an error for a variable that is set twice in a .tfvars file', () => {
    const file = read('a = 1\nb = 2\na = 3\n', undefined, 'variables');
    assert.deepEqual(faultsOf(file), ['"a" is set twice in this file. | 3: ⟦a⟧']);
    assert.deepEqual(shown(file), ['1: a = 1', '2: b = 2', '3: a = 3']);
  });
});

describe('items that do not parse', () => {
  const before = read(BLOCK('a') + BLOCK('b') + BLOCK('c'));

  /** Text of the second block → its error. */
  const halfTyped: Readonly<Record<string, string>> = {
    'module "b" {\n  source = "./m"\n  a = \n}\n': 'A value is missing here. | 7: a = ⟦⏎⟧',
    'module "b" {\n  source = "./m"\n  a = [1, 2\n}\n': 'A comma is required between the elements of a list. | 8: ⟦}⟧',
    'module "b" {\n  source = "./m"\n  a = {\n    x\n  }\n}\n':
      'The value of this attribute is missing: expected "=" and a value. | 8: ⟦x⟧',
    'module "b" {\n  source = "./m\n  a = 1\n}\n':
      'A quoted string ends on its line: the closing quote is missing. | 6: source = "⟦./m⟧',
    'module "b" {\n  source = "./m"\n  a = "x-${local.}"\n}\n':
      'An attribute name is required after a dot. | 7: a = "x-${local⟦.}⟧',
    'module "b" {\n  source = "./m"\n  a = f(1\n}\n':
      'A comma is required between the arguments of a function. | 8: ⟦}⟧',
    'module "b" {\n  source = "./m"\n  a\n}\n': 'Expected "=" and a value, or a block, after "a". | 7: ⟦a⟧',
    'module "b" {\n  source = "./m"\n  a = 1\n\n':
      'This module block is not closed: "}" is missing. | 5: module "b" ⟦{⟧',
    'module "b" {\n  source = "./m"\n  a = 1 b = 2\n}\n': 'A newline is required here. | 7: a = 1 ⟦b⟧',
    'module "b" {\n  source = "./m"\n  a = 1\n  a = 2\n}\n': '"a" is set twice in this block. | 8: ⟦a⟧',
    'module "b" {\n  source = "./m"\n  a = <<EOT\n  x\n}\n':
      'The heredoc is not closed: a line with "EOT" is missing. | 10: ⟦⟧',
  };

  for (const [text, fault] of Object.entries(halfTyped)) {
    it(`keep their last valid model: ${JSON.stringify(text)}`, () => {
      const file = read(BLOCK('a') + text + BLOCK('c'), before);
      assert.deepEqual(faultsOf(file), [fault]);
      const nextLine = 5 + text.split('\n').length - 1;
      assert.deepEqual(shown(file), ['1: module "a" {', '~5: module "b" {', `${nextLine}: module "c" {`]);
      assert.equal(file.items[1]?.item, before.items[1]?.item);
      assert.equal(file.items[1]?.staleText, text.trimEnd());
      assert.equal(file.items[2]?.item, before.items[2]?.item);
    });
  }

  for (const header of [
    'modul "b" {',
    'module "b {',
    'module "bb {',
    'module  {',
    'module "b"',
    '"module" "b" {',
    'module "b" = {',
  ]) {
    it(`keep it while the first line is edited: ${header}`, () => {
      const file = read(`${BLOCK('a')}${header}\n  source = "./m"\n  a = 1\n${BLOCK('c')}`, before);
      assert.equal(file.items.find(({ staleText }) => staleText !== undefined)?.item, before.items[1]?.item);
      assert.equal(file.items.at(-1)?.item, before.items[2]?.item);
      assert.ok(file.diagnostics.length > 0);
    });
  }

  it('keep it over several edits until they parse again', () => {
    const first = read(BLOCK('a') + 'module "b" {\n  a = \n}\n' + BLOCK('c'), before);
    const second = read(BLOCK('a') + 'module "b" {\n  a = [\n}\n' + BLOCK('c'), first);
    assert.equal(second.items[1]?.item, before.items[1]?.item);
    const third = read(BLOCK('a') + 'module "b" {\n  a = []\n}\n' + BLOCK('c'), second);
    assert.deepEqual(shown(third), ['1: module "a" {', '5: module "b" {', '8: module "c" {']);
    assert.deepEqual(third.diagnostics, []);
  });

  it('disappear when they are deleted', () => {
    assert.deepEqual(shown(read(BLOCK('a') + BLOCK('c'), before)), ['1: module "a" {', '5: module "c" {']);
  });

  it('end before the next item if a brace is missing, and are reported separately', () => {
    const open = (name: string): string => `module "${name}" {\n  a = 1\n\n`;
    const file = read(open('a') + BLOCK('b') + open('c'), before);
    assert.deepEqual(shown(file), ['~1: module "a" {', '4: module "b" {', '~8: module "c" {']);
    assert.equal(file.diagnostics.length, 2);
  });

  it('do not affect other items by an extra brace', () => {
    const file = read(`${BLOCK('a')}}\n${BLOCK('b')}${BLOCK('c')}`, before);
    assert.deepEqual(
      file.items.map(({ item }) => item),
      before.items.map(({ item }) => item),
    );
    assert.deepEqual(faultsOf(file), ['Expected the name of an argument or a block here. | 5: ⟦}⟧']);
  });

  it('keep it if the item before them is replaced in the same change', () => {
    const file = read(`${BLOCK('a', '2')}modul "b" {\n  a = \n}\n${BLOCK('c')}`, before);
    assert.deepEqual(shown(file), ['1: module "a" {', '~5: module "b" {', '8: module "c" {']);
    assert.equal(file.items[1]?.item, before.items[1]?.item);
  });

  it('contain what can be read if the file is new', () => {
    const file = read(BLOCK('a') + 'module "b" {\n' + BLOCK('c'));
    assert.deepEqual(shown(file), ['1: module "a" {', '~5: module "b" {', '6: module "c" {']);
    assert.deepEqual(faultsOf(file), ['This module block is not closed: "}" is missing. | 5: module "b" ⟦{⟧']);
  });

  it('are single lines in a .tfvars file', () => {
    const good = read('a = 1\nb = [\n  2,\n]\nc = 3\n', undefined, 'variables');
    const file = read('a = \nb = [\n  2,\n]\nc = 3\n', good, 'variables');
    assert.deepEqual(shown(file), ['~1: a = 1', '2: b = [', '5: c = 3']);
    assert.deepEqual(faultsOf(file), ['A value is missing here. | 1: a = ⟦⏎⟧']);
  });

  it('end with the file after an unclosed comment', () => {
    const file = read(`${BLOCK('a')}/* ${BLOCK('b')}`, before);
    assert.equal(file.diagnostics[0]?.message, 'This comment is not closed: "*/" is missing.');
    assert.equal(file.items[0]?.item, before.items[0]?.item);
  });
});

describe('extreme input', () => {
  it('is read up to a number of syntax errors, and a message says so', () => {
    const broken = (index: number): string => `module "a${index}" {\n  a = [\n`;
    const text = Array.from({ length: MAX_ERRORS + 100 }, (_, index) => broken(index)).join('');
    const file = read(`${text}${BLOCK('last')}`);
    assert.equal(file.items.length, MAX_ERRORS);
    assert.equal(file.diagnostics.length, MAX_ERRORS + 1);
    const about = {
      message: "This file has more than 500 syntax errors. The rest of the file isn't read.",
      start: 0,
      end: 0,
    };
    assert.deepEqual(file.diagnostics.at(-1), about);
  });

  const million = 1_000_000;
  /** For input that is read to its end. */
  const hundredThousand = 100_000;
  const pieces = [
    '[',
    '(',
    '{ a = ',
    '-',
    '!',
    'f(',
    '"${',
    'a ? ',
    '[for x in ',
    'a[',
    'a.',
    'a[*]',
    '[*]',
    '.*',
    '1 + ',
    '{',
    ']',
    '\u0000',
  ];
  for (const [piece, times] of [...pieces.map(each => [each, million] as const), ['<<E\n', hundredThousand] as const]) {
    it(`of ${times} times ${JSON.stringify(piece)} is rejected`, function () {
      for (const start of ['v = ', 'v = (a)']) {
        const file = read(`${BLOCK('a')}${start}${piece.repeat(times)}\n${BLOCK('b')}`);
        assert.ok(file.diagnostics.length > 0);
        assert.deepEqual(
          file.items.map(({ item }) => item.text),
          [BLOCK('a').trimEnd(), BLOCK('b').trimEnd()],
        );
      }
    });
  }

  it('of a hundred thousand nested blocks or directives is rejected', function () {
    assert.equal(read('a {\n'.repeat(hundredThousand)).diagnostics.length, 1);
    assert.equal(
      read(`v = "${'%{ if true }'.repeat(hundredThousand)}"\n`).diagnostics[0]?.message,
      'Directives are nested more than 250 levels deep.',
    );
  });

  it('of a string with ten million characters is read', function () {
    const [placed] = read(`v = "${'x'.repeat(10 * million)}"\n`, undefined, 'variables').items;
    assert.ok(placed?.item.node.kind === 'attribute' && placed.item.node.value.kind === 'text');
    assert.equal(placed.item.node.value.value.length, 10 * million);
  });
});
