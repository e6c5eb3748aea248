import { now } from '../../../../common/now';
import assert from 'node:assert/strict';
import { Draft } from '../../../../server/edits/draft';
import { setValue } from '../../../../server/edits/entryText';
import { toWorkspaceEdit } from '../../../../server/edits/workspaceEdit';
import type { Item } from '../../../../server/syntax/ast';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';
import { afterChanges } from '../../../support/edits/changedTexts';

const FIRST = '# about a\nlocals {\n  a = 1\n}\n';
const SECOND = '# about b\nlocals {\n  b   =   1\n}\n';
const THIRD = 'locals {\n  c=1\n}\n';
const FILE = `${FIRST}\n${SECOND}\n${THIRD}`;

const itemsOf = ({ workspace, uri }: TestWorkspace, path = 'main.tf'): Item[] =>
  workspace.file(uri(path))!.items.map(({ item }) => item);

async function changed(
  text: string,
  change: (draft: Draft, items: readonly Item[], uri: string) => void,
): Promise<string> {
  const workspace = await workspaceOf({ 'main.tf': text });
  const draft = new Draft(workspace.snapshot);
  change(draft, itemsOf(workspace), workspace.uri('main.tf'));
  const result = afterChanges(workspace, now(draft.changes()))['main.tf']!;
  assert.equal(now(draft.text(workspace.uri('main.tf'))), result);
  return result;
}

describe('a draft of changes', () => {
  it('formats the edited block and keeps every other byte', async () => {
    assert.equal(
      await changed(FILE, (draft, [, second]) => draft.edit(second!, text => setValue(text, ['long_name'], '2'))),
      `${FIRST}\n# about b\nlocals {\n  b         = 1\n  long_name = 2\n}\n\n${THIRD}`,
    );
  });

  it('applies several edits to a block', async () => {
    assert.equal(
      await changed('locals {\n  a = 1\n}\n', (draft, [item]) => {
        draft.edit(item!, text => setValue(text, ['b'], '{}'));
        draft.edit(item!, text => setValue(text, ['b', 'c'], '2'));
        draft.replace({ item: item!, start: 15, end: 16 }, '"one"');
      }),
      'locals {\n  a = "one"\n  b = {\n    c = 2\n  }\n}\n',
    );
  });

  it('keeps the line endings of the file', async () => {
    const text = FILE.replaceAll('\n', '\r\n');
    assert.equal(
      await changed(text, (draft, [first], uri) => {
        draft.edit(first!, each => setValue(each, ['z'], '{}'));
        draft.insert(uri, 'locals {\n  y = 1\n}');
      }),
      `${FIRST.replace('a = 1\n', 'a = 1\n  z = {}\n')}\n${SECOND}\n${THIRD}\nlocals {\n  y = 1\n}\n`.replaceAll(
        '\n',
        '\r\n',
      ),
    );
  });

  it('removes a block with its comments and one blank line', async () => {
    assert.equal(await changed(FILE, (draft, [first]) => draft.remove(first!)), `${SECOND}\n${THIRD}`);
    assert.equal(await changed(FILE, (draft, [, second]) => draft.remove(second!)), `${FIRST}\n${THIRD}`);
    assert.equal(await changed(FILE, (draft, [, , third]) => draft.remove(third!)), `${FIRST}\n${SECOND}`);
    assert.equal(
      await changed(FILE, (draft, [, second, third]) => {
        draft.remove(second!);
        draft.remove(third!);
      }),
      FIRST,
    );
    assert.equal(await changed(FILE, (draft, items) => items.forEach(item => draft.remove(item))), '');
  });

  it('keeps the leading comment of a file if its first block is removed', async () => {
    const text = `# Copyright\n\n${FILE}`;
    assert.equal(await changed(text, (draft, [first]) => draft.remove(first!)), `# Copyright\n\n${SECOND}\n${THIRD}`);
  });

  it('inserts blocks before and after others, and at the end of a file', async () => {
    const block = 'moved {\nfrom=a\n}';
    const formatted = 'moved {\n  from = a\n}\n';
    assert.equal(
      await changed(FILE, (draft, [, second], uri) => draft.insert(uri, block, { before: second! })),
      `${FIRST}\n${formatted}\n${SECOND}\n${THIRD}`,
    );
    assert.equal(
      await changed(FILE, (draft, [first], uri) => draft.insert(uri, block, { after: first! })),
      `${FIRST}\n${formatted}\n${SECOND}\n${THIRD}`,
    );
    assert.equal(await changed('locals {}', (draft, _, uri) => draft.insert(uri, block)), `locals {}\n\n${formatted}`);
    assert.equal(await changed('\n', (draft, _, uri) => draft.insert(uri, block)), formatted);
    assert.equal(
      await changed('locals {}\n', (draft, _, uri) => {
        draft.insert(uri, block);
        draft.insert(uri, 'locals {}\n');
      }),
      `locals {}\n\n${formatted}\nlocals {}\n`,
    );
    assert.equal(
      await changed('locals {}', (draft, [first], uri) => draft.insert(uri, block, { after: first! })),
      `locals {}\n\n${formatted}`,
    );
  });

  it('replaces a block', async () => {
    assert.equal(
      await changed(FILE, (draft, [, second], uri) => {
        draft.remove(second!);
        draft.insert(uri, 'locals {}', { after: second! });
      }),
      `${FIRST}\nlocals {}\n\n${THIRD}`,
    );
  });

  it('rejects blocks that do not parse, and JSON files', async () => {
    const workspace = await workspaceOf({ 'main.tf': FILE, 'a.tf.json': '{"locals":{"a":1}}' });
    const [first] = itemsOf(workspace);
    workspace.workspace.setDocument(workspace.uri('main.tf'), FILE.replace('a = 1', 'a = '));
    const draft = new Draft(workspace.snapshot);
    assert.equal(
      draft.edit(first!, () => 'x'),
      false,
    );
    assert.equal(
      draft.edit(itemsOf(workspace, 'a.tf.json')[0]!, () => 'x'),
      false,
    );
    assert.deepEqual(now(draft.changes()), []);
  });

  it('creates, rewrites, renames and deletes files', async () => {
    const workspace = await workspaceOf({ 'main.tf': FILE, 'README.md': '# P\n\nops\n', 'old.tf': '' });
    const draft = new Draft(workspace.snapshot);
    draft.create(workspace.uri('new.tf'), 'locals {\na=1\n}\n');
    draft.insert(workspace.uri('new.tf'), 'locals {}');
    draft.rewrite(workspace.uri('README.md'), text => text.replace('ops', 'internal'));
    draft.rename(workspace.uri('main.tf'), workspace.uri('other.tf'));
    draft.delete(workspace.uri('old.tf'));
    assert.deepEqual(afterChanges(workspace, now(draft.changes())), {
      'other.tf': FILE,
      'README.md': '# P\n\ninternal\n',
      'new.tf': 'locals {\n  a = 1\n}\n\nlocals {}\n',
    });
  });
});

describe('a workspace edit of a draft', () => {
  const editOf = async (client: object, explanations = [{ label: 'Why', needsConfirmation: true }]) => {
    const workspace = await workspaceOf({ 'main.tf': FILE, 'b.tf': '', 'c.tf': 'locals {}\n' });
    const snapshot = { ...workspace.snapshot, client: { ...workspace.snapshot.client, ...client } };
    const draft = new Draft(snapshot);
    draft.edit(itemsOf(workspace)[0]!, text => setValue(text, ['a'], '2'));
    draft.create(workspace.uri('new.tf'), 'locals {}\n');
    draft.rename(workspace.uri('b.tf'), workspace.uri('d.tf'));
    draft.delete(workspace.uri('c.tf'));
    return { edit: now(toWorkspaceEdit(snapshot, now(draft.changes()), explanations)), uri: workspace.uri };
  };

  it('contains the versions of open documents and an annotation', async () => {
    const { edit, uri } = await editOf({
      documentVersion: (each: string) => (each.endsWith('main.tf') ? 7 : undefined),
    });
    const id = { annotationId: '0' };
    const zero = { line: 0, character: 0 };
    assert.deepEqual(edit, {
      documentChanges: [
        { kind: 'create', uri: uri('new.tf'), ...id },
        {
          textDocument: { uri: uri('new.tf'), version: null },
          edits: [{ range: { start: zero, end: zero }, newText: 'locals {}\n', ...id }],
        },
        {
          textDocument: { uri: uri('main.tf'), version: 7 },
          edits: [{ range: { start: { line: 2, character: 6 }, end: { line: 2, character: 7 } }, newText: '2', ...id }],
        },
        { kind: 'rename', oldUri: uri('b.tf'), newUri: uri('d.tf'), ...id },
        { kind: 'delete', uri: uri('c.tf'), ...id },
      ],
      changeAnnotations: { '0': { label: 'Why', needsConfirmation: true } },
    });
  });

  it('renames files before their text is changed for clients that ask for it', async () => {
    const { snapshot, uri } = await workspaceOf({ 'main.tf': FILE });
    const edits = { documentChanges: true, fileOperations: true, annotations: false, renamesFirst: true };
    const draft = new Draft(snapshot);
    draft.rewrite(uri('main.tf'), text => `# New\n${text}`);
    draft.rename(uri('main.tf'), uri('new.tf'));
    const client = { ...snapshot.client, edits, documentVersion: () => 7 };
    const zero = { line: 0, character: 0 };
    assert.deepEqual(now(toWorkspaceEdit({ ...snapshot, client }, now(draft.changes()))).documentChanges, [
      { kind: 'rename', oldUri: uri('main.tf'), newUri: uri('new.tf') },
      {
        textDocument: { uri: uri('new.tf'), version: null },
        edits: [{ range: { start: zero, end: zero }, newText: '# New\n' }],
      },
    ]);
  });

  it('contains only text edits for clients without file operations', async () => {
    const { edit, uri } = await editOf({
      edits: { documentChanges: false, fileOperations: false, annotations: false, renamesFirst: false },
    });
    assert.deepEqual(Object.keys(edit), ['changes']);
    assert.deepEqual(
      Object.entries(edit.changes!).map(([each, edits]) => [each, edits.map(({ newText }) => newText)]),
      [
        [uri('new.tf'), ['locals {}\n']],
        [uri('main.tf'), ['2']],
        [uri('c.tf'), ['']],
      ],
    );
  });
});
