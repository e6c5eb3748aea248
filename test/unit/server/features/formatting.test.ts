import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import { formatAfter, formatDocument, formatRange, MAX_EDITS } from '../../../../server/features/formatting';
import { cursorIn, workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';
import { now } from '../../../../common/now';
import { countPauses } from '../../../support/countPauses';

describe('formatting', () => {
  describe('of a document', () => {
    it('indents, spaces and aligns', async () => {
      const text = 'module  "a"{\nsource="x"\n  providers={\n aws=aws.b  # one\n    long_name =  c// two\n}\n}\n';
      assert.equal(
        await formatted(text),
        'module "a" {\n  source = "x"\n  providers = {\n    aws       = aws.b # one\n    long_name = c     // two\n  }\n}\n',
      );
    });

    it('returns edits only for changed lines', async () => {
      const { edits } = await edited({ 'a.tf': 'locals {\n  a = 1\n    b  = 2\n}\n' });
      assert.deepEqual(
        edits?.map(({ range: { start, end }, newText }) => [
          start.line,
          start.character,
          end.line,
          end.character,
          newText,
        ]),
        [
          [2, 0, 2, 4, '  '],
          [2, 5, 2, 7, ' '],
        ],
      );
    });

    it('returns no edits for formatted text', async () => {
      assert.deepEqual((await edited({ 'a.tf': 'a = 1\n' })).edits, []);
      assert.deepEqual((await edited({ 'a.tf': '' })).edits, []);
    });

    it('does not change a document that does not parse', async () => {
      assert.equal((await edited({ 'a.tf': 'locals {\na=1\n}\nlocals {\n  b = \n}\n' })).edits, null);
      assert.equal((await edited({ 'a.tfvars': 'a=1\na=2\n' })).edits, null);
    });

    it('does not format JSON', async () => {
      assert.equal((await edited({ 'a.tf.json': '{"locals":{"a":1}}' })).edits, null);
    });

    it('leaves documents to another extension that formats them', async () => {
      const workspace = await workspaceOf({ 'a.tf': 'a=1\n' });
      const client = { ...workspace.snapshot.client, servedByOtherExtension: () => true };
      assert.equal(now(formatDocument({ ...workspace.snapshot, client }, workspace.uri('a.tf'))), null);
    });

    it('keeps line endings, and aligns by grapheme clusters', async () => {
      assert.equal(await formatted('a="👩‍👩‍👧" # x\r\nlänge=1 # y\r\n'), 'a     = "👩‍👩‍👧" # x\r\nlänge = 1   # y\r\n');
    });

    it('does not change the text of heredocs and comments', async () => {
      const text = 'a = <<-EOT\n  x   ${b}  \n\t\n  EOT\n/*  c\n   d  */\n#  e\n';
      assert.equal(await formatted(text), text);
      assert.equal(
        await formatted('a=<<E\n  ${ b }  %{if  c}\n  %{ endif   }\nE\n'),
        'a = <<E\n  ${b}  %{if c}\n  %{endif}\nE\n',
      );
    });

    it('rewrites Terraform 0.11 syntax', async () => {
      assert.equal(
        await formatted(
          'variable a {\n  type = "list"\n}\nlocals {\n  b = "${var.a[0]}"\n  c = "${[\n    1\n  ]}"\n}\n',
        ),
        'variable "a" {\n  type = list(string)\n}\nlocals {\n  b = var.a[0]\n  c = ([\n    1\n  ])\n}\n',
      );
    });

    it('keeps labels and comments that terraform would lose', async () => {
      const text = 'resource "a$b" "c" {\n}\n\nlocals {\n  d = ( # e\n  f)\n}\n';
      assert.equal(await formatted('resource "a$b" "c"  {\n}\n\nlocals {\n  d = "${# e\n  f}"\n}\n'), text);
    });

    it('removes a byte order mark of an open document, as terraform does', async () => {
      const { snapshot, workspace, uri } = await workspaceOf({});
      const text = '\ufeffa=1\n';
      workspace.setDocument(uri('a.tf'), text);
      const edits = now(formatDocument(snapshot, uri('a.tf')));
      const document = TextDocument.create('', '', 0, text);
      assert.equal(TextDocument.applyEdits(document, edits ?? []), 'a = 1\n');
    });

    it('does not count the byte order mark of a file, which editors hide', async () => {
      const { edits } = await edited({ 'a.tf': '\ufeffa=1\n' });
      assert.deepEqual(edits?.[0]?.range.start, { line: 0, character: 1 });
    });
  });

  describe('of a range', () => {
    const text = 'locals {\na=1\nlong=2\nc=3\n}\n';

    it('formats its lines as in the whole document', async () => {
      const workspace = await workspaceOf({ 'a.tf': text });
      const range = { start: { line: 1, character: 1 }, end: { line: 3, character: 0 } };
      assert.equal(
        applied(text, now(formatRange(workspace.snapshot, workspace.uri('a.tf'), range))),
        'locals {\n  a    = 1\n  long = 2\nc=3\n}\n',
      );
    });

    it('rewrites only syntax that is entirely in the range', async () => {
      const template = 'a = "${f(\n1)}"\nb="${c}"\n';
      const workspace = await workspaceOf({ 'a.tf': template });
      const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 5 } };
      assert.equal(
        applied(template, now(formatRange(workspace.snapshot, workspace.uri('a.tf'), range))),
        'a = "${f(\n1)}"\nb = c\n',
      );
    });
  });

  describe('while typing', () => {
    it('formats the finished lines of the block after a line break, except for the new line', async () => {
      assert.equal(
        await typed('\n', 'module "a" {\n  b {\n    x=1\n    long=2\n    │\n  }\n  c=3\n}\n'),
        'module "a" {\n  b {\n    x    = 1\n    long = 2\n    \n  }\n  c=3\n}\n',
      );
    });

    it('formats the finished line at the top level of a file', async () => {
      assert.equal(await typed('\n', 'a=1\nb=2\n│\nc=3\n'), 'a=1\nb = 2\n\nc=3\n');
    });

    it('formats the block that a brace closes', async () => {
      assert.equal(
        await typed('}', 'locals {\n  a=1\n  b = {\n  x=1\n    }│\n}\n'),
        'locals {\n  a=1\n  b = {\n    x = 1\n  }\n}\n',
      );
    });

    it('does nothing after a brace in a string, or a line break in a heredoc or comment', async () => {
      for (const [character, marked] of [
        ['}', 'a=1\nb="{}│"\n'],
        ['}', 'a="${c}│"\n'],
        ['\n', 'a=<<E\nx\n│\nE\n'],
        ['\n', 'a=1\n/* x\n│\n*/\n'],
      ] as const) {
        assert.equal(await typed(character, marked), marked.replace('│', ''), marked);
      }
    });

    it('does nothing while the text does not parse', async () => {
      assert.equal(await typed('\n', 'locals {\n  a=1\n  │\n'), 'locals {\n  a=1\n  \n');
    });
  });
});

describe('formatting a long document', () => {
  const lines = (count: number, line: (index: number) => string): string =>
    `locals {\n${Array.from({ length: count }, (_, index) => `${line(index)}\n`).join('')}}\n`;

  for (const [name, text] of [
    ['lines', lines(10_000, index => `  a${index}=1`)],
    ['blank lines', '\n'.repeat(50_000)],
    ['lines of a heredoc', `a=<<A\n${'x\n'.repeat(20_000)}A\n`],
    ['strings', lines(5_000, index => `  a${index}="\${b}"`)],
  ] as const) {
    it(`pauses after some ${name}`, async () => {
      const workspace = await workspaceOf({ 'a.tf': text });
      const { pauses } = countPauses(formatDocument(workspace.snapshot, workspace.uri('a.tf')));
      assert.ok(pauses > 50, String(pauses));
    });
  }

  it('pauses while it looks for the block in which a line break was typed', async () => {
    const workspace = await workspaceOf({ 'a.tf': `${lines(10_000, index => `  a${index} = 1`)}b = 1\n\n` });
    const after = formatAfter(workspace.snapshot, workspace.uri('a.tf'), { line: 10_003, character: 0 }, '\n');
    assert.ok(countPauses(after).pauses > 50);
  });

  it('replaces all lines at once instead of returning very many edits', async () => {
    const text = lines(MAX_EDITS + 1, index => `  a${index}= 1`);
    const { workspace, edits } = await edited({ 'a.tf': text });
    assert.equal(edits?.length, 1);
    const formattedOnes = applied(text, edits);
    assert.equal(await formatted(formattedOnes), formattedOnes);
    assert.match(formattedOnes, /^locals \{\n {2}a0 {5}= 1\n/);
    const one = now(
      formatRange(workspace.snapshot, workspace.uri('a.tf'), {
        start: { line: 1, character: 0 },
        end: { line: 2, character: 0 },
      }),
    );
    assert.equal(applied(text, one), text.replace('a0= 1', 'a0     = 1'));
  });

  it('unwraps a string of very many line breaks', async () => {
    const breaks = '\n'.repeat(70_000);
    assert.equal(await formatted(`a = "\${${breaks}b${breaks}}"\n`), 'a = b\n');
  });
});

async function edited(texts: Record<string, string>): Promise<{ workspace: TestWorkspace; edits: TextEdit[] | null }> {
  const workspace = await workspaceOf(texts);
  return {
    workspace,
    edits: now(formatDocument(workspace.snapshot, workspace.uri(Object.keys(texts)[0]!))),
  };
}

async function formatted(text: string): Promise<string> {
  return applied(text, (await edited({ 'a.tf': text })).edits);
}

/** The text after typing a character before the mark │. */
async function typed(character: string, marked: string): Promise<string> {
  const { texts, path, position } = cursorIn({ 'a.tf': marked });
  const workspace = await workspaceOf(texts);
  return applied(texts[path]!, now(formatAfter(workspace.snapshot, workspace.uri(path), position, character)));
}

const applied = (text: string, edits: TextEdit[] | null): string =>
  TextDocument.applyEdits(TextDocument.create('file:///a.tf', 'terraform', 1, text), edits ?? []);
