// Two windows that promote at the same time in the same clone, and a window whose extension host is killed during a promotion.
import * as assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startOtherProcess } from '../support/client/processes/otherProcess';
import { Clone, SharedRepository } from '../support/client/promotion/sharedRepository';

describe('promotion in two windows of one clone', function () {
  let shared: SharedRepository;
  let clone: Clone;

  beforeEach(() => {
    ({ shared, ada: clone } = SharedRepository.withFirstCommit());
  });
  afterEach(() => shared.delete());

  const locks = (): string[] =>
    readdirSync(join(clone.folder, '.git'), { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.lock'),
    );

  for (let round = 1; round <= 5; round++)
    it(`creates one tag if both promote the same commit at the same time (${round})`, async () => {
      const other = new Clone(clone.folder, 'ada in another window');
      const confirmed = await clone.stage('apps');
      const outcomes = await Promise.all([clone, other].map(window => window.promote('apps', { confirmed })));
      const kinds = outcomes.map(({ kind }) => kind).sort();
      assert.deepEqual(kinds, ['alreadyThere', 'promoted'], JSON.stringify(outcomes));
      assert.equal(Object.keys(shared.tags()).length, 1);
      assert.deepEqual(clone.tags(), Object.keys(shared.tags()));
      assert.deepEqual(locks(), []);
    });

  it('leaves no tag on the remote if the extension host is killed, and can be repeated', async () => {
    const marker = join(shared.root, 'pushing');
    shared.hook('pre-receive', `touch '${marker}'; sleep 600`);
    const code = `void new Clone(${JSON.stringify(clone.folder)}, 'ada').promote('apps').then(outcome => console.log(outcome));`;
    const window = startOtherProcess(
      shared.root,
      { 'test/support/client/promotion/sharedRepository.ts': 'Clone' },
      code,
      'inherit',
    );
    const exited = once(window, 'exit');
    while (!existsSync(marker)) await new Promise(resolve => setTimeout(resolve, 20));
    window.kill('SIGKILL');
    await exited;
    shared.removeHook('pre-receive');
    const { localOnly, there } = await clone.stage('apps');
    assert.equal(there, undefined, 'nothing is deployed');
    assert.equal(localOnly.length, 1, 'the tag of this clone is shown as such');
    const outcome = await clone.promote('apps');
    assert.equal(outcome.kind, 'promoted');
    assert.deepEqual(Object.keys(shared.tags()), [outcome.tag]);
    assert.notEqual(outcome.tag, localOnly[0]?.name);
  });
});
