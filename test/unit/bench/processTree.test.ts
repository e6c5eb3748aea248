import * as assert from 'node:assert/strict';
import { ticksOf } from '../../bench/peer/processTree';

describe('the processor time of a process', () => {
  it('includes the children it has waited for, whatever its name', () => {
    const line = '4711 (a (strange) name) S 1 4711 4711 0 -1 4194560 900 0 3 0 20 5 7 3 20 0 11 0 12345';
    assert.equal(ticksOf(line), 20 + 5 + 7 + 3);
  });
});
