// The command line and the extension read untrusted repositories: nothing from them may become an option or a program of git, lead to another
// repository, or never end.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { comparedSides } from '../../../client/languageModelTools/comparedSides';
import { RevisionError } from '../../../common/node/git/revisionError';
import { RevisionRepository } from '../../../common/node/git/revisionRepository';
import { gitReader } from '../../../server/cli/gitReader';
import { uriOfPath } from '../../../server/workspace/uri';
import { skipOnWindows } from '../../support/skipWithout';
import { gitIn } from '../../support/gitIn';

const around = (folder: string): Promise<RevisionRepository> => RevisionRepository.around(gitReader(folder), folder);

describe('git revisions of the command line', () => {
  let folder: string;
  const path = process.env['PATH'];
  const current = process.cwd();

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    gitIn(folder, 'init', '--quiet');
    gitIn(folder, 'commit', '--quiet', '--allow-empty', '--message', 'first');
    gitIn(folder, 'update-ref', 'refs/heads/--output=written', 'HEAD');
  });
  afterEach(() => {
    process.env['PATH'] = path;
    process.chdir(current);
    rmSync(folder, { recursive: true });
  });

  it('are never interpreted as options of git', async () => {
    const repository = await around(folder);
    const head = await repository.commit('HEAD');
    assert.equal(await repository.commit('--output=written'), head);
    assert.deepEqual(await repository.named(['--output=written...HEAD']), [head, head]);
    for (const revision of ['--help', '--git-dir=/', '-x', '--all']) {
      await assert.rejects(repository.commit(revision), RevisionError);
      await assert.rejects(repository.named([`${revision}...HEAD`]), RevisionError);
    }
    assert.deepEqual(readdirSync(folder), ['.git']);
  });

  it('are read without running a program named git in the checked folder', async function () {
    skipOnWindows(this);
    const marker = join(folder, 'was-run');
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    process.chdir(folder);
    process.env['PATH'] = ['.', '', folder.replace(/.*\//, '../'), path].join(delimiter);
    await (await around(folder)).commit('HEAD');
    assert.equal(existsSync(marker), false);
  });
});

describe('a branch merged into another', () => {
  let folder: string;
  const git = (...parameters: string[]) => gitIn(folder, '-c', 'core.autocrlf=false', ...parameters);
  const commit = (files: Record<string, string>): void => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'change');
  };
  const lines = (...changed: string[]) => ['one', '', '', '', 'two', '', '', '', ...changed, ''].join('\n');

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    git('init', '--quiet', '--initial-branch=main');
    commit({ 'a.tf': lines('three'), 'b.tf': 'b\n', 'c.tf': 'kept\n' });
    git('switch', '--quiet', '--create=feature');
    commit({ 'a.tf': lines('three', 'four'), 'd.tf': 'new\n' });
    git('switch', '--quiet', 'main');
    commit({ 'a.tf': lines('three').replace('one', 'ONE'), 'b.tf': 'B\n' });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const merged = async () => {
    const repository = await around(folder);
    const [before, after] = await repository.named(['main', 'feature merged into main']);
    const { files } = await repository.tree(after!);
    const contents = [...files].map(([name, file]) => [name, 'bytes' in file && new TextDecoder().decode(file.bytes)]);
    return { contents: Object.fromEntries(contents) as unknown, changed: await repository.changedPaths(before, after) };
  };

  it('has the changes of both, and leaves no object in the repository', async () => {
    const objects = () => readdirSync(join(folder, '.git/objects'), { recursive: true }).sort();
    const before = objects();
    assert.deepEqual(await merged(), {
      contents: {
        'a.tf': lines('three', 'four').replace('one', 'ONE'),
        'b.tf': 'B\n',
        'c.tf': 'kept\n',
        'd.tf': 'new\n',
      },
      changed: ['a.tf', 'd.tf'],
    });
    assert.deepEqual(objects(), before);
  });

  it('is refused with the names of the files in conflict', async () => {
    commit({ 'd.tf': 'another\n' });
    await assert.rejects(merged(), /can't be merged into .*: there are conflicts in d\.tf\./);
    await assert.rejects((await around(folder)).named(['main', 'nothing merged into main']), {
      message: /Unknown revision "nothing"/,
    });
  });

  it('runs no merge driver of the repository, neither for the command line nor for the tools of an editor', async () => {
    const marker = join(folder, 'was-run');
    git('config', 'merge.own.driver', `touch '${marker}'`);
    git('config', 'merge.a=b.driver', `touch '${marker}'`);
    git('config', 'merge.default', 'own');
    commit({ '.gitattributes': '*.tf merge=a=b\n' });
    await assert.rejects(merged(), /there are conflicts in a\.tf/);
    const objects = readdirSync(join(folder, '.git/objects'), { recursive: true }).length;
    const sides = comparedSides(folder, uriOfPath(folder), 'main', 'feature merged into main');
    await assert.rejects(sides, /there are conflicts in a\.tf/);
    assert.equal(readdirSync(join(folder, '.git/objects'), { recursive: true }).length, objects);
    assert.equal(existsSync(marker), false);
  });

  it('is the same tree for the tools of an editor', async () => {
    const { before, after, changedFiles } = await comparedSides(
      folder,
      uriOfPath(folder),
      'main',
      'feature merged into main',
    );
    const { contents, changed } = await merged();
    assert.deepEqual(after, { kind: 'files', files: contents });
    assert.equal(before.kind === 'revision' && (await before.read())['a.tf'], lines('three').replace('one', 'ONE'));
    assert.deepEqual(changedFiles, changed);
    commit({ 'd.tf': 'another\n' });
    await assert.rejects(comparedSides(folder, uriOfPath(folder), 'main', 'feature merged into main'), {
      message: "feature can't be merged into main: there are conflicts in d.tf.",
    });
  });
});

describe('the repository of a folder', function () {
  let place: string;
  const at = (path: string): string => join(place, path);
  const git = (folder: string, ...parameters: string[]): string =>
    gitIn(at(folder), '-c', 'protocol.file.allow=always', ...parameters);
  const repository = (folder: string, text: string): void => {
    mkdirSync(at(folder), { recursive: true });
    git(folder, 'init', '--quiet', '--initial-branch=main');
    writeFileSync(at(`${folder}/main.tf`), text);
    git(folder, 'add', '.');
    git(folder, 'commit', '--quiet', '--message', text);
  };
  const read = async (folder: string, timeoutMs?: number): Promise<string> => {
    const reader = gitReader(at(folder), timeoutMs === undefined ? {} : { timeoutMs });
    const opened = await RevisionRepository.around(reader, at(folder));
    await opened.ignoredConfiguration();
    const file = (await opened.tree(await opened.commit('HEAD'))).files.get('main.tf');
    return file && 'bytes' in file ? new TextDecoder().decode(file.bytes) : JSON.stringify(file);
  };

  beforeEach(function () {
    skipOnWindows(this);
    place = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    repository('other', 's3cr3t');
    repository('own', 'ours');
  });
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  const refused = async (message: RegExp): Promise<void> => {
    await assert.rejects(read('own'), (error: Error) => {
      assert.ok(error instanceof RevisionError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /s3cr3t/);
      return true;
    });
    await assert.rejects(comparedSides(at('own'), uriOfPath(at('own')), 'HEAD', undefined), message);
  };

  it('is not another one that a .git file names', async () => {
    rmSync(at('own/.git'), { recursive: true });
    writeFileSync(at('own/.git'), 'gitdir: ../other/.git\n');
    await refused(/its Git repository is outside of the folder/);
    git('other', 'worktree', 'add', '--quiet', '--detach', '../linked');
    writeFileSync(at('own/.git'), 'gitdir: ../other/.git/worktrees/linked\n');
    await refused(/its Git repository is outside of the folder/);
  });

  it('is not another one that .git is a link to', async () => {
    rmSync(at('own/.git'), { recursive: true });
    symlinkSync('../other/.git', at('own/.git'));
    await refused(/its Git repository is outside of the folder/);
  });

  it('is not another one that commondir names', async () => {
    writeFileSync(at('own/.git/commondir'), '../../other/.git\n');
    await refused(/its Git repository is outside of the folder/);
    rmSync(at('own/.git'), { recursive: true });
    mkdirSync(at('own/fake/worktrees/own'), { recursive: true });
    writeFileSync(at('own/.git'), 'gitdir: fake/worktrees/own\n');
    writeFileSync(at('own/fake/worktrees/own/gitdir'), `${at('own/.git')}\n`);
    writeFileSync(at('own/fake/worktrees/own/commondir'), '../../../../other/.git\n');
    writeFileSync(at('own/fake/worktrees/own/HEAD'), 'ref: refs/heads/main\n');
    await refused(/its Git repository is outside of the folder/);
  });

  it('has no references or objects of another one', async () => {
    rmSync(at('own/.git/refs/heads'), { recursive: true });
    symlinkSync('../../../other/.git/refs/heads', at('own/.git/refs/heads'));
    await refused(/refs\/heads is a link that leads out of it/);
    rmSync(at('own/.git/refs/heads'));
    mkdirSync(at('own/.git/refs/heads'));
    writeFileSync(at('own/.git/refs/heads/main'), git('other', 'rev-parse', 'HEAD'));
    writeFileSync(at('own/.git/objects/info/alternates'), at('other/.git/objects\n'));
    await refused(/takes objects from another one, which .*alternates names/);
  });

  it('takes no objects from the one it was cloned from, once git has repacked it', async () => {
    git('.', 'clone', '--quiet', '--shared', at('other'), at('borrowing'));
    const message = /takes objects from another one, which (\S+) names\. .*run git repack -a -d and delete that file\./;
    let file = '';
    await assert.rejects(read('borrowing'), (error: Error) => {
      file = message.exec(error.message)?.[1] ?? '';
      return error instanceof RevisionError;
    });
    git('borrowing', 'repack', '--quiet', '-a', '-d');
    rmSync(file);
    assert.equal(await read('borrowing'), 's3cr3t');
  });

  it('is that of a work tree, of a submodule, and of a work tree of a submodule', async () => {
    git('own', 'worktree', 'add', '--quiet', '--detach', '../linked');
    assert.equal(await read('linked'), 'ours');
    git('own', 'submodule', '--quiet', 'add', at('other'), 'modules');
    assert.equal(await read('own/modules'), 's3cr3t');
    git('own/modules', 'worktree', 'add', '--quiet', '--detach', '../../second');
    assert.equal(await read('second'), 's3cr3t');
    mkdirSync(at('moved'));
    writeFileSync(at('moved/.git'), `gitdir: ${at('own/.git/modules/modules')}\n`);
    await assert.rejects(read('moved'), /its Git repository is outside of the folder/);
  });

  for (const path of ['packed-refs', 'info/exclude', 'HEAD', 'config'])
    it(`is refused at once if ${path} is a pipe`, async () => {
      rmSync(at(`own/.git/${path}`), { force: true });
      execFileSync('mkfifo', [at(`own/.git/${path}`)]);
      await refused(/is not a regular file/);
    });

  it('is refused after some time if .gitignore is a pipe', async () => {
    execFileSync('mkfifo', [at('own/.gitignore')]);
    await assert.rejects(read('own', 300), /git did not answer within 0\.3 seconds/);
  });

  it('has too many files if a small tree lists itself many times', async () => {
    const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: at('own'), input: 'x' })
      .toString()
      .trim();
    let tree = `100644 blob ${blob}\t`;
    for (let level = 0; level < 7; level++) {
      const input = Array.from({ length: 10 }, (_, index) => `${tree}${`${'n'.repeat(40)}${index}`}\n`).join('');
      const hash = execFileSync('git', ['mktree'], { cwd: at('own'), input })
        .toString()
        .trim();
      tree = `040000 tree ${hash}\t`;
    }
    const hash = /[0-9a-f]{40}/.exec(tree)![0];
    git('own', 'update-ref', 'refs/heads/main', git('own', 'commit-tree', '-m', 'bomb', hash).trim());
    await assert.rejects(read('own'), /git ls-tree prints more than 64 MB: the repository is too large/);
  });

  it('has a file that is too large to be read, beside the others', async () => {
    const opened = await around(at('own'));
    writeFileSync(at('own/big.tf'), Buffer.alloc(17 * 1024 * 1024, '#'));
    git('own', 'add', '.');
    git('own', 'commit', '--quiet', '--message', 'big');
    const { files } = await opened.tree(await opened.commit('HEAD'));
    assert.deepEqual(files.get('big.tf'), { refusal: 'tooLarge' });
    assert.equal(await read('own'), 'ours');
  });
});
