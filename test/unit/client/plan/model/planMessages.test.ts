import assert from 'node:assert/strict';
import { outcomeMessage, type RunOutcome } from '../../../../../client/plan/model/planMessages';
import { change, planOf } from '../../../../support/client/plan/planOf';

const diagnostics = [{ severity: 'error' as const, summary: 'Unclosed block', detail: '' }];

const outcomes: [RunOutcome, RegExp][] = [
  [{ kind: 'workspaceMissing', workspaces: [] }, /Workspace ops doesn't exist/],
  [{ kind: 'noWorkspaces', backend: 'http' }, /backend http doesn't support workspaces/],
  [
    { kind: 'locked', diagnostics, lock: { id: '346c', who: 'ann@host', created: '2026-11-20' } },
    /ann@host since 2026-11-20 \(lock 346c\)/,
  ],
  [{ kind: 'locked', diagnostics }, /locked/],
  [
    { kind: 'credentialsMissing', diagnostics, missing: { provider: 'scaleway', variables: ['SCW_ACCESS_KEY'] } },
    /for scaleway\..*SCW_ACCESS_KEY/,
  ],
  [{ kind: 'argumentsRefused', refused: ['-out=x'] }, /kubestack\.plan\.arguments can't contain -out=x/],
  [
    { kind: 'argumentsRefused', refused: ['-var=a=b\nreboot'] },
    /kubestack\.plan\.arguments contains "-var=a=b\\nreboot"\. .*no line break/,
  ],
  [{ kind: 'environmentRefused', environment: '--\u001bhelp' }, /"--\\u001bhelp" can't be a Terraform workspace/],
  [{ kind: 'initializationNeeded', reason: 'modules', diagnostics }, /module is missing/],
  [{ kind: 'backendChanged', diagnostics }, /-migrate-state/],
  [{ kind: 'errors', diagnostics: [...diagnostics, ...diagnostics] }, /^Unclosed block \(and 1 more\)$/],
  [
    {
      kind: 'errors',
      diagnostics: [
        {
          severity: 'error',
          summary: 'Failed to download module',
          // Terraform 1.11.4 without a network.
          detail: `Could not download module "eks_gc0" (clusters.tf:1) source code from "git::https://github.com/kbst/terraform-kubestack.git?ref=v0.19.2-beta.0": error downloading 'https://github.com/kbst/terraform-kubestack.git?ref=v0.19.2-beta.0': /usr/bin/git exited with 128: Cloning into '.terraform/modules/eks_gc0'...\nfatal: unable to access 'https://github.com/kbst/terraform-kubestack.git/': Could not resolve host: github.com\n`,
        },
      ],
    },
    /^Failed to download module: Could not download module "eks_gc0" .*….*: Could not resolve host: github\.com$/,
  ],
  [{ kind: 'cancelled', lockMayRemain: false }, /^Cancelled\.$/],
  [{ kind: 'cancelled', lockMayRemain: true }, /may still be locked/],
  [{ kind: 'killed', signal: 'SIGKILL', lockMayRemain: false }, /SIGKILL/],
  [{ kind: 'failed', exitCode: 3, stderrTail: ['no disk'] }, /3: no disk/],
  [{ kind: 'executable', problem: { kind: 'notFound', wanted: ['tofu'] } }, /tofu was not found/],
  [
    { kind: 'executable', problem: { kind: 'notFound', wanted: ['/x/tofu'], bySetting: true } },
    /^\/x\/tofu \(set in kubestack\.terraform\.path\) was not found/,
  ],
  [{ kind: 'executable', problem: { kind: 'notStartable', path: '/x', why: 'folder' } }, /^\/x is a folder\./],
  [{ kind: 'executable', problem: { kind: 'notStartable', path: '/x', why: 'permission' } }, /is not executable/],
  [{ kind: 'executable', problem: { kind: 'notStartable', path: '/x', why: 'format' } }, /can't run on this system/],
  [{ kind: 'executable', problem: { kind: 'notStartable', path: '/x.cmd', why: 'batchFile' } }, /is a batch file/],
  [
    { kind: 'executable', problem: { kind: 'notStartable', path: '/x', why: { message: 'spawn /x EAGAIN' } } },
    /EAGAIN\. Check the setting/,
  ],
  [
    {
      kind: 'errors',
      diagnostics: [
        { severity: 'error', summary: 'Resource precondition failed', detail: 'The zone is\nmissing.\n\nMore.' },
      ],
    },
    /^Resource precondition failed: The zone is missing\.$/,
  ],
  [
    {
      kind: 'executable',
      problem: {
        kind: 'tooOld',
        path: '/t',
        product: 'terraform',
        version: '0.14.0',
        minimum: '1.1.0',
        missingFeatures: ['plan -json'],
      },
    },
    /terraform 0\.14\.0 is too old because it lacks plan -json\. Install 1\.1\.0 or newer/,
  ],
];

describe('planMessages()', () => {
  for (const [outcome, expected] of outcomes) {
    it(`suggests an action: ${outcome.kind}, ${String(expected)}`, () =>
      assert.match(outcomeMessage(outcome, 'ops'), expected));
  }

  it('counts the actions of a plan, the most dangerous first', async () => {
    const plan = await planOf({
      changes: [change('t.a', ['create']), change('t.b', ['delete'])],
      drift: [change('t.c', ['update'])],
    });
    assert.equal(
      outcomeMessage({ kind: 'planned', plan }, 'ops'),
      'ops: 1 to destroy, 1 to add, 1 changed outside Terraform',
    );
  });
});
