import * as assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { driftedName, DriftingProvider } from '../../../support/terraform/plan/driftingProvider';
import {
  fingerprint,
  folder,
  forget,
  item,
  open,
  plan,
  terraformBeside,
  viewText,
} from '../../../support/extension/multi-cloud/sample';

const drifting = () => join(folder(), 'drifting.tf');

const thing = `terraform {
  required_providers {
    drifting = { source = "kubestack.test/test/drifting" }
  }
}
resource "drifting_thing" "a" {
  name = "as written"
}
`;

describe('a plan with drift', function () {
  let provider: DriftingProvider;

  before(async () => {
    provider = await DriftingProvider.start();
    // Terraform finds the provider through its environment variables, which are those of the extension host.
    process.env['TF_REATTACH_PROVIDERS'] = provider.reattach;
    forget();
    writeFileSync(drifting(), thing);
    await terraformBeside(['init', '-input=false']);
    await terraformBeside(['workspace', 'new', 'ops']);
    await terraformBeside(['workspace', 'select', 'default']);
  });

  after(async () => {
    delete process.env['TF_REATTACH_PROVIDERS'];
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(drifting());
    forget();
    await provider.stop();
  });

  it('shows drift separately from changes of the code, with values before and after', async () => {
    // This process contains the provider, so it must not be blocked in the meantime.
    await terraformBeside(['apply', '-input=false', '-auto-approve'], 'ops');
    assert.equal((await plan('ops')).outcome?.kind, 'noChanges');
    provider.name = driftedName;
    const before = fingerprint();
    assert.equal((await plan('ops')).outcome?.kind, 'planned');
    const text = await viewText();
    assert.match(text, /^ops — 1 to change.*$/m);
    assert.match(text, /^ {2}Drift — 1 changed outside Terraform\n {4}drifting_thing\.a/m);
    const drift = (await item('Drift')).children?.()[0];
    assert.ok(drift);
    const sides = await open(drift);
    assert.match(sides.before, /name = "as written"/);
    assert.match(sides.after, /name = "changed by hand"/);
    assert.deepEqual(fingerprint(), before);
  });
});
