// The next steps of a new platform, with stand-ins for the programs of clouds.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { nextSteps } from '../../support/ui/nextSteps';
import { openEditor } from '../../support/ui/openEditor';
import { createPlatformInEditor, showOffer } from '../../support/ui/topologies';
import { written } from '../../support/ui/written';
import { notification, reloadWindow, takePicture } from '../../support/vscode/workbench';

describe('the next steps of a new platform', function () {
  const programs = new TemporaryFolder({
    // Signed in if the file is there.
    aws: `#!/bin/sh\n[ -f "$(dirname "$0")/signed-in" ] || { echo 'Unable to locate credentials' >&2; exit 253; }\n`,
  });
  chmodSync(programs.at('aws'), 0o755);
  const editor = openEditor({ env: { PATH: `${programs.path}:${process.env['PATH']}` } });
  after(() => programs.delete());

  const { line, clickLens } = nextSteps(editor);

  it('lead to the first promotion, with the commands of its cloud', async () => {
    const { page, folder } = editor;
    await showOffer(page);
    await createPlatformInEditor(page);
    await written(folder, '.gitignore');
    const done = await notification(page, 'New Platform: created');
    await done.getByRole('button', { name: 'Next Steps…' }).click();
    await line('Sign in to AWS: `aws configure sso`').waitFor();
    await line('gh secret set KBST_AUTH_AWS').waitFor();
  });

  it('say on request that a step is not done yet, and tick it when it is', async () => {
    const { page } = editor;
    await clickLens('Check', 'Sign in to AWS', line('Not done yet. `Unable to locate credentials`'));
    await takePicture(page, join(__dirname, '../../../out/test/pictures/first-hour.png'));
    writeFileSync(programs.at('signed-in'), '');
    await clickLens('Check', 'Sign in to AWS', line('[x] Sign in to AWS'));
    await line('steps are done.').waitFor();
  });

  it('are typed into a terminal', async () => {
    const terminal = editor.page.locator('.terminal-wrapper.active').first();
    await clickLens('Type into Terminal', 'Create a workspace for each environment', terminal);
  });

  it('are found again from the Kubestack view after the window is reloaded', async () => {
    const { page } = editor;
    await reloadWindow(page);
    await nextSteps(editor).showFromView(line('[x] Sign in to AWS'));
  });
});
