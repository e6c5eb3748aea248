import assert from 'node:assert/strict';
import { runs, step } from '../../../../common/steps';
import { ticked, toggled, withChecklist, type Checklist } from '../../../../client/scaffold/checklist';
import { StepChecks } from '../../../../client/scaffold/stepChecks';
import type { CheckResult } from '../../../../client/core/terminals';

const SIGN_IN = step('Sign in: {0}.', { commands: runs('aws configure sso'), check: { command: 'aws sts' } });
const BUCKET = step('Create a bucket.', { check: { command: 'aws s3api head-bucket' } });
const AT = { list: 0, step: 0 };
const OPEN: CheckResult = { state: 'open', reason: 'Unable to locate credentials' };
const DONE: CheckResult = { state: 'done', reason: '' };

/** The steps of a platform, whose checks end when the test says so. */
class Platform {
  readonly checks = new StepChecks(
    () => this.lists,
    (_, lists) => this.store(lists),
  );
  readonly asked: { readonly text: string; readonly answer: (result: CheckResult | undefined) => void }[] = [];
  lists: readonly Checklist[] = [
    { title: 'New Platform', notes: [], steps: [SIGN_IN, BUCKET].map(each => ({ ...each, done: false })) },
  ];

  store(lists: readonly Checklist[]): void {
    this.checks.changed('platform', lists);
    // VS Code stores copies.
    this.lists = JSON.parse(JSON.stringify(lists)) as Checklist[];
  }

  check(at = AT): Promise<void> {
    return this.checks.run('platform', at, ({ text }) => new Promise(answer => this.asked.push({ text, answer })));
  }

  get states(): (boolean | string)[] {
    return (this.lists[0]?.steps ?? []).map(({ done, result }) => result?.state ?? done);
  }
}

describe('the check of a step', () => {
  it('runs once at a time, also if it is asked for again, and again after its end', async () => {
    const platform = new Platform();
    const first = platform.check();
    await platform.check();
    assert.equal(platform.asked.length, 1);
    platform.asked[0]?.answer(OPEN);
    await first;
    assert.deepEqual(platform.states, ['open', false]);
    const later = platform.check();
    platform.asked[1]?.answer(DONE);
    await later;
    assert.deepEqual(platform.states, [true, false]);
  });

  it('runs beside the check of another step', async () => {
    const platform = new Platform();
    const both = [platform.check(), platform.check({ list: 0, step: 1 })];
    assert.deepEqual(
      platform.asked.map(({ text }) => text),
      [SIGN_IN.text, BUCKET.text],
    );
    platform.asked[1]?.answer(DONE);
    platform.asked[0]?.answer(OPEN);
    await Promise.all(both);
    assert.deepEqual(platform.states, ['open', true]);
  });

  it('changes nothing if the step was completed in the meantime', async () => {
    const platform = new Platform();
    const checked = platform.check();
    platform.store(ticked(platform.lists, ({ text }) => text === SIGN_IN.text));
    platform.asked[0]?.answer(OPEN);
    await checked;
    assert.deepEqual(platform.states, [true, false]);
  });

  it('changes nothing if a person changed the step in the meantime, even if it looks as before', async () => {
    const platform = new Platform();
    const checked = platform.check();
    platform.store(toggled(platform.lists, AT));
    platform.store(toggled(platform.lists, AT));
    platform.asked[0]?.answer(DONE);
    await checked;
    assert.deepEqual(platform.states, [false, false]);
  });

  it('changes no step of a list that was added in the meantime', async () => {
    const platform = new Platform();
    const checked = platform.check();
    const added = { title: 'Add Cluster', notes: [], steps: [{ ...BUCKET, done: false }] };
    platform.store(withChecklist(platform.lists, added));
    platform.asked[0]?.answer(DONE);
    await checked;
    assert.deepEqual(platform.states, [false]);
  });

  it('can be asked for again after it failed or was cancelled', async () => {
    const platform = new Platform();
    const failing = platform.checks.run('platform', AT, () => Promise.reject(new Error('no shell')));
    await assert.rejects(failing, /no shell/);
    const cancelled = platform.check();
    platform.asked[0]?.answer(undefined);
    await cancelled;
    assert.deepEqual(platform.states, [false, false]);
    const again = platform.check();
    platform.asked[1]?.answer(DONE);
    await again;
    assert.deepEqual(platform.states, [true, false]);
  });
});
