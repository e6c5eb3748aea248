import { now } from '../../common/now';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { applyEdits, formatFile } from '../../server/format/formatFile';
import type { Attribute, Block } from '../../server/syntax/ast';
import { readSourceFile } from '../../server/syntax/sourceFile';
import { skipWithout } from '../support/skipWithout';
import { arbitraryFile } from '../support/terraform/arbitraryFile';
import { arbitrarySource } from '../support/terraform/arbitrarySource';
import { judgedBy } from '../support/terraform/judgedBy';
import { mangledSource } from '../support/terraform/mangledSource';
import { terraformFormat } from '../support/terraform/terraformFormat';
import { randomCases } from '../support/randomCases';

/** Number of compared texts. */
const cases = randomCases(150, 5000);
const seed = Number(process.env['FAST_CHECK_SEED'] ?? 1);

const root = join(__dirname, '../..');
const fixtures = ['test/platforms', 'test/fixtures', 'test/grammar/snapshots', 'test/editor/extension'].flatMap(
  sourcesIn,
);

describe('formatting, compared with terraform fmt', function () {
  this.timeout(120_000 + cases * 200);

  before(function () {
    skipWithout(this, judgedBy);
  });

  it(`is the same for all ${fixtures.length} files of the tests`, async () => {
    assert.ok(fixtures.length > 350);
    assert.equal(await differences(fixtures.map(({ text }) => text)), '');
  });

  it('is the same for snippets', async () => {
    const snippets = JSON.parse(readFileSync(join(root, 'snippets/terraform.code-snippets'), 'utf8')) as Record<
      string,
      { body: string[] }
    >;
    const texts = Object.values(snippets).map(({ body }) =>
      body.join('\n').replace(/\$\{\d+(?:[:|]([^}]*))?\}|\$\d+/g, (_, text?: string) => text?.split(/[,|]/)[0] ?? 'x'),
    );
    assert.ok(texts.length > 5);
    assert.equal(await differences(texts), '');
  });

  it('is the same for every kind of token between two others', async () => {
    assert.equal(await differences(markPairs()), '');
  });

  it(`is the same for ${cases} mangled files (seed ${seed})`, async () => {
    const small = fixtures.map(({ text }) => text).filter(text => text.length < 6000 && ours(text) !== undefined);
    const texts = fc.sample(mangledSource(small), { seed, numRuns: cases });
    assert.equal(await differences(texts), '');
  });

  it(`is the same for ${cases} files and expressions of every form (seed ${seed})`, async () => {
    const files = fc.sample(
      fc.oneof(
        arbitraryFile(),
        arbitrarySource(3).map(text => `b {\nv = ${text} # c\nw=1// c\n}`),
      ),
      { seed, numRuns: cases },
    );
    assert.equal(await differences(files), '');
  });
});

interface Source {
  readonly path: string;
  readonly text: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:tf|tofu|tfvars)$/.test(name))
    .map(name => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));
}

const read = (text: string) => now(readSourceFile('file:///a.tf', text, 'configuration'));

/** Undefined if our formatter rejects the text. */
function ours(text: string): string | undefined {
  const edits = now(formatFile(read(text)));
  return edits && applyEdits(text, edits);
}

/** The shortest texts with a different result, or whose result is not stable. */
async function differences(texts: readonly string[]): Promise<string> {
  const theirs = await terraformFormat(texts);
  const again = await terraformFormat(theirs);
  const found: string[] = [];
  for (const [index, text] of texts.entries()) {
    const formatted = ours(text) ?? text;
    const expected = theirs[index]!;
    const show = (problem: string, other: string): number =>
      found.push(
        `${problem}\n  text:      ${JSON.stringify(text)}\n  ours:      ${JSON.stringify(formatted)}\n  terraform: ${JSON.stringify(other)}`,
      );
    if (losesSomething(text, expected)) {
      if (losesSomething(text, formatted)) show('we lose something too', expected);
    } else if (formatted !== expected) show('different', expected);
    else if (again[index] === expected && (ours(formatted) ?? formatted) !== formatted) show('not stable', expected);
  }
  return found
    .sort((a, b) => a.length - b.length)
    .slice(0, 6)
    .join('\n');
}

/** Terraform's formatter drops labels with a `$`, and keys like `[true]`, and breaks a template with a comment. */
function losesSomething(before: string, after: string): boolean {
  const [old, now] = [read(before), read(after)];
  return (
    old.diagnostics.length === 0 &&
    (now.diagnostics.length > 0 ||
      labels(old.items.map(each => each.item.node)) !== labels(now.items.map(each => each.item.node)))
  );
}

function labels(nodes: readonly (Block | Attribute)[]): string {
  return nodes
    .map(node =>
      node.kind === 'block' ? `${node.type}(${node.labels.map(({ name }) => name).join()}){${labels(node.body)}}` : '',
    )
    .join();
}

/** All pairs of tokens that the parser accepts; many pairs in each file, since terraform is slow for many files. */
function markPairs(): string[] {
  const operands = [
    'a',
    '1',
    '"s"',
    '(a)',
    '[a]',
    '{ a = 1 }',
    'a.b',
    'a[0]',
    'f(a)',
    'null',
    '"${a}x"',
    '<<E\nx\nE\n',
  ];
  const marks = [
    ...[
      '+',
      '-',
      '*',
      '/',
      '%',
      '==',
      '!=',
      '<',
      '<=',
      '>',
      '>=',
      '&&',
      '||',
      ',',
      '? b :',
      '? - 1 : -',
      ', !',
      '+ -',
      '- -',
      '&& !',
      ', -',
      '== -',
    ],
    ...['.c', '.*.c', '[ 0 ]', '[*].c', '=', ':', '... ', '(', 'for x in', ': k =>'],
  ];
  const around = [
    ...[
      '?',
      '[?]',
      '[ for x in ?: - x ]',
      '{?}',
      '{ for k, v in ? : k => v... if ! v }',
      'f(?)',
      'p::f(?...)',
      '"x${?}y"',
      '"${?}"',
      '<<E\n ${?} $${x}\nE',
    ],
    ...['"%{ if ? }${-a}%{ else }${ {} }%{ endif }"', '-?', '!?', '(?)'],
  ];
  const values = operands.flatMap(left =>
    marks.flatMap(mark => [`${left}${mark}${left}`, `${left} ${mark} -1`, `${left}  ${mark}`]),
  );
  const attributes = [...values, ...operands]
    .flatMap(value => around.map(text => text.replace('?', () => value)))
    .filter(value => read(`v=${value}\n`).diagnostics.length === 0);
  const files: string[] = [];
  for (let start = 0; start < attributes.length; start += 100) {
    files.push(
      attributes
        .slice(start, start + 100)
        .map((value, index) => `v${index}=${value}\n\n`)
        .join(''),
    );
  }
  return files;
}
