import * as assert from 'node:assert/strict';
import { Indexer } from '../../../../server/workspace/indexer';
import { Workspace } from '../../../../server/workspace/workspace';
import { MemoryFileSystem } from '../../../support/memoryFileSystem';

const text = 'locals {}\n';

describe('the indexer', () => {
  const index = (paths: readonly string[]) => {
    const files = new MemoryFileSystem(Object.fromEntries(paths.map(path => [path, text])));
    const workspace = new Workspace(files);
    const indexer = new Indexer(workspace, files);
    indexer.add([files.root]);
    const known = (): string[] =>
      [...workspace.allFolders()].map(folder => folder.uri.slice(files.root.length + 1)).sort();
    return { files, workspace, indexer, known };
  };

  it("reads a document's folder and its parents at once, and the others later", async () => {
    const { files, indexer, known } = index(['a.tf', 'one/two/b.tf', 'one/three/c.tf', 'four/d.tf']);
    indexer.readNow(files.uri('one/two/b.tf'));
    assert.deepEqual(known(), ['', 'one/two']);
    await indexer.done();
    assert.deepEqual(known(), ['', 'four', 'one/three', 'one/two']);
  });

  it('skips folders of other tools, also around a document in one of them', async () => {
    const { files, indexer, known } = index([
      'a.tf',
      '.terraform/modules/x/b.tf',
      '.terraform/modules/y/c.tf',
      'node_modules/z/d.tf',
    ]);
    indexer.readNow(files.uri('.terraform/modules/x/b.tf'));
    await indexer.done();
    assert.deepEqual(known(), ['', '.terraform/modules/x']);
    assert.deepEqual(
      ['a.tf', '.gitignore', '.terraform/environment', 'node_modules', 'node_modules/z/d.tf', '.git'].map(path =>
        indexer.isSkipped(files.uri(path)),
      ),
      [false, true, true, true, true, true],
    );
  });

  it('reads nothing above a document outside of its folders', async () => {
    const { indexer, workspace } = index(['a.tf']);
    indexer.readNow('file:///elsewhere/x/b.tf');
    await indexer.done();
    assert.deepEqual([...workspace.allFolders()].length, 1);
  });

  it('finds new files when a folder is read again, and forgets removed folders', async () => {
    const { files, indexer, known } = index(['a.tf', 'one/b.tf']);
    await indexer.done();
    files.write('one/two/c.tf', text);
    indexer.rescan(files.uri('one'));
    await indexer.done();
    assert.deepEqual(known(), ['', 'one', 'one/two']);
    indexer.add([files.uri('more')]);
    files.write('more/d.tf', text);
    indexer.remove([files.uri('more')]);
    await indexer.done();
    assert.deepEqual(known(), ['', 'one', 'one/two']);
  });

  it('can be stopped', async () => {
    const { indexer, known } = index(['a.tf']);
    indexer.stop();
    await indexer.done();
    assert.deepEqual(known(), []);
  });
});
