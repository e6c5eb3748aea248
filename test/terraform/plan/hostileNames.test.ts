// Environments with unsafe names: options of terraform, paths, shell commands, properties of every JavaScript object.
import assert from 'node:assert/strict';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

describe('environments with unsafe names', () => {
  let folder: PlanFolder;
  beforeEach(() => {
    folder = new PlanFolder({ 'main.tf': 'resource "terraform_data" "a" {}\n' });
    folder.run(['workspace', 'new', 'ops']);
  });
  afterEach(() => folder.delete());

  it('are neither planned nor created', async () => {
    const before = folder.contents();
    for (const environment of [
      '--help',
      '-help',
      '',
      '.',
      '..',
      '../ops',
      'a/b',
      'a\nb',
      'a\u0000b',
      '$(touch x)',
      'a&b',
    ]) {
      const refused = { kind: 'environmentRefused', environment };
      assert.deepEqual(await folder.runner.plan(folder.request(environment)), refused);
      assert.deepEqual(await folder.runner.createWorkspace(folder.request(environment)), refused);
    }
    assert.deepEqual(folder.events, []);
    assert.deepEqual(folder.contents(), before);
  });

  it('are planned if they are only names of JavaScript properties', async () => {
    for (const environment of ['__proto__', 'constructor', 'toString']) {
      assert.deepEqual(await folder.runner.createWorkspace(folder.request(environment)), { kind: 'created' });
      const outcome = await folder.runner.plan(folder.request(environment));
      assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
      assert.equal(outcome.plan.environment, environment);
    }
  });
});
