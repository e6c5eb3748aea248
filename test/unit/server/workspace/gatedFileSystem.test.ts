import * as assert from 'node:assert/strict';
import fs, { realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mock } from 'node:test';
import { URI } from 'vscode-uri';
import { GatedFileSystem } from '../../../../server/workspace/gatedFileSystem';
import { NodeFileSystem } from '../../../../server/node/nodeFileSystem';
import { normalizeUri } from '../../../../server/workspace/uri';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

/** How often an action asks the disk for a single file or folder; from 1,000 times on, nothing exists. */
function asked(action: () => void): number {
  const { lstatSync } = fs;
  const { mock: stat } = mock.method(fs, 'lstatSync', (...of: Parameters<typeof lstatSync>) =>
    stat.callCount() < 1_000 ? lstatSync(...of) : undefined,
  );
  try {
    action();
    return stat.callCount();
  } finally {
    stat.restore();
  }
}

describe('the gated file system', () => {
  const folder = TemporaryFolder.ofEachTest({
    'top/a.tf': 'inside',
    'outside/b.tf': 'outside',
    'topping/c.tf': 'beside',
  });

  const uri = (path: string): string => normalizeUri(folder.uri(path));
  const gate = (...folders: string[]): GatedFileSystem =>
    new GatedFileSystem(new NodeFileSystem(), () => folders.map(uri));
  /** Calls all methods with a path, and returns whether one of them reveals something. */
  const seen = (files: GatedFileSystem, path: string): unknown[] => [
    files.read(uri(path)) && 'content',
    files.list(uri(path)),
    files.kind(uri(path)),
    files.refusal(uri(path)),
    files.isOutside(uri(path)),
  ];
  const nothing = [undefined, undefined, undefined, 'outside', true];

  it('hides everything outside of the folders, whatever link leads there', () => {
    symlinkSync('../outside/b.tf', folder.at('top/link.tf'));
    symlinkSync('../outside', folder.at('top/linked'));
    symlinkSync(folder.at('outside'), folder.at('top/absolute'));
    symlinkSync('link.tf', folder.at('top/twice.tf'));
    const files = gate('top');
    for (const path of [
      'link.tf',
      'linked',
      'linked/b.tf',
      'absolute/b.tf',
      'twice.tf',
      '../outside/b.tf',
      '../topping/c.tf',
    ])
      assert.deepEqual(seen(files, `top/${path}`), nothing, path);
    assert.deepEqual(seen(files, 'outside'), nothing);
  });

  it('resolves a path of many folders in one walk of the path, with the same result', function () {
    if (process.platform !== 'linux') return this.skip();
    const deep = `top/${'d/'.repeat(600)}`;
    folder.write(`${deep}a.tf`, 'inside');
    symlinkSync(folder.at('outside'), folder.at(`${deep}linked`));
    symlinkSync(folder.at('top'), folder.at(`${deep}back`));
    const files = gate('top');
    assert.deepEqual(seen(files, `${deep}linked/b.tf`), nothing);
    assert.deepEqual(seen(files, `${deep}linked/missing/b.tf`), nothing);
    assert.equal(files.realUri(uri(`${deep}back/a.tf`)), uri('top/a.tf'));
    assert.equal(files.realUri(uri(`${deep}missing/a.tf`)), uri(`${deep}missing/a.tf`));
    // The C library walks the path from the start for each of its folders.
    const { mock: native } = mock.method(fs.realpathSync, 'native', fs.realpathSync.native);
    try {
      assert.equal(new TextDecoder().decode(gate('top').read(uri(`${deep}a.tf`))), 'inside');
      assert.ok(native.calls.every(({ arguments: [path] }) => String(path).length < 512));
    } finally {
      native.restore();
    }
  });

  it('resolves a folder once in a turn of the event loop, although files of several folders are read one after the other', function () {
    if (process.platform !== 'linux') return this.skip();
    const files = gate('top');
    const paths = ['1.tf', '2.tf', '3.tf'].flatMap(name => [`top/a/${name}`, `top/b/${name}`]);
    for (const path of paths) folder.write(path, 'inside');
    const { mock: native } = mock.method(fs.realpathSync, 'native', fs.realpathSync.native);
    try {
      for (const path of paths) assert.equal(files.kind(uri(path)), 'file');
      // Its path, and the result.
      assert.equal(native.calls.filter(({ arguments: [path] }) => path === folder.at('top/a')).length, 2);
    } finally {
      native.restore();
    }
  });

  it('does not reveal which files exist outside', () => {
    symlinkSync('../outside/nothing.tf', folder.at('top/dangling.tf'));
    symlinkSync('../outside', folder.at('top/linked'));
    const files = gate('top');
    for (const path of ['outside/nothing.tf', 'top/dangling.tf', 'top/linked/nothing.tf', 'top/linked/b.tf']) {
      assert.deepEqual(seen(files, path), nothing, path);
      assert.equal(files.stamp(uri(path)), 'refused');
    }
  });

  it('resolves a folder again in the next turn of the event loop: it may have been replaced by a link', async () => {
    folder.write('top/modules/b.tf', 'inside');
    const files = gate('top');
    // The first call also resolves the workspace folder.
    for (const path of ['top/a.tf', 'top/modules/b.tf'])
      assert.equal(new TextDecoder().decode(files.read(uri(path))), 'inside');
    rmSync(folder.at('top/modules'), { recursive: true });
    symlinkSync('../outside', folder.at('top/modules'));
    await new Promise(resolve => setImmediate(resolve));
    assert.deepEqual(seen(files, 'top/modules/b.tf'), nothing);
  });

  it('resolves every name as the system does', () => {
    const names = ['a b.tf', 'ü.tf', 'a%20b.tf', '.hidden', '..twice', 'a#b.tf', 'a?b.tf', '~.tf', '-', 'x.tf~'];
    for (const name of names) folder.write(`top/${name}`, '');
    symlinkSync('a.tf', folder.at('top/link.tf'));
    symlinkSync('../outside', folder.at('top/linked'));
    symlinkSync('/', folder.at('top/root'));
    const others = ['link.tf', 'linked', 'linked/b.tf', 'linked/../top/a.tf', 'linked/.', 'root/etc', '.', '..'];
    for (const system of ['linux', 'darwin'] as const) {
      const files = new NodeFileSystem(undefined, system);
      for (const path of [...names, ...others]) {
        const real = URI.file(realpathSync.native(`${folder.at('top')}/${path}`)).toString();
        assert.equal(files.realUri(URI.file(`${folder.at('top')}/${path}`).toString()), real, path);
        assert.equal(files.realUri(`${uri('top')}/${path.split('/').map(encodeURIComponent).join('/')}`), real, path);
      }
      // A query and a fragment are no parts of the path.
      for (const mark of ['?', '#']) assert.equal(files.realUri(`${uri('top')}${mark}/a.tf`), uri('top'));
      assert.equal(files.realUri('file:///etc'), URI.file(realpathSync.native('/etc')).toString());
    }
  });

  it('asks the disk nothing about the servers of network shares, where Windows would sign in', () => {
    class AskedFileSystem extends NodeFileSystem {
      readonly asked: string[] = [];
      override realUri(path: string): string {
        this.asked.push(path);
        return path;
      }
    }
    const shares = (...folders: string[]): { disk: AskedFileSystem; files: GatedFileSystem } => {
      const disk = new AskedFileSystem();
      return { disk, files: new GatedFileSystem(disk, () => folders) };
    };
    const local = shares('file:///c%3A/platform');
    for (const path of ['file://attacker/share/modules/eks', 'file://attacker/share/main.tf']) {
      assert.equal(local.files.kind(path), undefined);
      assert.equal(local.files.read(path), undefined);
      assert.equal(local.files.stamp(path), 'refused');
      assert.equal(local.files.isOutside(path), true);
    }
    assert.deepEqual(local.disk.asked, []);
    const shared = shares('file://server/share/platform');
    assert.equal(shared.files.isOutside('file://SERVER/share/platform/main.tf'), true);
    assert.equal(shared.files.isOutside('file://server/share/platform/main.tf'), false);
    assert.equal(shared.files.isOutside('file://attacker/share/platform/main.tf'), true);
    assert.ok(!shared.disk.asked.includes('file://attacker/share/platform/main.tf'));
  });

  it('resolves `..` in a link without a target as the system does, which would create a file outside', () => {
    folder.write('outside/deep/d.tf', '');
    symlinkSync('../outside/deep', folder.at('top/deep'));
    symlinkSync('deep/../new.tf', folder.at('top/new.tf'));
    symlinkSync(`${folder.at('top')}/deep/../new`, folder.at('top/new'));
    symlinkSync('deep/missing/../../../new.tf', folder.at('top/missing.tf'));
    symlinkSync('new.tf', folder.at('top/twice.tf'));
    const files = gate('top');
    for (const path of ['new.tf', 'new/a.tf', 'missing.tf', 'twice.tf'])
      assert.deepEqual(seen(files, `top/${path}`), nothing, path);
    writeFileSync(folder.at('top/new.tf'), 'written');
    assert.equal(folder.read('outside/new.tf'), 'written');
  });

  it('asks the disk little about links that lead to themselves, and about thousands of missing folders', () => {
    symlinkSync('self/../self/../self', folder.at('top/self'));
    symlinkSync('up/../up', folder.at('top/up'));
    symlinkSync('missing/../self', folder.at('top/other'));
    symlinkSync(`${'missing/'.repeat(500)}a.tf`, folder.at('top/deep'));
    const files = gate('top');
    for (const path of ['self', 'self/a.tf', 'up', 'other', 'deep', 'deep/a.tf', `${'a/'.repeat(2_000)}a.tf`])
      assert.ok(asked(() => assert.equal(files.read(uri(`top/${path}`)), undefined)) < 500, path.slice(0, 20));
  });

  it('reads everything inside, also through links and through the link that opened the folder', () => {
    symlinkSync('top', folder.at('opened'));
    symlinkSync('a.tf', folder.at('top/link.tf'));
    symlinkSync('..', folder.at('top/up'));
    for (const [top, path] of [
      ['top', 'top/a.tf'],
      ['top', 'top/link.tf'],
      ['opened', 'opened/a.tf'],
      ['opened', 'top/a.tf'],
      ['top', 'opened/a.tf'],
      ['top', 'top/up/top/a.tf'],
    ] as const)
      assert.equal(new TextDecoder().decode(gate(top).read(uri(path))), 'inside', `${path} of ${top}`);
  });

  it('distinguishes missing from rejected files', () => {
    const files = gate('top');
    assert.deepEqual(seen(files, 'top/nothing.tf'), [undefined, undefined, undefined, undefined, false]);
    assert.equal(files.stamp(uri('top/nothing.tf')), undefined);
    symlinkSync('a.tf/below', folder.at('top/nowhere'));
    symlinkSync('self', folder.at('top/self'));
    for (const path of ['top/nowhere', 'top/self']) assert.equal(files.read(uri(path)), undefined);
  });

  it('does not report documents without a file as rejected', () => {
    const files = gate('top');
    const untitled = 'untitled:main.tf';
    assert.deepEqual(
      [
        files.read(untitled),
        files.kind(untitled),
        files.stamp(untitled),
        files.refusal(untitled),
        files.isOutside(untitled),
      ],
      [undefined, undefined, undefined, undefined, false],
    );
  });

  it('follows added and removed folders and their links', () => {
    const folders = [uri('opened')];
    const files = new GatedFileSystem(new NodeFileSystem(), () => folders);
    symlinkSync('top', folder.at('opened'));
    assert.notEqual(files.read(uri('opened/a.tf')), undefined);
    folder.delete('opened');
    symlinkSync('outside', folder.at('opened'));
    assert.notEqual(files.read(uri('opened/b.tf')), undefined);
    folders.pop();
    assert.equal(files.read(uri('opened/b.tf')), undefined);
  });

  it('reports a path that leads outside once, and no other', () => {
    symlinkSync('../outside/b.tf', folder.at('top/link.tf'));
    const reported: string[] = [];
    const files = new GatedFileSystem(
      new NodeFileSystem(),
      () => [uri('top')],
      path => reported.push(path),
    );
    for (const path of ['top/link.tf', 'top/link.tf', 'outside/b.tf', 'top/a.tf', 'top/nothing.tf'])
      files.read(uri(path));
    assert.deepEqual(reported, [uri('top/link.tf')]);
  });

  it('lists a folder in order, and not at all if it has too many entries', () => {
    for (const name of ['c', 'a', 'b']) folder.write(`many/${name}`, '');
    const files = (most: number): GatedFileSystem => new GatedFileSystem(new NodeFileSystem(most), () => [uri('many')]);
    assert.deepEqual(
      files(3)
        .list(uri('many'))
        ?.map(({ name }) => name),
      ['a', 'b', 'c'],
    );
    assert.equal(files(2).list(uri('many')), undefined);
    assert.equal(files(2).refusal(uri('many')), 'tooManyEntries');
  });
});
