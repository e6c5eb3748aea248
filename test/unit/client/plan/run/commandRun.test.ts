// A cancelled command whose program represents something that runs elsewhere.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProcess } from '../../../../../client/plan/run/commandRun';

describe('a cancelled command', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kubestack-test-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const node = (script: string) => ({ file: process.execPath, arguments: ['-e', script] });

  it('is killed at once on request, and ends only when the process it represents has ended', async () => {
    const cancelling = new AbortController();
    const mark = join(folder, 'gone');
    const asked = join(folder, 'asked');
    const note = (path: string): string => `require('fs').writeFileSync(${JSON.stringify(path)}, '')`;
    const spec = {
      ...node(`process.on('SIGINT', () => ${note(asked)}); process.stdout.write('up'); setInterval(() => {}, 1000)`),
      cwd: folder,
      environment: process.env,
      alsoKill: node(note(mark)),
    };
    const onStdout = () => cancelling.abort();
    const result = await runProcess(spec, { signal: cancelling.signal, killAtOnce: true, onStdout });
    assert.ok(existsSync(mark), 'what it stands for has ended');
    assert.ok(!existsSync(asked), 'it was not asked first');
    assert.deepEqual([result.cancelled, result.forced, result.signal], [true, true, 'SIGKILL']);
  });
});
