// A replacement in stages, as two people with clones of their own see it.
import * as assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SideFiles } from '../../common/review/review';
import type { RevisionSide } from '../../client/core/revisionSide';
import { stagedProgress } from '../../client/promotion/stagedProgress';
import { blockText, CURRENT_FILES, type StagedProgress } from '../../common/replacement/stagedChange';
import { sideContext, textFiles } from '../../server/comparison/sideContext';
import { revisionOfPlatform, stagedChanges } from '../../server/scaffold/replacement/stagesInCode';
import { SharedRepository, type Clone } from '../support/client/promotion/sharedRepository';
import { readSamplePlatform } from '../support/scaffold/platformFiles';
import { scaffolded, type Texts } from '../support/scaffold/scaffolded';
import { workspaceOf } from '../support/testWorkspace';

const POOL = 'eks_gc0_eu-west-1_node_pool_batch';

describe('a replacement in two clones', () => {
  let shared: SharedRepository;
  let ada: Clone;
  let bo: Clone;
  let texts: Texts = readSamplePlatform('multi-cloud');
  /** The Git commands of the last reading. */
  let commands: readonly string[] = [];

  const sent = new Map<string, SideFiles>();

  before(() => {
    ({ shared, ada, bo } = SharedRepository.withFirstCommit());
    write(ada, {}, texts);
    ada.merge('The platform');
  });
  after(() => shared.delete());

  function write(clone: Clone, before: Texts, after: Texts): void {
    for (const path of Object.keys(before)) if (!(path in after)) clone.run('rm', '--quiet', '--', path);
    for (const [path, text] of Object.entries(after)) clone.write(path, text);
  }

  /** As the server receives a revision: its files are read once. */
  async function received(clone: Clone, side: RevisionSide): Promise<SideFiles> {
    const key = `${clone.name} ${side.id}`;
    const files = sent.get(key) ?? (await side.read());
    sent.set(key, files);
    return files;
  }

  /** What the section Next Steps shows in a clone. */
  async function shown(clone: Clone): Promise<StagedProgress | undefined> {
    const { facts } = await clone.read();
    const own = Object.keys({ ...readSamplePlatform('multi-cloud'), [`${POOL}2.tf`]: '' })
      .filter(path => existsSync(join(clone.folder, path)))
      .map((path): [string, string] => [path, readFileSync(join(clone.folder, path), 'utf8')]);
    const { snapshot, uri } = await workspaceOf(Object.fromEntries(own));
    const stages = await clone.stages();
    const start = clone.commands.length;
    const [found] = await stagedProgress(
      { git: clone.git, folder: '', main: facts.main, stages, isPromoting: true },
      async revisions => {
        const read = new Map([[CURRENT_FILES, revisionOfPlatform(snapshot, uri(''))]]);
        for (const [commit, side] of Object.entries(revisions))
          read.set(
            commit,
            revisionOfPlatform(await sideContext(snapshot, uri(''), textFiles(await received(clone, side))), uri('')),
          );
        return stagedChanges(read);
      },
    );
    commands = clone.commands.slice(start).map(each => each.split(' ')[1] ?? '');
    return found;
  }

  /** Ada writes the next stage. */
  async function writeStage(answers: Record<string, unknown>): Promise<void> {
    const { texts: next } = await scaffolded(texts, 'replacement', { name: POOL, ...answers });
    write(ada, texts, next);
    texts = next;
  }

  async function isSame(reasons: readonly string[], done: readonly string[]): Promise<void> {
    bo.run('pull', '--quiet');
    const [first, second] = [await shown(ada), await shown(bo)];
    assert.deepEqual(second, first);
    assert.deepEqual(first?.blocks.map(blockText), reasons);
    assert.deepEqual(
      first?.states.filter(({ state }) => state === 'done').map(({ stage }) => stage),
      done,
    );
  }

  async function promote(): Promise<void> {
    for (const environment of ['apps', 'apps-prod'])
      assert.equal((await ada.promote(environment)).kind, 'promoted', environment);
  }

  it('is nothing before it begins', async () => {
    bo.run('pull', '--quiet');
    assert.deepEqual([await shown(ada), await shown(bo)], [undefined, undefined]);
    assert.deepEqual(commands, ['grep'], 'no revision is read');
    await promote();
  });

  it('is seen only by the person who writes it until it is merged', async () => {
    await writeStage({ values: { disk_size: 300 } });
    assert.deepEqual((await shown(ada))?.blocks[0], { kind: 'notMerged', stage: 1 });
    assert.equal(await shown(bo), undefined);
  });

  it('waits in both clones for the same environments', async () => {
    ada.merge('Add the new node pool');
    await isSame(['apps waits for stage 1: promote it.', 'apps-prod waits for stage 1: promote it.'], []);
    assert.equal((await ada.promote('apps')).kind, 'promoted');
    await isSame(['apps-prod waits for stage 1: promote it.'], []);
    assert.deepEqual(commands, ['grep'], 'revisions are read once');
    assert.equal((await ada.promote('apps-prod')).kind, 'promoted');
    await isSame([], ['add']);
  });

  it('is refused in both after one person undid a stage by hand', async () => {
    const before = texts;
    await writeStage({ applied: true });
    ada.merge('Keep new pods off the old nodes');
    await promote();
    await isSame([], ['add', 'move']);
    bo.write(`${POOL}.tf`, before[`${POOL}.tf`]!);
    bo.merge('Undo');
    ada.run('pull', '--quiet');
    const undone = "has stage 2, which the code doesn't have anymore. Restore it, or promote the code.";
    await isSame([`apps ${undone}`, `apps-prod ${undone}`], ['add']);
    bo.run('revert', '--no-edit', '--quiet', 'HEAD');
    bo.run('push', '--quiet', 'origin', 'HEAD:main');
    ada.run('pull', '--quiet');
    await promote();
    await isSame([], ['add', 'move']);
  });

  it('ends in both when every environment runs the last stage', async () => {
    await writeStage({ applied: true, moved: true });
    assert.deepEqual((await shown(ada))?.blocks[0], { kind: 'notMerged', stage: 3 });
    ada.merge('Remove the old node pool');
    await isSame(['apps waits for stage 3: promote it.', 'apps-prod waits for stage 3: promote it.'], ['add', 'move']);
    await promote();
    bo.run('pull', '--quiet');
    assert.deepEqual([await shown(ada), await shown(bo)], [undefined, undefined]);
  });
});
