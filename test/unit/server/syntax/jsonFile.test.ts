import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { evaluate } from '../../../../server/hcl/evaluation/evaluate';
import { Evaluation, Scope, type References } from '../../../../server/hcl/evaluation/scope';
import { parseTypeExpression } from '../../../../server/hcl/types/typeExpression';
import { string, unknown } from '../../../../server/hcl/values/value';
import type { Attribute, Block, Item } from '../../../../server/syntax/ast';
import type { FileKind } from '../../../../server/syntax/itemReader';
import { readJsonFile } from '../../../../server/syntax/jsonFile';
import type { SourceFile } from '../../../../server/syntax/sourceFileModel';
import { describeValue } from '../../../support/hcl/evaluatedText';

const read = (value: unknown, kind: FileKind = 'configuration', previous?: SourceFile): SourceFile =>
  now(
    readJsonFile(
      'file:///root/main.tf.json',
      typeof value === 'string' ? value : JSON.stringify(value),
      kind,
      previous,
    ),
  );

const references: References = {
  files: { read: () => undefined, exists: () => false, list: () => [], absolute: path => path },
  attribute: (root, name) => (root === 'local' ? string(`local ${name}`) : undefined),
  moduleOutput: () => unknown(),
};

const valueOf = (attribute: Attribute, item: Item): string =>
  describeValue(evaluate(attribute.value, new Scope(new Evaluation(), item, references)));

/** `module a { source = "./m" }` for each item. */
const shown = ({ items }: SourceFile): string[] =>
  items.map(({ item }) => {
    const { node } = item;
    if (node.kind === 'attribute') return `${node.name} = ${valueOf(node, item)}`;
    return shownBlock(node, item);
  });

function shownBlock({ type, labels, body }: Block, item: Item): string {
  const entries = body.map(entry =>
    entry.kind === 'attribute' ? `${entry.name} = ${valueOf(entry, item)}` : shownBlock(entry, item),
  );
  return [type, ...labels.map(({ name }) => name), `{ ${entries.join(', ')} }`].join(' ');
}

describe('JSON configuration', () => {
  const blocks: Readonly<Record<string, readonly [unknown, readonly string[]]>> = {
    'labels are keys': [
      { module: { a: { source: './a' }, b: { source: './b' } } },
      ['module a { source = "./a" }', 'module b { source = "./b" }'],
    ],
    'lists of labels and of bodies': [
      { module: [{ a: { x: 1 } }, { b: [{ x: 2 }, { x: 3 }] }] },
      ['module a { x = 1 }', 'module b { x = 2 }', 'module b { x = 3 }'],
    ],
    'two labels': [{ resource: { t: { r: { x: 1 } } } }, ['resource t r { x = 1 }']],
    'no label': [{ locals: [{ a: 1 }, { b: 2 }] }, ['locals { a = 1 }', 'locals { b = 2 }']],
    'null is no block': [{ module: null, locals: null }, []],
    'blocks in terraform': [
      {
        terraform: {
          required_version: '>= 1.3.0',
          backend: { s3: { bucket: 'b' } },
          required_providers: { kustomization: { source: 'kbst/kustomization' } },
          cloud: { organization: 'o' },
        },
      },
      [
        'terraform { required_version = ">= 1.3.0", backend s3 { bucket = "b" }, required_providers { kustomization = {"source":"kbst/kustomization"} }, cloud { organization = "o" } }',
      ],
    ],
    'lists of blocks in terraform': [
      {
        terraform: [
          { backend: [{ s3: [{ bucket: 'b' }] }] },
          { required_providers: [{ aws: { source: 'hashicorp/aws' } }, { x: {} }], backend: null },
        ],
      },
      [
        'terraform { backend s3 { bucket = "b" } }',
        'terraform { required_providers { aws = {"source":"hashicorp/aws"} }, required_providers { x = {} } }',
      ],
    ],
    'a block named like a method': [{ constructor: { a: 1 } }, ['constructor { a = 1 }']],
    'a list of whole files': [
      [{ locals: { a: 1 } }, { locals: { b: 2 } }],
      ['locals { a = 1 }', 'locals { b = 2 }'],
    ],
    'comments are properties': [{ '//': 'c', locals: { '//': 'c', a: 1 } }, ['locals { a = 1 }']],
    values: [
      { locals: { a: [1.5, true, null, 'x', { k: -1e3 }] } },
      ['locals { a = [1.5,true,null,"x",{"k":-1000}] }'],
    ],
    'strings are templates': [
      {
        locals: {
          a: 'x-${local.x}',
          b: '${local.x}',
          c: '$${x}',
          d: '${1 + 1}',
          e: '%{ if true }y%{ endif }',
          f: 'a\\n',
        },
      },
      ['locals { a = "x-local x", b = "local x", c = "${x}", d = 2, e = "y", f = "a\\\\n" }'],
    ],
    'keys of objects are templates': [{ locals: { a: { 'k-${local.x}': 1 } } }, ['locals { a = {"k-local x":1} }']],
    'what a variable says is constant': [
      { variable: { v: { default: '${local.x}', description: '%{' } } },
      ['variable v { default = "${local.x}", description = "%{" }'],
    ],
  };
  for (const [name, [value, expected]] of Object.entries(blocks)) {
    it(name, () => {
      const file = read(value);
      assert.deepEqual(file.diagnostics, []);
      assert.deepEqual(shown(file), expected);
    });
  }

  it('keeps constants of .tfvars.json files', () => {
    assert.deepEqual(shown(read({ a: '${x}', b: { '${k}': [1] } }, 'variables')), ['a = "${x}"', 'b = {"${k}":[1]}']);
  });

  it('reads types of variables as expressions', () => {
    const { items } = read({ variable: { v: { type: 'map(object({ a = optional(string) }))' } } });
    const node = items[0]?.item.node;
    assert.ok(node?.kind === 'block' && node.body[0]?.kind === 'attribute');
    assert.equal(parseTypeExpression(node.body[0].value, () => unknown())?.kind, 'map');
  });

  const faults: Readonly<Record<string, string>> = {
    '{"locals": {"a": 1,}}': 'This is not valid JSON: property name expected.',
    '{"locals": {"a": }}': 'This is not valid JSON: value expected.',
    '// no\n{}': 'This is not valid JSON: invalid comment token.',
    '"text"': 'The file must contain one JSON object.',
    '[1]': 'The file must contain one JSON object.',
    '{"locals": {"a": 1, "a": 2}}': '"a" is set twice in this block.',
    '{"locals": {"o": {"a": 1, "a": 2}}}': '"a" is set twice in this object.',
    '{"locals": {"a": "${"}}': 'A value is missing here.',
    [`{"a": ${'['.repeat(1_000_000)}`]: 'JSON is nested more than 250 levels deep.',
  };
  for (const [text, message] of Object.entries(faults)) {
    it(`rejects ${text.slice(0, 40)}`, () => {
      assert.deepEqual(
        read(text).diagnostics.map(fault => fault.message),
        [message],
      );
    });
  }

  it('keeps the previous items while the text is not JSON', () => {
    const before = read({ locals: { a: 1 } });
    const after = read('{"locals": {"a": 1', 'configuration', before);
    assert.deepEqual(after.items, before.items);
    assert.ok(after.diagnostics.length > 0);
  });

  it('keeps the items that an edit does not affect', () => {
    const before = read({ module: { a: { x: 1 }, b: { x: 1 } } });
    const after = read({ module: { a: { x: 1 }, b: { x: 2 } } }, 'configuration', before);
    assert.equal(after.items[0]?.item, before.items[0]?.item);
    assert.notEqual(after.items[1]?.item, before.items[1]?.item);
  });
});
