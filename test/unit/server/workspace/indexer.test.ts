import * as assert from 'node:assert/strict';
import { Indexer } from '../../../../server/workspace/indexer';
import { Workspace } from '../../../../server/workspace/workspace';
import { countPauses } from '../../../support/countPauses';
import { MemoryFileSystem } from '../../../support/memoryFileSystem';
import { lines } from '../../../worstCases/worstCase';

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

  it('pauses while it parses a long file, and takes the file as it is then', () => {
    const files = new MemoryFileSystem({ 'a.tf': lines(9_000, index => `a${index} = 1`) });
    const workspace = new Workspace(files);
    const uri = files.uri('a.tf');
    const { pauses } = countPauses(workspace.indexFile(uri));
    assert.ok(pauses > 50, String(pauses));
    assert.equal(workspace.file(uri)?.items.length, 9_000);

    const json = files.uri('b.tf.json');
    files.write(
      'b.tf.json',
      JSON.stringify({ locals: Object.fromEntries(Array.from({ length: 5_000 }, (_, a) => [`a${a}`, a])) }),
    );
    assert.ok(countPauses(workspace.indexFile(json)).pauses >= 75);
    assert.equal(workspace.file(json)?.items.length, 1);

    files.write('a.tf', undefined);
    workspace.readFromDisk(uri);
    files.write(
      'a.tf',
      lines(9_000, index => `b${index} = 1`),
    );
    const reading = workspace.indexFile(uri);
    reading.next();
    files.write('a.tf', text);
    countPauses(reading);
    assert.equal(workspace.file(uri)?.text, text);
  });
});

describe('opening a document', () => {
  const open = (disk: string, text: string): boolean => {
    const files = new MemoryFileSystem({ 'a.tf': disk });
    const workspace = new Workspace(files);
    const uri = files.uri('a.tf');
    workspace.readFromDisk(uri);
    const before = workspace.file(uri);
    workspace.setDocument(uri, text);
    assert.equal(workspace.file(uri)?.text, text);
    return workspace.file(uri) === before;
  };

  it('does not parse the text of its file again', () => assert.ok(open(text, text)));

  it('parses a text that differs from its file', () => assert.ok(!open(text, `${text}${text}`)));

  it('parses a file again that could not be read before', () => {
    const files = new MemoryFileSystem({ 'a.tf': '# \ufffd\n' });
    const workspace = new Workspace(files);
    const uri = files.uri('a.tf');
    const read = files.read.bind(files);
    files.read = () => new Uint8Array([0x23, 0x20, 0xff, 0x0a]);
    workspace.readFromDisk(uri);
    assert.equal(workspace.file(uri)?.diagnostics.length, 1);
    assert.equal(workspace.file(uri)?.text, files.text('a.tf'));
    files.read = read;
    workspace.setDocument(uri, files.text('a.tf')!);
    assert.deepEqual(workspace.file(uri)?.diagnostics, []);
  });
});
