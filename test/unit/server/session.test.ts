// Documents and files that change at the same time in a session.
import { bundledData } from '../../support/bundledData';
import * as assert from 'node:assert/strict';
import { OpenDocuments } from '../../../server/lsp/openDocuments';
import { Session } from '../../../server/session';
import { MemoryFileSystem } from '../../support/memoryFileSystem';

const variable = (name: string): string => `variable "${name}" {\n}\n`;

describe('a session', () => {
  async function sessionOf(texts: Readonly<Record<string, string>>) {
    const files = new MemoryFileSystem(texts);
    const session = new Session(bundledData, [files.root], files);
    await session.indexer.done();
    const documents = new OpenDocuments(session, () => undefined);
    const open = (path: string, text: string): void =>
      documents.open({ uri: files.uri(path), languageId: 'terraform', version: 1, text });
    const edit = (path: string, text: string): void =>
      documents.change({ uri: files.uri(path), version: 2 }, [{ text }]);
    const changed = async (path: string, text?: string): Promise<void> => {
      files.write(path, text);
      session.filesChanged([files.uri(path)]);
      await session.indexer.done();
    };
    const variables = (folder: string): string[] =>
      [...(session.workspace.folder(files.uri(folder))?.names('variable') ?? [])].sort();
    return { files, session, open, edit, changed, variables };
  }

  const INSTALLED = '.terraform/modules/a';

  it('reads a new file beside an open document of an installed module', async () => {
    const { open, changed, variables } = await sessionOf({ 'main.tf': '', [`${INSTALLED}/a.tf`]: variable('a') });
    open(`${INSTALLED}/a.tf`, variable('a'));
    await changed(`${INSTALLED}/b.tf`, variable('b'));
    assert.deepEqual(variables(INSTALLED), ['a', 'b']);
  });

  it('reads the files beside an open document again when modules are reinstalled', async () => {
    const { files, open, changed, variables } = await sessionOf({
      'main.tf': '',
      [`${INSTALLED}/a.tf`]: variable('a'),
      [`${INSTALLED}/b.tf`]: variable('b'),
    });
    open(`${INSTALLED}/a.tf`, variable('a'));
    files.write(`${INSTALLED}/b.tf`, variable('c'));
    await changed('.terraform/modules/modules.json', '{}');
    assert.deepEqual(variables(INSTALLED), ['a', 'c']);
  });

  it('reads the files beside a document that is opened after its module was reinstalled', async () => {
    const { open, changed, variables, session, files } = await sessionOf({
      'main.tf': '',
      [`${INSTALLED}/a.tf`]: variable('a'),
      [`${INSTALLED}/b.tf`]: variable('b'),
    });
    session.indexer.readNow(files.uri(`${INSTALLED}/a.tf`));
    await changed('.terraform/modules/modules.json', '{}');
    open(`${INSTALLED}/a.tf`, variable('a'));
    assert.deepEqual(variables(INSTALLED), ['a', 'b']);
  });

  it('finds an open document of an installed module again when its file is restored', async () => {
    const path = `${INSTALLED}/a.tf`;
    const { files, open, changed, variables } = await sessionOf({ 'main.tf': '', [path]: variable('a') });
    open(path, variable('a'));
    await changed(path);
    assert.deepEqual(variables(INSTALLED), []);
    files.write(path, variable('a'));
    await changed('.terraform/modules/modules.json', '{}');
    assert.deepEqual(variables(INSTALLED), ['a']);
  });

  for (const [how, restore] of [
    ['its file is restored', 'file'],
    ['it is edited', 'edit'],
  ] as const) {
    it(`reads the files beside an open document whose folder was deleted and created again when ${how}`, async () => {
      const path = `${INSTALLED}/a.tf`;
      const { session, open, edit, changed, variables } = await sessionOf({ 'main.tf': '', [path]: variable('a') });
      open(path, variable('a'));
      await changed(path);
      await changed(`${INSTALLED}/b.tf`, variable('b'));
      assert.deepEqual(variables(INSTALLED), []);
      if (restore === 'file') await changed(path, variable('a'));
      else edit(path, variable('a'));
      await session.indexer.done();
      assert.deepEqual(variables(INSTALLED), ['a', 'b']);
    });
  }

  it('does not read a document whose URI is relative or has thousands of folders', async () => {
    const { files, session } = await sessionOf({ 'main.tf': variable('a') });
    const documents = new OpenDocuments(session, () => undefined);
    for (const uri of ['main.tf', '../main.tf', files.uri(`${'a/'.repeat(20_000)}main.tf`)]) {
      documents.open({ uri, languageId: 'terraform', version: 1, text: variable('b') });
      documents.close(uri);
    }
    assert.deepEqual(
      [...session.workspace.allFolders()].map(({ uri }) => uri),
      [files.root],
    );
  });

  it('treats all spellings of a URI as one document', async () => {
    const { files, session } = await sessionOf({ 'main.tf': variable('a') });
    const documents = new OpenDocuments(session, () => undefined);
    for (const path of ['m%61in.tf', 'b/../main.tf', './main.tf']) {
      const uri = `${files.root}/${path}`;
      documents.open({ uri, languageId: 'terraform', version: 1, text: variable('b') });
      assert.deepEqual([...session.workspace.allFolders()].length, 1);
      documents.close(uri);
    }
  });

  it('reads nothing outside of its folders for any reported change', async () => {
    const { files, session } = await sessionOf({ 'main.tf': variable('a') });
    let asked = 0;
    for (const name of ['list', 'read', 'kind'] as const) {
      const original = files[name].bind(files) as (uri: string) => never;
      files[name] = (uri: string) => {
        asked++;
        return original(uri);
      };
    }
    for (const uri of ['', 'file:///', 'file:///elsewhere', 'file:///elsewhere/a.tf', '%'])
      assert.equal(session.filesChanged([uri]), false, uri);
    await session.indexer.done();
    assert.equal(asked, 0);
  });

  it('forgets the folder of a document outside of its folders when the last such document is closed', async () => {
    const files = new MemoryFileSystem({
      'platform/main.tf': variable('a'),
      'other/main.tf': variable('b'),
      'other/more.tf': variable('c'),
      'other/sub/main.tf': variable('d'),
    });
    const session = new Session(bundledData, [files.uri('platform')], files);
    await session.indexer.done();
    const documents = new OpenDocuments(session, () => undefined);
    const open = (path: string, text: string): void =>
      documents.open({ uri: files.uri(path), languageId: 'terraform', version: 1, text });
    const folders = (): string[] => [...session.workspace.allFolders()].map(({ uri }) => uri).sort();
    open('other/main.tf', variable('b'));
    open('other/sub/main.tf', variable('d'));
    assert.deepEqual(
      folders(),
      ['other', 'other/sub', 'platform'].map(path => files.uri(path)),
    );
    documents.close(files.uri('other/main.tf'));
    assert.deepEqual(
      folders(),
      ['other/sub', 'platform'].map(path => files.uri(path)),
    );
    documents.close(files.uri('other/sub/main.tf'));
    assert.deepEqual(folders(), [files.uri('platform')]);
  });

  it("reads its other folders if one can't be read", async () => {
    const files = new MemoryFileSystem({ 'a/a.tf': variable('a'), 'b/b.tf': variable('b') });
    const list = files.list.bind(files);
    files.list = uri => {
      if (uri.endsWith('/a')) throw new Error('no');
      return list(uri);
    };
    const failures: unknown[] = [];
    const session = new Session(bundledData, [files.root], files, {
      failed: (_, error) => failures.push(error),
    });
    await session.indexer.done();
    assert.deepEqual(
      [...session.workspace.allFolders()].map(({ uri }) => uri),
      [files.uri('b')],
    );
    assert.equal(failures.length, 1);
  });

  it('does not read new hidden folders', async () => {
    const { files, session, variables } = await sessionOf({ 'main.tf': variable('a') });
    files.write('.hidden/a.tf', variable('b'));
    session.filesChanged([files.uri('.hidden')]);
    await session.indexer.done();
    assert.deepEqual(variables('.hidden'), []);
  });

  it('forgets an unchanged document whose file is deleted right after it was opened', async () => {
    const { files, open, changed, variables } = await sessionOf({ 'a.tf': variable('a'), 'b.tf': variable('b') });
    files.write('a.tf', undefined);
    open('a.tf', variable('a'));
    assert.deepEqual(variables(''), ['a', 'b']);
    await changed('a.tf');
    assert.deepEqual(variables(''), ['b']);
  });

  it('keeps a changed document whose file is deleted', async () => {
    const { open, changed, variables } = await sessionOf({ 'a.tf': variable('a') });
    open('a.tf', variable('changed'));
    await changed('a.tf');
    assert.deepEqual(variables(''), ['changed']);
  });

  it('lists root modules if a source contains an unpaired surrogate', async () => {
    const { session, open } = await sessionOf({ 'main.tf': '' });
    open('main.tf', 'module "a" {\n  source = "./\ud83d"\n}\n');
    assert.equal(session.model.tree.rootInstances().length, 1);
  });
});
