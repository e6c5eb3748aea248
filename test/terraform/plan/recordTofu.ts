// `node --import tsx test/terraform/plan/recordTofu.ts`: records the output of the tofu on PATH in every scenario again.
import '../../support/startPrograms';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { recordingProgram, writeRecording, type RecordedRun } from '../../support/terraform/plan/recordedTofu';
import { TOFU_SCENARIOS } from '../../support/terraform/plan/tofuScenarios';

async function record(): Promise<void> {
  const recording: Record<string, RecordedRun[]> = {};
  for (const { name, files, outcome, expected } of TOFU_SCENARIOS) {
    const folder = new PlanFolder(files, 'tofu');
    try {
      const log = join(folder.storage, '..', 'runs');
      const program = join(folder.storage, '..', 'tofu-recorded');
      writeFileSync(program, recordingProgram('tofu', log), { mode: 0o755 });
      assert.deepEqual(await outcome(folder, program), expected, name);
      const lines = readFileSync(log, 'utf8').replaceAll(folder.path, '/platform').split('\n').filter(Boolean);
      recording[name] = lines.map(line => JSON.parse(line) as RecordedRun);
    } finally {
      folder.delete();
    }
  }
  writeRecording(recording);
}

void record();
