// Special files: endless ones, ones that block, and links.
import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { readRegularFile, readRegularFileSync, type FileContent } from '../../../common/node/regularFile';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { skipOnWindows } from '../../support/skipWithout';

const limit = 1_000_000;

describe('reading a regular file', () => {
  const folder = TemporaryFolder.ofEachTest();

  /** The results of the synchronous and the asynchronous function, which must be equal. */
  const read = async (path: string, most = limit): Promise<string> => {
    const textOf = (content: FileContent): string =>
      content === undefined ? 'nothing' : 'refusal' in content ? content.refusal : `${content.bytes.length} bytes`;
    const [now, later] = [readRegularFileSync(path, most), await readRegularFile(path, most)];
    assert.equal(textOf(later), textOf(now));
    if (now && 'bytes' in now) assert.deepEqual(later, now);
    return textOf(now);
  };

  it('returns its bytes, also of an empty file', async () => {
    folder.write('a.txt', 'größe');
    folder.write('empty.txt', '');
    assert.equal(await read(folder.at('a.txt')), '7 bytes');
    assert.equal(await read(folder.at('empty.txt')), '0 bytes');
    assert.deepEqual(readRegularFileSync(folder.at('a.txt'), limit), { bytes: new TextEncoder().encode('größe') });
  });

  it('accepts the limit and rejects one byte more', async () => {
    folder.write('a.txt', 'x'.repeat(100));
    assert.equal(await read(folder.at('a.txt'), 99), 'tooLarge');
    assert.equal(await read(folder.at('a.txt'), 100), '100 bytes');
  });

  it('returns nothing for missing files and folders', async () => {
    mkdirSync(folder.at('folder.tf'));
    folder.write('file', '');
    for (const path of ['nowhere', 'folder.tf', 'file/below']) assert.equal(await read(folder.at(path)), 'nothing');
  });

  it('follows no link, since the caller has resolved them', async () => {
    folder.write('a.txt', 'a');
    symlinkSync('a.txt', folder.at('link.txt'));
    if (process.platform !== 'win32') assert.equal(await read(folder.at('link.txt')), 'outside');
  });

  it('does not block on a pipe or socket', async function () {
    skipOnWindows(this);
    assert.equal(spawnSync('mkfifo', [folder.at('pipe.tf')]).status, 0);
    assert.equal(await read(folder.at('pipe.tf')), 'notRegular');
    const server = createServer().listen(folder.at('socket.tf'));
    await once(server, 'listening');
    assert.equal(await read(folder.at('socket.tf')), 'notRegular');
    server.close();
    await once(server, 'close');
  });

  it('rejects devices, which are endless', async function () {
    skipOnWindows(this);
    assert.equal(await read('/dev/zero'), 'notRegular');
    assert.equal(await read('/dev/tty'), 'notRegular');
  });

  if (process.platform === 'linux') {
    it('stops at the limit if a file grows', async () => {
      assert.match(await read('/proc/version'), /^[1-9]\d* bytes$/);
      assert.equal(await read('/proc/version', 10), 'tooLarge');
      // The system does not return a part of an entry in this folder.
      assert.match(await read('/proc/self/pagemap'), /^(?:tooLarge|unreadable)$/);
    });
  }
});
