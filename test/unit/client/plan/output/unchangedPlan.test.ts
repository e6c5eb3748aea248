import assert from 'node:assert/strict';
import { OutputStream } from '../../../../../client/plan/output/outputStream';

const usual = [
  { type: 'version', terraform: '1.11.4' },
  { type: 'refresh_start' },
  { type: 'refresh_complete' },
  { type: 'outputs', outputs: { same: { action: 'noop' } } },
  { type: 'change_summary', changes: { add: 0, change: 0, import: 0, remove: 0, operation: 'plan' } },
];

async function isUnchanged(lines: readonly (object | string)[]): Promise<boolean> {
  const stream = new OutputStream('/platform', () => undefined, true);
  const text = lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  await stream.push(Buffer.from(`${text}\n`));
  await stream.end();
  return stream.isUnchanged;
}

describe('unchangedPlan()', () => {
  it('is true if terraform counts no changes and reports nothing else', async () => {
    assert.ok(await isUnchanged(usual));
    assert.ok(await isUnchanged([...usual, { type: 'apply_complete' }, '']), 'data sources were read');
  });

  const others: Record<string, object | string> = {
    'a move, which is in no count': { type: 'planned_change' },
    drift: { type: 'resource_drift' },
    'an output': { type: 'outputs', outputs: { new: { action: 'create' } } },
    'a warning': { type: 'diagnostic', diagnostic: { severity: 'warning', summary: 'Check', detail: '' } },
    'a count that is not known yet': { type: 'change_summary', changes: { add: 0, forget: 1 } },
    'a line of another kind': { type: 'something_new' },
    'a line of a remote run': 'Preparing the remote plan…',
  };
  for (const [what, line] of Object.entries(others)) {
    it(`is false with ${what}`, async () => assert.ok(!(await isUnchanged([...usual, line]))));
  }

  it('is false without a summary', async () => assert.ok(!(await isUnchanged(usual.slice(0, 4)))));
});
