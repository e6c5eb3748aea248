// The command line checks untrusted repositories in pipelines: nothing from them may become an option or a program of git.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { comparedSides } from '../../../../client/languageModelTools/comparedSides';
import { revisionsOf } from '../../../../server/cli/compareCommand';
import { GitRevisionError, RevisionRepository } from '../../../../server/cli/gitRevision';
import { uriOfPath } from '../../../../server/workspace/uri';
import { skipOnWindows } from '../../../support/skipWithout';

describe('git revisions of the command line', () => {
  let folder: string;
  const path = process.env['PATH'];
  const current = process.cwd();

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: folder });
    git('init', '--quiet');
    const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    git(...author, 'commit', '--quiet', '--allow-empty', '--message', 'first');
    git('update-ref', 'refs/heads/--output=written', 'HEAD');
  });
  afterEach(() => {
    process.env['PATH'] = path;
    process.chdir(current);
    rmSync(folder, { recursive: true });
  });

  it('are never interpreted as options of git', () => {
    const repository = RevisionRepository.around(folder, folder);
    const head = repository.commit('HEAD');
    assert.equal(repository.commit('--output=written'), head);
    assert.equal(repository.mergeBase('--output=written', 'HEAD'), head);
    for (const revision of ['--help', '--git-dir=/', '-x', '--all']) {
      assert.throws(() => repository.commit(revision), GitRevisionError);
      assert.throws(() => repository.mergeBase(revision, 'HEAD'), GitRevisionError);
    }
    assert.deepEqual(readdirSync(folder), ['.git']);
  });

  it('are read without running a program named git in the checked folder', function () {
    skipOnWindows(this);
    const marker = join(folder, 'was-run');
    writeFileSync(join(folder, 'git'), `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    process.chdir(folder);
    process.env['PATH'] = ['.', '', folder.replace(/.*\//, '../'), path].join(delimiter);
    RevisionRepository.around(folder, folder).commit('HEAD');
    assert.equal(existsSync(marker), false);
  });
});

describe('a branch merged into another', () => {
  let folder: string;
  const git = (...parameters: string[]) => {
    const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', '-c', 'core.autocrlf=false'];
    return execFileSync('git', [...author, ...parameters], { cwd: folder, encoding: 'utf8' });
  };
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

  const merged = () => {
    const repository = RevisionRepository.around(folder, folder);
    const [before, after] = revisionsOf(['main', 'feature merged into main'], repository);
    const { files } = repository.files(after!);
    const contents = [...files].map(([name, read]) => [name, new TextDecoder().decode(read())]);
    return { contents: Object.fromEntries(contents) as unknown, changed: repository.changedPaths(before, after) };
  };

  it('has the changes of both, and leaves no object in the repository', () => {
    const objects = () => readdirSync(join(folder, '.git/objects'), { recursive: true }).sort();
    const before = objects();
    assert.deepEqual(merged(), {
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

  it('is refused with the names of the files in conflict', () => {
    commit({ 'd.tf': 'another\n' });
    assert.throws(merged, /can't be merged into .*: there are conflicts in d\.tf\./);
    assert.throws(() => revisionsOf(['main', 'nothing merged into main'], RevisionRepository.around(folder, folder)), {
      message: /Unknown revision "nothing"/,
    });
  });

  it('runs no merge driver of the repository', () => {
    const marker = join(folder, 'was-run');
    git('config', 'merge.own.driver', `touch '${marker}'`);
    git('config', 'merge.a=b.driver', `touch '${marker}'`);
    git('config', 'merge.default', 'own');
    commit({ '.gitattributes': '*.tf merge=a=b\n' });
    assert.throws(merged, /there are conflicts in a\.tf/);
    assert.equal(existsSync(marker), false);
  });

  it('is the same tree for the tools of an editor', async () => {
    const { before, after, changedFiles } = await comparedSides(
      folder,
      uriOfPath(folder),
      'main',
      'feature merged into main',
    );
    const { contents, changed } = merged();
    assert.deepEqual(after, { kind: 'files', files: contents });
    assert.equal(before.kind === 'files' && before.files['a.tf'], lines('three').replace('one', 'ONE'));
    assert.deepEqual(changedFiles, changed);
    commit({ 'd.tf': 'another\n' });
    await assert.rejects(comparedSides(folder, uriOfPath(folder), 'main', 'feature merged into main'), {
      message: "feature can't be merged into main: there are conflicts in d.tf.",
    });
  });
});
