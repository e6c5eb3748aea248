import * as assert from 'node:assert/strict';
import { CachedSettings } from '../../../../server/mcp/cachedSettings';
import { readSettings } from '../../../../server/semantics/settings';

describe('settings that are read before each answer', () => {
  it("are the same object while they are unchanged, so that the checks don't run again", () => {
    const kept = new CachedSettings();
    const first = kept.same(readSettings({ checks: { KS003: 'off' } }));
    const others = kept.same(readSettings({}));
    assert.notEqual(others, first);
    assert.equal(kept.same(readSettings({ checks: { KS003: 'off' } })), first);
    assert.equal(kept.same(readSettings({})), others);
  });

  it('are those that were read, however many there are', () => {
    const kept = new CachedSettings();
    for (let index = 0; index < 100; index++) {
      const settings = readSettings({ environments: [`e${index}`] });
      assert.equal(kept.same(settings), settings);
    }
  });
});
