import * as assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';

// Runs after `later.test.ts`, which adds the platforms `blue` and `green`.
describe('a folder with two platforms', () => {
  it('lists its repository for promotions until the last platform is removed', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri;
    execFileSync('git', ['init', '--quiet', folder.fsPath]);
    const { promotion } = await platformsKnown();
    const { repositories } = promotion;
    await repositories.refresh();
    assert.deepEqual(
      repositories.all.map(({ folders }) => folders),
      [['blue', 'green']],
    );
    for (const name of ['blue', 'green'])
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, name), { recursive: true });
    await until(repositories.onDidChange, () => repositories.all.length === 0);
  });
});
