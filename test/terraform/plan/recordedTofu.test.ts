// OpenTofu's output where it differs from Terraform's, from recordings of a real tofu, so that tofu does not have to be installed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { readRecording, replayingProgram } from '../../support/terraform/plan/recordedTofu';
import { TOFU_SCENARIOS } from '../../support/terraform/plan/tofuScenarios';

const recording = readRecording();

describe('the recorded output of OpenTofu 1.10.10', function () {
  for (const { name, files, outcome, expected } of TOFU_SCENARIOS) {
    it(name, async () => {
      const folder = new PlanFolder(files, 'tofu');
      try {
        const program = join(folder.storage, '..', 'tofu');
        writeFileSync(program, replayingProgram(recording[name] ?? []), { mode: 0o755 });
        assert.deepEqual(await outcome(folder, program), expected);
      } finally {
        folder.delete();
      }
    });
  }
});

describe('a real tofu in the recorded scenarios', function () {
  before(function () {
    skipWithout(this, 'tofu');
  });
  for (const { name, files, outcome, expected } of TOFU_SCENARIOS) {
    it(name, async () => {
      const folder = new PlanFolder(files, 'tofu');
      try {
        assert.deepEqual(await outcome(folder, 'tofu'), expected);
      } finally {
        folder.delete();
      }
    });
  }
});
