// A disk with the latency of a network: everything is read eventually, and other work runs in between.
import * as assert from 'node:assert/strict';
import { Indexer } from '../../../../server/workspace/indexer';
import { Workspace } from '../../../../server/workspace/workspace';
import { MemoryFileSystem } from '../../../support/memoryFileSystem';

/** Duration of each operation in milliseconds: more than half of a slice of the walk. */
const DELAY = 8;

const blocked = new Int32Array(new SharedArrayBuffer(4));

class SlowFileSystem extends MemoryFileSystem {
  questions = 0;

  override read(uri: string): Uint8Array | undefined {
    this.wait();
    return super.read(uri);
  }

  override list(uri: string): ReturnType<MemoryFileSystem['list']> {
    this.wait();
    return super.list(uri);
  }

  private wait(): void {
    this.questions++;
    Atomics.wait(blocked, 0, 0, DELAY);
  }
}

describe('a slow file system', function () {
  it('is read completely, yielding after every few files', async () => {
    const paths = Array.from({ length: 60 }, (_, index) => `f${index % 6}/file${index}.tf`);
    const files = new SlowFileSystem(Object.fromEntries(paths.map(path => [path, 'locals {}\n'])));
    const workspace = new Workspace(files);
    const indexer = new Indexer(workspace, files);
    indexer.add([files.root]);
    let [most, before, isDone] = [0, 0, false];
    const done = indexer.done().then(() => (isDone = true));
    while (!isDone) {
      await new Promise(resolve => setImmediate(resolve));
      most = Math.max(most, files.questions - before);
      before = files.questions;
    }
    await done;
    assert.ok(most <= 4, `${most} questions in one turn of the event loop`);
    assert.equal(
      [...workspace.allFolders()].reduce((sum, folder) => sum + [...folder.fileNames()].length, 0),
      paths.length,
    );
  });

  it("is read only in a document's folder before the document's first answer", () => {
    const paths = Array.from({ length: 60 }, (_, index) => `f${index % 6}/file${index}.tf`);
    const files = new SlowFileSystem(Object.fromEntries(paths.map(path => [path, 'locals {}\n'])));
    const workspace = new Workspace(files);
    const indexer = new Indexer(workspace, files);
    indexer.add([files.root]);
    indexer.readNow(files.uri('f3/file3.tf'));
    indexer.stop();
    assert.ok(workspace.folder(files.uri('f3')));
    // Ten files, their folder, and its parent.
    assert.equal(files.questions, 12);
  });
});
