import assert from 'node:assert/strict';
import { besideColumn } from '../../../../client/matrix/besideColumn';

describe('the editor group beside the matrix', () => {
  it('is the one to the right, otherwise the one to the left, so that a third one is never opened', () => {
    assert.equal(besideColumn(1, [1, 2]), 2);
    assert.equal(besideColumn(2, [1, 2]), 1);
    assert.equal(besideColumn(2, [1, 2, 3]), 3);
  });

  it('is a new one if the matrix has the only group', () => {
    assert.equal(besideColumn(1, [1]), undefined);
  });
});
