import * as assert from 'node:assert/strict';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoredPlanFiles } from '../../../../../client/plan/run/storedPlanFiles';
import type { StoredPlan } from '../../../../../client/plan/model/storedPlan';
import { change, planOf } from '../../../../support/client/plan/planOf';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';

describe('the files of stored plans', () => {
  const temporary = TemporaryFolder.ofEachTest();
  let folder: string;
  let files: StoredPlanFiles;

  beforeEach(() => {
    folder = temporary.at('plans');
    files = new StoredPlanFiles(folder);
  });

  const kept = async (environment: string, size = 1): Promise<StoredPlan> => {
    const after = { text: 'x'.repeat(size) };
    const plan = await planOf({ changes: [change('terraform_data.a', ['create'], { after })] }, { environment });
    return { platform: 'file:///platform', environment, plan, arguments: [] };
  };
  const environments = async (now = Date.now()): Promise<string[]> =>
    (await files.read(now)).map(({ environment }) => environment).sort();

  it('contain the last plan of each environment, and only their user can read them', async () => {
    await Promise.all([files.write(await kept('ops', 2)), files.write(await kept('apps'))]);
    const last = await kept('ops', 3);
    await files.write(last);
    const read = await files.read(Date.now());
    assert.deepEqual(
      read.find(({ environment }) => environment === 'ops'),
      last,
    );
    assert.deepEqual(await environments(), ['apps', 'ops']);
    if (process.platform === 'win32') return;
    assert.deepEqual(
      readdirSync(folder).map(name => statSync(join(folder, name)).mode & 0o777),
      [0o600, 0o600],
    );
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('are removed if they are old or damaged', async () => {
    await files.write(await kept('ops'));
    writeFileSync(join(folder, 'damaged.plan'), 'x');
    writeFileSync(join(folder, 'interrupted.plan.new'), '');
    assert.deepEqual(await environments(), ['ops']);
    assert.equal(readdirSync(folder).length, 1);
    const [name = ''] = readdirSync(folder);
    utimesSync(join(folder, name), 0, 0);
    assert.deepEqual(await environments(), []);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('contain no plan that is too large, nor the previous plan of its environment', async () => {
    await files.write(await kept('ops'));
    await files.write(await kept('ops', 9 * 1024 * 1024));
    assert.deepEqual(await environments(), []);
  });

  it('are empty if no plans are stored', async () => {
    assert.deepEqual(await environments(), []);
  });
});
