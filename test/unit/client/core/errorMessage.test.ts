import assert from 'node:assert/strict';
import { handled } from '../../../../client/core/errorMessage';

describe('handled()', () => {
  it('reports a failure instead of rejecting', async () => {
    const failures: string[] = [];
    const report = (failure: string) => failures.push(failure);
    await handled(() => Promise.reject(new Error('The file was removed')), report);
    await handled(() => Promise.resolve(), report);
    assert.deepEqual(failures, ['The file was removed']);
  });
});
