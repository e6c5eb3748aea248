import * as assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';
import { writeProfile } from '../../../support/vscode/profile';

describe('writeProfile()', () => {
  const folder = new TemporaryFolder();
  after(() => folder.delete());
  const settings = (): Record<string, unknown> =>
    JSON.parse(folder.read('User/settings.json')) as Record<string, unknown>;

  it('writes the settings of a window, with those that keep VS Code quiet', () => {
    writeProfile(folder.path, { trust: true, settings: { 'editor.fontSize': 9, 'telemetry.telemetryLevel': 'all' } });
    assert.equal(settings()['editor.fontSize'], 9);
    assert.equal(settings()['files.autoSave'], 'off');
    assert.equal(settings()['telemetry.telemetryLevel'], 'all');
    assert.equal(settings()['security.workspace.trust.enabled'], true);
  });

  it('removes the state of the previous window', () => {
    writeProfile(folder.path, { settings: { 'editor.fontSize': 9 } });
    folder.write('User/globalStorage/kubestack/kept', '');
    writeProfile(folder.path, {});
    assert.deepEqual(readdirSync(folder.at('User')), ['settings.json']);
    assert.equal(settings()['editor.fontSize'], undefined);
    assert.equal(settings()['security.workspace.trust.enabled'], false);
  });
});
