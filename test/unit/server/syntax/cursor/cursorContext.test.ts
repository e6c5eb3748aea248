import { strict as assert } from 'node:assert';
import { cursorContext, type CursorContext } from '../../../../../server/syntax/cursor/cursorContext';

function at(marked: string): CursorContext {
  return cursorContext(marked.replace('│', ''), marked.indexOf('│'));
}

/** The expected kind and its path: `value configuration.apps.name`. */
function place(marked: string): string {
  const { expected, blocks, argument, path } = at(marked);
  const where = [...(argument === undefined ? [] : [argument]), ...path].join('.');
  return [expected, ...blocks.map(block => block.type), where].filter(part => part !== '').join(' ');
}

const MODULE = `module "m" {
  source = "./x"
  configuration = {
    apps = {
      name = "a"
      pool = {
        min = 1
      }
      taints = [{ key = "a" }]
    }
    ops = {}
  }
}
`;
const inModule = (part: string, marked: string): string => MODULE.replace(part, marked);

describe('cursorContext()', () => {
  const places: readonly (readonly [string, string])[] = [
    ['│', 'item'],
    ['\n│\nmodule "a" {\n}\n', 'item'],
    ['mod│', 'item'],
    ['module "│', 'label'],
    ['provider "│" {\n}\n', 'label'],
    ['terraform {\n  backend "│', 'label terraform'],
    [inModule('source =', '│\n  source ='), 'argument module'],
    [inModule('source', 'sou│rce'), 'argument module'],
    [inModule('"./x"', '│'), 'value module source'],
    [inModule('"./x"', '"│"'), 'value module source'],
    [inModule('ops = {}', '│'), 'key module configuration'],
    [inModule('ops = {}', 'ops = {│}'), 'key module configuration.ops'],
    [inModule('min = 1', 'min = │'), 'value module configuration.apps.pool.min'],
    [inModule('min = 1', 'min = 1\n        │'), 'key module configuration.apps.pool'],
    [inModule('key = "a"', 'key = "a", │'), 'key module configuration.apps.taints.*'],
    [inModule('{ key = "a" }', '│'), 'value module configuration.apps.taints.*'],
    [inModule('{ key = "a" }', '{ key = "│" }'), 'value module configuration.apps.taints.*.key'],
    [inModule('"a"', 'foo │'), 'nothing module configuration.apps.name'],
    [inModule('"a"', '"${│}"'), 'value module configuration.apps.name.()'],
    [inModule('"a"', 'merge({ │ })'), 'key module configuration.apps.name.()'],
    [inModule('"a"', '[for x in │'), 'value module configuration.apps.name.()'],
    [inModule('"a"', 'true ? │'), 'value module configuration.apps.name'],
    [inModule('name =', '# name │'), 'nothing module configuration'],
    [inModule('name =', '/* │ */ name ='), 'nothing module configuration'],
    [inModule('name =', '/* open │'), 'nothing module configuration'],
    ['locals {\n  a = <<-EOT\n    x = │\n  EOT\n}\n', 'nothing locals a'],
  ];
  for (const [marked, expected] of places) {
    it(`finds ${expected} in ${JSON.stringify(marked.slice(Math.max(0, marked.indexOf('│') - 25), marked.indexOf('│') + 6))}`, () => {
      const found = place(marked);
      assert.equal(
        expected.startsWith('nothing module configuration') ? found.slice(0, expected.length) : found,
        expected,
      );
    });
  }

  it('lists the entries before and after the cursor, without the one at the cursor', () => {
    assert.deepEqual([...at(inModule('pool', 'po│ol')).siblings], ['name', 'taints']);
    assert.deepEqual([...at(inModule('ops', 'o│ps')).siblings], ['apps']);
    assert.deepEqual([...at(inModule('ops = {}', '"o│" = {}')).siblings], ['apps']);
    assert.deepEqual([...at(inModule('source', 's│')).siblings], ['configuration']);
    assert.deepEqual([...at(inModule('[{ key = "a" }]', '["b", "│"]')).siblings], ['b']);
  });
  it('reads strings and keys of the block, also after the cursor', () => {
    const [block] = at(MODULE.replace('  source', '  │\n  source')).blocks;
    assert.deepEqual([...block!.texts], [['source', './x']]);
    assert.deepEqual([...block!.keys.get('configuration')!], ['apps', 'ops']);
  });
  it('returns the range of the whole word, or of the whole string in quotes', () => {
    const word = at('locals {\n  a = lo│cal\n}\n');
    assert.deepEqual([word.typed, word.end - word.start, word.quoted], ['lo', 5, false]);
    const text = at('locals {\n  a = "b │c"\n}\n');
    assert.deepEqual([text.typed, text.end - text.start, text.quoted], ['b ', 3, true]);
  });
  it('reads the reference before the cursor', () => {
    const reference = (value: string): readonly string[] => at(`locals {\n  a = ${value}\n}\n`).reference;
    assert.deepEqual(reference('module.│'), ['module']);
    assert.deepEqual(reference('"${module.x-1.│}"'), ['module', 'x-1']);
    assert.deepEqual(reference('module.x.current_metadata["│"]'), ['module', 'x', 'current_metadata']);
    assert.deepEqual(reference('module.x.current_metadata[│'), ['module', 'x', 'current_metadata']);
    assert.deepEqual(reference('1.5 + │'), []);
  });
  it('finds the innermost call and the argument', () => {
    const call = (value: string): CursorContext['call'] => at(`locals {\n  a = ${value}\n}\n`).call;
    assert.deepEqual(call('max(1, min(2, 3), │)'), { name: 'max', argument: 2 });
    assert.deepEqual(call('max(1, min(2, │'), { name: 'min', argument: 1 });
    assert.deepEqual(call('merge([1, 2], { a = │'), { name: 'merge', argument: 1 });
    assert.equal(call('(1 + │)'), undefined);
  });
  it('uses indentation if a brace is missing', () => {
    const broken = MODULE.replace('min = 1\n      }', 'min = 1').replace('    ops = {}', '    ops = {\n      │\n    }');
    assert.equal(place(broken), 'key module configuration.ops');
    assert.equal(place(MODULE.replace('"a"', 'merge(local.a, │')), 'value module configuration.apps.name.()');
  });
  it('is not affected by an unclosed block before it', () => {
    assert.equal(place('module "a" {\n  configuration = {\n    apps = {\n\nmodule "b" {\n  │\n}\n'), 'argument module');
    assert.equal(at('module "a" {\n  configuration = {\n\nmodule "b" {\n  │\n}\n').blocks[0]?.labels[0], 'b');
  });
  it('never throws, whatever the text and position', () => {
    const odd = [
      '"${"${',
      '}}}',
      '{{{[[[(((',
      '<<EOT\n${',
      '%{ if',
      'a = "\\',
      '\u{1F600} = "│',
      '/*',
      '[for',
      'module "a" { b = [ }\n',
    ];
    for (const text of [...odd, MODULE])
      for (let offset = 0; offset <= text.length; offset++) cursorContext(text, offset);
  });
});
