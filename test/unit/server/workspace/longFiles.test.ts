import * as assert from 'node:assert/strict';
import { Workspace } from '../../../../server/workspace/workspace';
import { MemoryFileSystem } from '../../../support/memoryFileSystem';

const long = (value: number, length = 200_000): string => `locals {\n  a = ${value}\n}\n${'# x\n'.repeat(length / 4)}`;

describe('a long file', () => {
  const opened = (text: string) => {
    const files = new MemoryFileSystem({ 'long.tf': text });
    const workspace = new Workspace(files);
    const uri = files.uri('long.tf');
    workspace.readFromDisk(uri);
    const messages = (): string[] => workspace.file(uri)!.diagnostics.map(({ message }) => message);
    return { files, workspace, uri, messages, items: () => workspace.file(uri)!.items.length };
  };

  it('is read, and still is when it is opened', () => {
    const { workspace, uri, messages, items } = opened(long(1));
    workspace.setDocument(uri, long(1));
    assert.deepEqual([messages(), items()], [[], 1]);
  });

  it('is read again when its changes are saved', () => {
    const { files, workspace, uri, messages, items } = opened(long(1));
    workspace.setDocument(uri, long(1));
    workspace.setDocument(uri, long(2));
    assert.deepEqual(messages(), [
      'This file is longer than 150,000 characters, so its changes are read when it is saved.',
    ]);
    files.write('long.tf', long(2));
    workspace.readFromDisk(uri);
    assert.deepEqual([messages(), items()], [[], 1]);
  });

  it('is ignored if all long files together are too long', () => {
    const names = ['a.tf', 'b.tf', 'c.tf', 'd.tf'];
    const files = new MemoryFileSystem(Object.fromEntries(names.map(name => [name, long(1, 3_600_000)])));
    const workspace = new Workspace(files);
    for (const name of names) workspace.readFromDisk(files.uri(name));
    const problems = (): string[] =>
      names.flatMap(name => workspace.file(files.uri(name))?.diagnostics.map(({ message }) => message) ?? []);
    assert.deepEqual(problems(), [
      'This file is ignored: files of this length have more than 12,000,000 characters together.',
    ]);
    files.write('a.tf', 'locals {}\n');
    for (const name of names) workspace.readFromDisk(files.uri(name));
    workspace.refreshFolder(files.uri(''));
    files.write('d.tf', long(2, 3_600_000));
    workspace.readFromDisk(files.uri('d.tf'));
    assert.deepEqual(problems(), []);
  });
});
