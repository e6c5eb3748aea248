import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git } from '../../client/git/git';
import { CHANGED_LINES_ARGUMENTS, addedLines, separateProblems } from '../../client/pullRequest/broughtProblems';
import type { CheckProblem } from '../../client/pullRequest/checksMarkdown';

describe('the problems that a change brings', () => {
  let folder: string;
  const run = (...parameters: string[]): string =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...parameters], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  const write = (path: string, ...lines: string[]): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), lines.map(line => `${line}\n`).join(''));
  };
  const commit = (): string => {
    run('add', '--all');
    run('commit', '--quiet', '--message', 'x');
    return run('rev-parse', 'HEAD');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubestack-problems-'));
    run('init', '--quiet', '--initial-branch=main');
    run('config', 'diff.noprefix', 'false');
    run('config', 'diff.mnemonicPrefix', 'true');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const problem = (file: string, line: number, message = 'Same value', code = 'KS208'): CheckProblem => ({
    file,
    line,
    message,
    code,
    severity: 'warning',
  });
  const separated = async (
    from: string,
    now: readonly CheckProblem[],
    before: readonly { path: string; code: string; message: string }[],
  ): Promise<unknown> => {
    const lines = addedLines(await new Git(folder).run([...CHANGED_LINES_ARGUMENTS, from]));
    const { brought, existing } = separateProblems(now, before, lines);
    return [brought.map(({ file, line }) => `${file}:${line}`), existing];
  };
  const known = (
    path: string,
    message = 'Same value',
    code = 'KS208',
  ): { path: string; code: string; message: string } => ({
    path,
    message,
    code,
  });

  it('are new ones, and those on changed lines; the others are counted', async () => {
    write('größe/a b.tf', 'one', 'two', 'three', '++ four');
    const from = commit();
    write('größe/a b.tf', 'new', 'one', 'two', 'changed', '++ four', '++ b.tf');
    commit();
    const path = 'größe/a b.tf';
    const now = [problem(path, 2), problem(path, 4), problem(path, 5, 'Another'), problem('b.tf', 1)];
    assert.deepEqual(await separated(from, now, [known(path), known(path), known(path, 'Another')]), [
      [`b.tf:1`, `${path}:4`],
      2,
    ]);
    assert.deepEqual(await separated(from, now, []), [[`${path}:2`, `${path}:5`, 'b.tf:1', `${path}:4`], 0]);
  });

  it('include one more of the same kind in a file, the one on the changed line', async () => {
    write('a.tf', 'one', 'two');
    const from = commit();
    write('a.tf', 'one', 'two', 'one');
    commit();
    assert.deepEqual(await separated(from, [problem('a.tf', 3), problem('a.tf', 1)], [known('a.tf')]), [['a.tf:3'], 1]);
  });

  it('are followed through renames', async () => {
    write('a.tf', 'one', 'two', 'three', 'four', 'five', 'six');
    const from = commit();
    run('mv', 'a.tf', 'b.tf');
    commit();
    assert.deepEqual(await separated(from, [problem('b.tf', 2)], [known('a.tf')]), [[], 1]);
  });

  it('are all problems if those before are unknown', () => {
    const { brought, existing } = separateProblems([problem('a.tf', 1)], undefined, addedLines(''));
    assert.deepEqual([brought.length, existing], [1, 0]);
  });
});
