// Paths of all systems: whether a path is in a folder, and its notation in Git, containers and texts.
import * as assert from 'node:assert/strict';
import { posix, win32 } from 'node:path';
import { isInFolder, namesIn, pathBelow, slashPathBelow } from '../../../common/node/paths';
import { displayPath } from '../../../server/cli/displayPath';

describe('Windows paths', () => {
  const inside: [folder: string, file: string, below: string][] = [
    ['C:\\platform', 'C:\\platform\\a\\b.tf', 'a/b.tf'],
    ['C:\\platform\\', 'C:\\platform\\b.tf', 'b.tf'],
    ['c:\\Platform', 'C:\\platform\\B.tf', 'B.tf'],
    ['C:/platform', 'C:\\platform\\b.tf', 'b.tf'],
    ['C:\\', 'C:\\b.tf', 'b.tf'],
    ['C:\\platform', 'C:\\platform', ''],
    ['C:\\platform', 'C:\\platform\\..hidden\\b.tf', '..hidden/b.tf'],
    ['\\\\server\\share\\platform', '\\\\SERVER\\share\\platform\\b.tf', 'b.tf'],
  ];
  for (const [folder, file, below] of inside)
    it(`${file} is in ${folder}`, () => assert.equal(slashPathBelow(folder, file, win32), below));

  const outside: [folder: string, file: string][] = [
    ['C:\\platform', 'C:\\platform2\\b.tf'],
    ['C:\\platform', 'C:\\'],
    ['C:\\platform', 'D:\\platform\\b.tf'],
    ['C:\\platform', 'C:\\platform\\..\\secret'],
    ['\\\\server\\share', '\\\\server\\other\\b.tf'],
    ['\\\\server\\share', '\\\\other\\share\\b.tf'],
    ['C:\\platform', '\\\\server\\C$\\platform\\b.tf'],
  ];
  for (const [folder, file] of outside)
    it(`${file} is not in ${folder}`, () => {
      assert.equal(isInFolder(file, folder, win32), false);
      assert.throws(() => slashPathBelow(folder, file, win32), /is not in/);
    });

  it('have names after a drive or a share', () => {
    assert.deepEqual(namesIn('C:\\a/..\\.\\b', win32), { root: 'C:\\', names: ['a', '..', 'b'] });
    assert.deepEqual(namesIn('\\\\server\\share\\a', win32), { root: '\\\\server\\share\\', names: ['a'] });
    assert.deepEqual(namesIn('..\\a', win32), { root: '', names: ['..', 'a'] });
  });

  it('are shown relative to the current folder', () => {
    assert.equal(displayPath('C:\\platform\\a\\b.tf', 'c:\\platform', win32), 'a\\b.tf');
    assert.equal(displayPath('D:\\b.tf', 'C:\\platform', win32), 'D:\\b.tf');
    assert.equal(displayPath('C:\\platform', 'C:\\platform', win32), 'C:\\platform');
  });
});

describe('other paths', () => {
  it('are case-sensitive and treat backslashes as characters', () => {
    assert.equal(pathBelow('/platform', '/platform/a\\b.tf', posix), 'a\\b.tf');
    assert.equal(slashPathBelow('/', '/b.tf', posix), 'b.tf');
    for (const file of ['/Platform/b.tf', '/platform2/b.tf', '/platform/../secret', '/'])
      assert.equal(isInFolder(file, '/platform', posix), false, file);
    assert.equal(isInFolder('/platform/..hidden', '/platform', posix), true);
  });

  it('have names after the first slash, which can contain a backslash', () => {
    assert.deepEqual(namesIn('/a//./..\\b/..', posix), { root: '/', names: ['a', '..\\b', '..'] });
    assert.deepEqual(namesIn('a/b', posix), { root: '', names: ['a', 'b'] });
  });
});
