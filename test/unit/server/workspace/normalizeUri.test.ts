import assert from 'node:assert/strict';
import { normalizeUri, refersToNothing } from '../../../../server/workspace/uri';

describe('a URI from a client', () => {
  const sameFile = ['file:///p/m%61in.tf', 'file:///p/a/../main.tf', 'file:///p/./main.tf', 'file:///p//main.tf'];
  for (const uri of [...sameFile, 'file:///p/a/%2e%2e/main.tf'])
    it(`${uri} is normalized`, () => assert.equal(normalizeUri(uri), 'file:///p/main.tf'));

  it('of a virtual file system keeps its host and its slashes', () => {
    assert.equal(normalizeUri('vscode-vfs://github/a/b/../main.tf'), 'vscode-vfs://github/a/main.tf');
    assert.equal(normalizeUri('memfs:/a//main.tf'), 'memfs:/a//main.tf');
    assert.equal(normalizeUri('untitled:Untitled-1'), 'untitled:Untitled-1');
  });

  for (const uri of [
    'main.tf',
    './main.tf',
    '../main.tf',
    '/p/main.tf',
    'file:main.tf',
    '',
    `file:///${'a/'.repeat(20_000)}main.tf`,
  ])
    it(`${uri.slice(0, 30)} refers to nothing if it is relative or has thousands of folders`, () => {
      const normalized = normalizeUri(uri);
      assert.ok(refersToNothing(normalized), normalized.slice(0, 100));
      assert.ok(!normalized.includes('/'));
      assert.equal(normalizeUri(normalized), normalized);
    });

  it('can be as long as the longest path', () => {
    assert.ok(!refersToNothing(normalizeUri(`file://${'/a'.repeat(2_040)}/main.tf`)));
  });
});
