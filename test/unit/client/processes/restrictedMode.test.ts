// A repository can configure programs that git runs by itself. In Restricted Mode, no program is started at all.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostOfAlias } from '../../../../client/gitHost/sshHost';
import { Git } from '../../../../client/git/git';
import { readRemotes } from '../../../../client/git/remotes';
import { readRepositoryState } from '../../../../client/git/repositoryState';
import { runProcess } from '../../../../client/plan/run/commandRun';
import { identify } from '../../../../client/plan/run/executable';
import { PlanRunner } from '../../../../client/plan/run/planRunner';
import { startProgram } from '../../../../client/processes/startProgram';
import { RestrictedModeError, startProgramsWhen } from '../../../../client/processes/trust';
import { skipOnWindows } from '../../../support/skipWithout';

describe('Restricted Mode', () => {
  let folder: string;
  let marker: string;
  /** A program that creates a file when it runs. */
  let program: string;

  before(function () {
    skipOnWindows(this);
  });
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kubestack-test-')));
    marker = join(folder, 'was-run');
    program = join(folder, 'program');
    writeFileSync(program, `#!/bin/sh\ntouch '${marker}'\n`, { mode: 0o755 });
    const git = (...parameters: string[]) => execFileSync('git', parameters, { cwd: folder });
    git('init', '--quiet');
    git('remote', 'add', 'origin', 'https://gitlab.com/acme/platform.git');
    git('config', 'core.fsmonitor', program);
  });
  afterEach(() => {
    startProgramsWhen(() => true);
    rmSync(folder, { recursive: true });
  });

  it('runs neither git, nor terraform, nor ssh, nor anything else', async () => {
    startProgramsWhen(() => false);
    const spec = { file: program, arguments: [], cwd: folder, environment: process.env };
    assert.throws(() => startProgram(spec, { stdio: 'ignore' }), RestrictedModeError);
    await assert.rejects(runProcess(spec), RestrictedModeError);
    await assert.rejects(identify(program, { folder, environment: process.env }), RestrictedModeError);
    const git = new Git(folder);
    await assert.rejects(git.run(['status']), RestrictedModeError);
    await assert.rejects(git.tryRead(['config', '--get', 'core.fsmonitor']), RestrictedModeError, 'it is not a no');
    await assert.rejects(readRemotes(git), RestrictedModeError);
    await assert.rejects(readRepositoryState(git), RestrictedModeError);
    await assert.rejects(new Git(folder, { program }).run(['remote']), RestrictedModeError);
    assert.equal(await hostOfAlias('gitlab.com'), undefined);
    const runner = new PlanRunner({ temporaryFolder: join(folder, 'storage') });
    const outcome = await runner.plan({ folder, environment: 'ops', executable: program });
    assert.deepEqual(outcome, {
      kind: 'failed',
      exitCode: -1,
      stderrTail: ['No program is started in Restricted Mode.'],
    });
    assert.equal(existsSync(marker), false);
  });

  it("ends when the workspace is trusted; signing in then reads remotes without running the repository's file system monitor", async () => {
    startProgramsWhen(() => true);
    const url = 'https://gitlab.com/acme/platform.git';
    assert.deepEqual(await readRemotes(new Git(folder)), [{ name: 'origin', fetchUrl: url, pushUrl: url }]);
    assert.equal(existsSync(marker), false, 'git ran no program of the repository');
    await readRepositoryState(new Git(folder));
    assert.equal(existsSync(marker), true, 'git status does run it, so this test would notice');
  });

  it('allows only absolute paths of programs', () => {
    const spec = { file: 'git', arguments: [], cwd: folder, environment: process.env };
    assert.throws(() => startProgram(spec, { stdio: 'ignore' }), /git is not an absolute path/);
  });
});
