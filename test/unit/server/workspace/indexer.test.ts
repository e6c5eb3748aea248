import * as assert from 'node:assert/strict';
import { Indexer } from '../../../../server/workspace/indexer';
import { Workspace } from '../../../../server/workspace/workspace';
import { MemoryFileSystem } from '../../../support/memoryFileSystem';

const text = 'locals {}\n';

describe('Indexer', () => {
  const index = (paths: readonly string[]) => {
    const files = new MemoryFileSystem(Object.fromEntries(paths.map(path => [path, text])));
    const workspace = new Workspace(files);
    const indexer = new Indexer(workspace, files);
    indexer.add([files.root]);
    const known = (): string[] =>
      [...workspace.allFolders()].map(folder => folder.uri.slice(files.root.length + 1)).sort();
    return { files, workspace, indexer, known };
  };

  it('reads the folder of a document and those above it at once, and all the others after that', async () => {
    const { files, indexer, known } = index(['a.tf', 'one/two/b.tf', 'one/three/c.tf', 'four/d.tf']);
    indexer.readNow(files.uri('one/two/b.tf'));
    assert.deepEqual(known(), ['', 'one/two']);
    await indexer.done();
    assert.deepEqual(known(), ['', 'four', 'one/three', 'one/two']);
  });

  it('walks no folder of another tool, neither by itself nor around a document that is in one', async () => {
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

  it('finds what is new when a folder is walked again, and nothing of a folder that is removed', async () => {
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

  it('stops for good', async () => {
    const { indexer, known } = index(['a.tf']);
    indexer.stop();
    await indexer.done();
    assert.deepEqual(known(), []);
  });
});
