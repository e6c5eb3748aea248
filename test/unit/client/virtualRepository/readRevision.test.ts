import * as assert from 'node:assert/strict';
import { readRevision, type RevisionFolders } from '../../../../client/virtualRepository/readRevision';

type Kind = 'file' | 'folder' | 'other';

/** A file system with texts by path; entries of the kind `other` are links. */
function fileSystem(texts: Readonly<Record<string, string>>, links: readonly string[] = []): RevisionFolders {
  const list = (folder: string): { name: string; kind: Kind }[] => {
    const entries = new Map<string, Kind>();
    for (const path of [...Object.keys(texts), ...links]) {
      if (!path.startsWith(`${folder}/`)) continue;
      const [name = '', ...rest] = path.slice(folder.length + 1).split('/');
      entries.set(name, rest.length > 0 ? 'folder' : links.includes(path) ? 'other' : 'file');
    }
    return [...entries].map(([name, kind]) => ({ name, kind }));
  };
  return {
    list: folder => Promise.resolve(list(folder)),
    read: file =>
      texts[file] === undefined
        ? Promise.reject(new Error(file))
        : Promise.resolve(new TextEncoder().encode(texts[file])),
  };
}

describe('the files of a revision', () => {
  it('include all files of the repository that configuration can read, relative to the platform, or why they are not read', async () => {
    const files = fileSystem(
      {
        '/o/r/README.md': '# Readme',
        '/o/r/platform/main.tf': 'locals {}',
        '/o/r/platform/sub/values.yaml': 'a: 1',
        '/o/r/modules/a/main.tf': 'output "é" {}',
        '/o/r/logo.png': 'binary',
        '/o/r/platform/.terraform/modules/x/main.tf': 'installed',
        '/o/r/big.json': 'x'.repeat(1024 * 1024 + 1),
      },
      ['/o/r/platform/link.tf'],
    );
    assert.deepEqual(await readRevision(files, '/o/r', '/o/r/platform'), {
      '../README.md': '# Readme',
      '../big.json': { refusal: 'tooLarge' },
      'link.tf': { refusal: 'link' },
      'main.tf': 'locals {}',
      'sub/values.yaml': 'a: 1',
      '../modules/a/main.tf': 'output "é" {}',
    });
    assert.ok('platform/main.tf' in (await readRevision(files, '/o/r', '/o/r')));
  });

  it('are reported as unreadable if the revision does not exist', async () => {
    const kind = (files: RevisionFolders): Promise<unknown> =>
      readRevision(files, '/o/r', '/o/r').catch((error: unknown) => (error as { kind?: unknown }).kind);
    assert.equal(await kind(fileSystem({})), 'unreadable');
    assert.equal(await kind({ ...fileSystem({}), list: () => Promise.reject(new Error('404')) }), 'unreadable');
    const broken = { ...fileSystem({ '/o/r/a.tf': '' }), read: () => Promise.reject(new Error('403')) };
    assert.equal(await kind(broken), 'unreadable');
  });

  it('are not read over the network one by one if there are too many', async () => {
    const names = Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}.txt`, kind: 'file' as const }));
    let reads = 0;
    const files: RevisionFolders = {
      list: () => Promise.resolve(names),
      read: () => Promise.resolve(new Uint8Array(reads++)),
    };
    await assert.rejects(readRevision(files, '/o/r', '/o/r'), { kind: 'tooLarge' });
    assert.equal(reads, 0);
  });

  it('are read concurrently, up to a limit', async () => {
    let running = 0;
    let most = 0;
    const texts = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`/o/r/${index}.tf`, '']));
    const files: RevisionFolders = {
      ...fileSystem(texts),
      read: async () => {
        most = Math.max(most, ++running);
        await new Promise(resolve => setImmediate(resolve));
        running--;
        return new Uint8Array();
      },
    };
    assert.equal(Object.keys(await readRevision(files, '/o/r', '/o/r')).length, 100);
    assert.ok(most > 1 && most <= 32, String(most));
  });
});
