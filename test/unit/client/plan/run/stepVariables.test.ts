// What a next step has exported into a terminal isn't in the environment of the editor: a plan gets it with its request.
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { PlanRunner } from '../../../../../client/plan/run/planRunner';
import { startProgramsWhen } from '../../../../../client/processes/trust';
import { TemporaryFolder } from '../../../../support/server/temporaryFolder';
import { skipOnWindows } from '../../../../support/skipWithout';

/** Its backend and provider have credentials only if both variables are set, as those of Scaleway and Azure. */
const TERRAFORM = `#!/bin/sh
case "$1" in
  version) echo "Terraform v1.11.4" ;;
  workspace) printf "* default\\n  ops\\n" ;;
  *) echo "$1 $AWS_ACCESS_KEY_ID $ARM_SUBSCRIPTION_ID $TF_WORKSPACE" >> "$LOG" ;;
esac
`;

describe('the variables that next steps have set', () => {
  let folder: TemporaryFolder;

  before(function () {
    skipOnWindows(this);
  });
  beforeEach(() => {
    startProgramsWhen(() => true);
    folder = new TemporaryFolder({ 'platform/main.tf': '', 'bin/terraform': TERRAFORM });
    chmodSync(folder.at('bin/terraform'), 0o755);
  });
  afterEach(() => folder.delete());

  const plan = (variables?: Record<string, string>) =>
    new PlanRunner({
      temporaryFolder: folder.at('storage'),
      environment: {
        PATH: `${folder.at('bin')}:/usr/bin:/bin`,
        LOG: folder.at('log'),
        AWS_ACCESS_KEY_ID: 'of-this-machine',
      },
    }).plan({
      folder: folder.at('platform'),
      environment: 'ops',
      executable: folder.at('bin/terraform'),
      ...(variables && { variables }),
    });
  const planned = (): string | undefined =>
    folder
      .read('log')
      .split('\n')
      .find(line => line.startsWith('plan '));

  it('reach the plan, before those of the machine', async () => {
    await plan({ AWS_ACCESS_KEY_ID: 'of-the-step', ARM_SUBSCRIPTION_ID: '5a7e0f6c' });
    assert.equal(planned(), 'plan of-the-step 5a7e0f6c ops');
  });

  it('are missing in a plan before the steps are done', async () => {
    await plan();
    assert.equal(planned(), 'plan of-this-machine  ops');
  });
});
