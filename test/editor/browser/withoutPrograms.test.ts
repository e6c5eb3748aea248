import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FeaturesWithoutPrograms } from '../../../client/features';
import { PROGRAM_COMMANDS } from '../../../client/core/ids';
import { platformsKnown } from '../../support/extension/platformsKnown';

describe("a browser that can't run programs", () => {
  it('has an empty Promotion view if the file system has no revisions', async () => {
    const { virtualRepository, platforms } = (await platformsKnown()) as unknown as FeaturesWithoutPrograms;
    assert.equal(virtualRepository.revisions.reads(platforms.all[0]?.uri ?? ''), false);
    assert.deepEqual(await virtualRepository.promotionView.getChildren(), []);
  });

  it('has all commands except for those that need a program', async () => {
    await platformsKnown();
    const commands = await vscode.commands.getCommands(true);
    assert.deepEqual(
      PROGRAM_COMMANDS.filter(command => commands.includes(command)),
      [],
    );
    for (const command of ['showEffectiveConfiguration', 'compareEnvironments', 'addNodePool', 'fixAll'])
      assert.ok(commands.includes(`kubestack.${command}`), command);
  });
});
