import assert from 'node:assert/strict';
import { stepCommands } from '../../../../client/scaffold/followUpStep';

describe('a follow-up step', () => {
  it('has commands between backticks', () => {
    const step =
      'Commit and push: `git commit -m "Add a pool"`, then `git push -u origin add-pool`. The pipeline plans the change for ops.';
    assert.deepEqual(stepCommands(step), ['git commit -m "Add a pool"', 'git push -u origin add-pool']);
  });

  it('may quote something else', () => {
    const step = 'GKE refuses it unless `deletion_protection = false` was applied: do that first.';
    assert.deepEqual(stepCommands(step), []);
  });

  it('recognizes commands by their program', () => {
    for (const command of ['tofu init', 'helm template x oci://y', 'curl -fsSL https://a.example/b.yaml'])
      assert.deepEqual(stepCommands(`Fetch it: \`${command}\`.`), [command]);
    for (const other of ['tofu', 'main.tf', 'git']) assert.deepEqual(stepCommands(`Look at \`${other}\`.`), []);
  });
});
