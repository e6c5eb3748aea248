import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Git } from '../../client/git/git';
import { readRepositoryState } from '../../client/git/repositoryState';
import { readPipelinesOf } from '../../client/promotion/readPipelines';
import { RevisionError } from '../../common/node/git/revisionError';
import { readRepository } from '../../client/promotion/readRepository';
import { skipOnWindows } from '../support/skipWithout';
import { Clone, SharedRepository } from '../support/client/promotion/sharedRepository';

describe('promotion with real git', function () {
  let shared: SharedRepository;
  let ada: Clone;
  let bo: Clone;
  let first: string;

  beforeEach(() => {
    ({ shared, ada, bo, first } = SharedRepository.withFirstCommit());
  });

  afterEach(() => shared.delete());

  it('creates an annotated tag on the validated commit, locally and on the remote, and pushes nothing else', async () => {
    ada.run('tag', '--annotate', '--message', 'mine', 'private', first);
    ada.run('config', 'push.followTags', 'true');
    ada.run('checkout', '--quiet', '-b', 'other');
    ada.run('checkout', '--quiet', 'main');
    assert.deepEqual(await ada.promote('apps'), { kind: 'promoted', tag: 'apps-deploy-2026-11-20-0', commit: first });
    assert.deepEqual(shared.tags(), { 'apps-deploy-2026-11-20-0': first });
    assert.equal(ada.run('cat-file', '-t', 'apps-deploy-2026-11-20-0'), 'tag');
    assert.match(
      ada.run('for-each-ref', '--format=%(contents)', 'refs/tags/apps-*'),
      /Promote apps-deploy-2026-11-20-0/,
    );
    assert.equal(
      shared.in(shared.remote, 'for-each-ref', '--format=%(refname)', 'refs/heads').trim(),
      'refs/heads/main',
    );
    const { there, refusals } = await bo.stage('apps');
    assert.deepEqual(
      [there?.commit, there?.by, refusals.map(({ kind }) => kind)],
      [first, 'ada', ['nothingToPromote']],
    );
  });

  it('promotes one commit from ops to apps to apps-prod', async () => {
    assert.deepEqual(await ada.refusals('apps-prod'), ['earlierNotPromoted']);
    await ada.promote('apps');
    const second = ada.merge('second');
    assert.equal((await ada.promote('apps-prod')).kind, 'promoted');
    assert.deepEqual(
      (await bo.stages()).map(({ environment, there, waiting }) => [environment, there?.commit, waiting.length]),
      [
        ['ops', second, 0],
        ['apps', first, 1],
        ['apps-prod', first, 0],
      ],
    );
  });

  it('reads nothing of another repository that a .git file, a link or commondir leads to', async function () {
    skipOnWindows(this);
    const own = join(ada.folder, '.git');
    const refused = async (): Promise<void> => {
      const question = { ...ada.question(), git: new Git(ada.folder) };
      await assert.rejects(
        readRepository({ ...question, fetch: false }),
        (error: Error) => error instanceof RevisionError && /its Git repository is outside/.test(error.message),
      );
      await assert.rejects(readRepositoryState(question.git), RevisionError);
    };
    writeFileSync(join(own, 'commondir'), '../../bo/.git\n');
    await refused();
    rmSync(own, { recursive: true });
    writeFileSync(own, 'gitdir: ../bo/.git\n');
    await refused();
    rmSync(own);
    symlinkSync('../bo/.git', own);
    await refused();
  });

  it('promotes the pushed commit if there are uncommitted changes, and lists the changed files of a platform', async () => {
    const question = { ...ada.question(), folders: ['platform'] };
    ada.write('notes/later.txt', 'x');
    ada.write('platform/größe neu.tf', 'x');
    assert.deepEqual(await ada.refusals('apps'), []);
    const { facts } = await readRepository({ ...question, fetch: false });
    assert.deepEqual(facts.changes, ['platform/']);
    assert.equal((await ada.promote('apps')).kind, 'promoted');
    assert.deepEqual(shared.tags(), { 'apps-deploy-2026-11-20-0': first });
  });

  it('refuses commits that are not pushed, behind the remote, or not on main', async () => {
    ada.commit('second');
    assert.deepEqual(await ada.refusals('apps'), ['unpushed']);
    bo.merge('of bo');
    assert.deepEqual(await ada.refusals('apps'), ['unpushed', 'behind']);
    ada.run('reset', '--quiet', '--hard', 'HEAD~1');
    assert.deepEqual(await ada.refusals('apps'), ['behind']);
    ada.run('pull', '--quiet', '--ff-only', 'origin', 'main');
    ada.run('checkout', '--quiet', '-b', 'feature/größe');
    assert.deepEqual(await ada.refusals('apps'), []);
    ada.commit('of a branch');
    const [refusal] = (await ada.stage('apps')).refusals;
    assert.deepEqual(refusal, {
      kind: 'notOnMain',
      branch: 'main',
      commit: ada.run('rev-parse', 'HEAD'),
      checkedOut: 'feature/größe',
    });
    ada.run('checkout', '--quiet', '--detach', 'main');
    assert.deepEqual(await ada.refusals('apps'), []);
  });

  it('refuses a commit that is on no branch', async () => {
    ada.run('checkout', '--quiet', '--detach');
    const commit = ada.commit('on no branch');
    const [refusal] = (await ada.stage('apps')).refusals;
    assert.deepEqual(refusal, { kind: 'notOnMain', branch: 'main', commit, checkedOut: '' });
  });

  it('uses the only known branch of the remote as the main branch until the remote is queried', async () => {
    shared.in(shared.remote, 'branch', '-m', 'main', 'trunk');
    ada.run('fetch', '--quiet', '--prune', 'origin');
    ada.run('remote', 'set-head', 'origin', '--delete');
    const reading = await readRepository({ ...ada.question(), fetch: false });
    assert.deepEqual([reading.facts.mainBranch, reading.facts.main], ['trunk', first]);
  });

  it('refuses commits whose pipeline failed or is running', async () => {
    for (const [state, kind] of [
      ['failed', 'pipelineFailed'],
      ['running', 'pipelineRunning'],
    ] as const) {
      ada.gitHost.set(first, state);
      assert.deepEqual(await ada.refusals('apps'), [kind]);
    }
    assert.deepEqual(await ada.promote('apps', { purpose: 'tag' }).then(({ kind }) => kind), 'refused');
    assert.deepEqual(shared.tags(), {});
  });

  it('reads the pipelines of a commit, whatever is in the work tree', async () => {
    const workflow = '.github/workflows/deploy.yaml';
    const apply = 'on: { push: { tags: ["apps-v*"] } }\njobs: { a: { runs-on: x, steps: [{ run: ./ci/apply.sh }] } }\n';
    ada.write(workflow, apply);
    ada.write('ci/apply.sh', 'terraform workspace select apps && terraform apply\n');
    const commit = ada.merge('A pipeline');
    ada.write(workflow, 'on: [pull_request]\njobs: {}\n');
    ada.run('rm', '--quiet', '--cached', 'ci/apply.sh');
    const pipelineFiles = await readPipelinesOf(ada.git, commit);
    assert.deepEqual(
      pipelineFiles.map(({ path }) => path),
      [workflow, 'ci/apply.sh'],
    );
    const { rules } = await readRepository({ ...ada.question(), pipelineFiles, fetch: false });
    assert.equal(rules.tagRules.find(({ environment }) => environment === 'apps')?.template, 'apps-v{date}-{counter}');
    assert.deepEqual(rules.tagOutcomes?.get('apps'), { kind: 'applied', path: workflow, isManual: false });
    assert.deepEqual(rules.tagOutcomes?.get('apps-prod'), { kind: 'notStarted' });
    assert.deepEqual(await readPipelinesOf(ada.git, first), []);
  });

  it('counts deploy tags that only the pipeline of the work tree names, too', async () => {
    ada.run('tag', '--annotate', '--message', 'x', 'apps-deploy-2026-11-19-0', first);
    ada.run('push', '--quiet', 'origin', 'apps-deploy-2026-11-19-0');
    const { rules: known } = await ada.read();
    const settings = { ...ada.settings, pattern: 'v-{environment}-{counter}' };
    const question = { ...ada.question(), settings, otherTagRules: known.tagRules, fetch: true };
    const { facts, rules } = await readRepository(question);
    assert.deepEqual(
      facts.tags.map(({ name, environment }) => [name, environment]),
      [['apps-deploy-2026-11-19-0', 'apps']],
    );
    assert.equal(rules.tagRules[1]?.template, 'v-apps-{counter}');
  });

  it('never tags a commit that is not on the main branch', async () => {
    ada.run('checkout', '--quiet', '-b', 'feature');
    const unmerged = ada.commit('stray');
    ada.run('push', '--quiet', 'origin', 'feature');
    const outcome = await ada.promote('apps', { commit: unmerged, purpose: 'tag' });
    assert.deepEqual(outcome.kind === 'refused' && outcome.refusals.map(({ kind }) => kind), ['notOnMain']);
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
  });

  it('uses the next counter if a colleague used the name for an earlier commit', async () => {
    const confirmedByBo = await bo.stage('apps');
    const second = ada.merge('second');
    const confirmedByAda = await ada.stage('apps');
    assert.equal(
      (await bo.promote('apps', { confirmed: confirmedByBo, commit: first, purpose: 'tag' })).kind,
      'promoted',
    );
    assert.deepEqual(await ada.promote('apps', { confirmed: confirmedByAda }), {
      kind: 'promoted',
      tag: 'apps-deploy-2026-11-20-1',
      commit: second,
    });
  });

  it('creates one tag if two people promote the same commit at the same time', async () => {
    const [one, other] = [await ada.stage('apps'), await bo.stage('apps')];
    const outcomes = await Promise.all([
      ada.promote('apps', { confirmed: one }),
      bo.promote('apps', { confirmed: other }),
    ]);
    assert.deepEqual(outcomes.map(({ kind }) => kind).sort(), ['alreadyThere', 'promoted']);
    assert.deepEqual(shared.tags(), { 'apps-deploy-2026-11-20-0': first });
    assert.deepEqual(
      [await bo.stage('apps'), await ada.stage('apps')].map(stage => stage.history.length),
      [1, 1],
    );
  });

  it("does not undo a colleague's rollback that happened after the preview", async () => {
    await ada.promote('apps');
    ada.merge('second');
    await ada.promote('apps');
    const third = ada.merge('third');
    const confirmed = await ada.stage('apps');
    assert.equal((await bo.promote('apps', { commit: first, purpose: 'rollback' })).kind, 'promoted');
    const outcome = await ada.promote('apps', { confirmed, commit: third });
    assert.equal(outcome.kind, 'superseded');
  });

  it('holds an environment back after a rollback, and says which tag was rolled back', async () => {
    await ada.promote('apps');
    const second = ada.merge('second');
    await ada.promote('apps');
    assert.equal((await ada.stage('apps')).heldBackFrom, undefined);
    assert.equal((await ada.promote('apps', { commit: first, purpose: 'rollback' })).kind, 'promoted');
    const stage = await bo.stage('apps');
    assert.deepEqual(
      [stage.there?.commit, stage.heldBackFrom?.name, stage.waiting.length],
      [first, 'apps-deploy-2026-11-20-1', 1],
    );
    bo.run('pull', '--quiet', 'origin', 'main');
    assert.deepEqual(await bo.promote('apps'), { kind: 'promoted', tag: 'apps-deploy-2026-11-20-3', commit: second });
    assert.equal((await bo.stage('apps')).heldBackFrom, undefined);
  });

  it("removes its tag if a rule of the remote rejects it, and shows the remote's message", async () => {
    shared.hook('update', 'case "$1" in refs/tags/apps-*) echo "Only the release team deploys." >&2; exit 1;; esac');
    const outcome = await ada.promote('apps');
    assert.equal(outcome.kind, 'notPushed');
    assert.match(outcome.kind === 'notPushed' ? outcome.message : '', /Only the release team deploys\./);
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
  });

  it('keeps its tag if the push fails after the remote received it', async () => {
    shared.hook('post-receive', 'kill -9 $PPID');
    assert.deepEqual(await ada.promote('apps'), { kind: 'promoted', tag: 'apps-deploy-2026-11-20-0', commit: first });
    assert.deepEqual(
      [shared.tags(), ada.tags()],
      [{ 'apps-deploy-2026-11-20-0': first }, ['apps-deploy-2026-11-20-0']],
    );
  });

  it('leaves no tag if the push fails before the remote received it', async () => {
    shared.hook('pre-receive', 'kill -9 $PPID');
    assert.equal((await ada.promote('apps')).kind, 'notPushed');
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
    shared.removeHook('pre-receive');
    assert.equal((await ada.promote('apps')).kind, 'promoted');
  });

  it('leaves no tag if Git fails to read the tag that it has created', async () => {
    let failures = 1;
    const onCommand = (command: string) => {
      if (/ rev-parse --verify refs\/tags\//.test(command) && failures-- > 0) throw new Error('No more processes');
    };
    Object.assign(ada, { git: new Git(ada.folder, { onCommand }) });
    await assert.rejects(ada.promote('apps'), /No more processes/);
    assert.deepEqual([shared.tags(), ada.tags()], [{}, []]);
  });

  it('refuses if the remote does not respond, and leaves nothing behind', async () => {
    ada.run('remote', 'set-url', 'origin', `file://${shared.root}/nowhere.git`);
    const [refusal] = (await ada.stage('apps')).refusals;
    assert.equal(refusal?.kind, 'remoteNotAsked');
    assert.match(refusal?.kind === 'remoteNotAsked' ? refusal.problem : '', /nowhere\.git/);
    assert.equal((await ada.promote('apps')).kind, 'refused');
    assert.deepEqual(ada.tags(), []);
  });

  it('ignores a tag that exists only in this clone, and does not reuse its name', async () => {
    ada.run('tag', '--annotate', '--message', 'left behind', 'apps-deploy-2026-11-20-0', first);
    const stage = await ada.stage('apps');
    assert.deepEqual([stage.there, stage.localOnly.map(({ name }) => name)], [undefined, ['apps-deploy-2026-11-20-0']]);
    assert.deepEqual(await ada.promote('apps'), { kind: 'promoted', tag: 'apps-deploy-2026-11-20-1', commit: first });
    assert.deepEqual(Object.keys(shared.tags()), ['apps-deploy-2026-11-20-1']);
  });

  it("uses the remote's tag if this clone has another one with the same name", async () => {
    await bo.promote('apps');
    const second = ada.merge('second');
    ada.run('tag', '--annotate', '--message', 'mine', 'apps-deploy-2026-11-20-0', second);
    assert.equal((await ada.stage('apps')).there?.commit, first);
    assert.equal((await ada.promote('apps')).kind, 'promoted');
    assert.deepEqual(shared.tags(), { 'apps-deploy-2026-11-20-0': first, 'apps-deploy-2026-11-20-1': second });
  });

  it('sorts its tag after that of someone whose clock is ahead', async () => {
    bo.now = Date.UTC(2026, 10, 23);
    await bo.promote('apps');
    const second = ada.merge('second');
    assert.deepEqual(await ada.promote('apps'), { kind: 'promoted', tag: 'apps-deploy-2026-11-23-1', commit: second });
    assert.equal((await bo.stage('apps')).there?.commit, second);
  });

  it('works in a linked work tree, with pruning and with signatures of other remotes', async () => {
    const folder = join(shared.root, 'bäum chen');
    ada.run('worktree', 'add', '--quiet', '--detach', folder, 'main');
    ada.run('config', 'fetch.prune', 'true');
    ada.run('config', 'fetch.pruneTags', 'true');
    ada.run('config', 'remote.pushDefault', 'elsewhere');
    ada.run('tag', 'apps-deploy-note', first);
    const tree = new Clone(folder, 'ada');
    assert.equal((await tree.promote('apps')).kind, 'promoted');
    assert.deepEqual(ada.tags(), ['apps-deploy-2026-11-20-0', 'apps-deploy-note']);
  });

  it('works in a shallow clone, and asks to fetch the history if necessary', async () => {
    await ada.promote('apps');
    ada.merge('second');
    const shallow = shared.clone('shallow', '--depth=1');
    assert.equal((await shallow.promote('apps')).kind, 'promoted');
    const outcome = await shallow.promote('apps', { commit: first, purpose: 'rollback' });
    const kinds = outcome.kind === 'refused' ? outcome.refusals.map(({ kind }) => kind) : [];
    // Fetching the deploy tags has fetched the commit, but not the history between it and the main branch.
    assert.deepEqual(
      outcome.kind === 'promoted' ? [] : kinds,
      outcome.kind === 'promoted' ? [] : ['historyIncomplete'],
    );
  });

  it('supports unusual names of branches and environments', async () => {
    ada.run('push', '--quiet', 'origin', 'main:refs/heads/haupt/größe-1');
    ada.settings = {
      ...ada.settings,
      mainBranch: 'haupt/größe-1',
      pattern: 'freigabe/{environment}/日-{date}.{counter}',
    };
    ada.environments = ['intern', 'größe'];
    assert.deepEqual(await ada.promote('größe'), {
      kind: 'promoted',
      tag: 'freigabe/größe/日-2026-11-20.0',
      commit: first,
    });
    bo.settings = ada.settings;
    bo.environments = ada.environments;
    assert.equal((await bo.stage('größe')).there?.commit, first);
  });

  it('uses the remote where pull requests are merged, also in a fork', async () => {
    shared.in(shared.root, 'clone', '--quiet', '--bare', shared.remote, join(shared.root, 'fork.git'));
    bo.run('remote', 'rename', 'origin', 'upstream');
    bo.run('remote', 'add', 'origin', `file://${join(shared.root, 'fork.git')}`);
    bo.run('fetch', '--quiet', 'origin');
    assert.equal((await bo.promote('apps')).kind, 'promoted');
    assert.deepEqual(Object.keys(shared.tags()), ['apps-deploy-2026-11-20-0']);
    assert.equal(shared.in(join(shared.root, 'fork.git'), 'tag'), '');
  });

  it('signs the tag if git is configured to', async function () {
    const key = join(shared.root, 'key');
    if (spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]).status !== 0) this.skip();
    ada.run('config', 'gpg.format', 'ssh');
    ada.run('config', 'user.signingKey', key);
    ada.run('config', 'tag.gpgSign', 'true');
    assert.equal((await ada.promote('apps')).kind, 'promoted');
    assert.match(ada.run('cat-file', 'tag', 'apps-deploy-2026-11-20-0'), /BEGIN SSH SIGNATURE/);
    ada.merge('second');
    ada.run('config', 'user.signingKey', join(shared.root, 'gone'));
    const outcome = await ada.promote('apps');
    assert.deepEqual([outcome.kind, outcome.kind === 'notTagged' && outcome.isSigning], ['notTagged', true]);
    assert.deepEqual(ada.tags(), ['apps-deploy-2026-11-20-0']);
  });

  it("runs the user's pre-push hook, which may refuse", async () => {
    const hooks = join(ada.folder, '.git/hooks');
    mkdirSync(hooks, { recursive: true });
    ada.write('.git/hooks/pre-push', '#!/bin/sh\necho "Not on Fridays." >&2\nexit 1\n');
    chmodSync(join(hooks, 'pre-push'), 0o755);
    const outcome = await ada.promote('apps');
    assert.match(outcome.kind === 'notPushed' ? outcome.message : '', /Not on Fridays\./);
    assert.deepEqual(ada.tags(), []);
  });
});
