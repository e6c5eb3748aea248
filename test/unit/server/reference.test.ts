import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { reference, referenceFile } from '../../../scripts/generateReference';

describe('docs/reference.md', () => {
  it('lists the commands and settings of package.json (npm run reference updates it)', async () => {
    assert.equal(readFileSync(referenceFile, 'utf8'), await reference());
  });
});
