import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import type { StepCheck, VariableCommand } from '../../../../common/steps';
import { checkStep, setVariables } from '../../../../client/processes/stepCheck';
import { startProgramsWhen } from '../../../../client/processes/trust';
import { skipOnWindows } from '../../../support/skipWithout';
import { TemporaryFolder } from '../../../support/server/temporaryFolder';

describe('the check of a next step', () => {
  let folder: TemporaryFolder;

  before(function () {
    skipOnWindows(this);
  });

  beforeEach(() => {
    folder = new TemporaryFolder({ 'platform/main.tf': '' });
  });

  afterEach(() => {
    startProgramsWhen(() => true);
    folder.delete();
  });

  const program = (name: string, script: string): void => {
    folder.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(folder.at(`bin/${name}`), 0o755);
  };
  const check = (asked: StepCheck, imagePrograms: readonly string[] = []) =>
    checkStep(asked, {
      folder: folder.at('platform'),
      imagePrograms,
      environment: { PATH: `${folder.at('bin')}:/usr/bin:/bin` },
    });

  it('is done if the command succeeds; its texts in quotes are one argument, without a shell', async () => {
    program('az', 'printf "%s\\n" "$@" > args');
    const command = 'az provider list --query "[?a==\'b\'] $(touch x)"';
    assert.deepEqual(await check({ command }), { state: 'done', reason: '' });
    assert.equal(folder.read('platform/args'), "provider\nlist\n--query\n[?a=='b'] $(touch x)\n");
  });

  it('is open if something is missing, and unknown after any other failure, with the last line of the reason', async () => {
    program(
      'aws',
      'echo "usage" >&2; echo "An error occurred (404) when calling the HeadBucket operation: Not Found" >&2; exit 254',
    );
    assert.deepEqual(await check({ command: 'aws s3api head-bucket --bucket b' }), {
      state: 'open',
      reason: 'An error occurred (404) when calling the HeadBucket operation: Not Found',
    });
    program('aws', 'echo "Unable to locate credentials" >&2; exit 253');
    const reason = 'Unable to locate credentials';
    assert.deepEqual(await check({ command: 'aws s3api head-bucket' }), { state: 'unknown', reason });
    assert.deepEqual(await check({ command: 'aws sts get-caller-identity', failure: 'open' }), {
      state: 'open',
      reason,
    });
  });

  it('is unknown without the program', async () => {
    const { state, reason } = await check({ command: 'scw account project list', failure: 'open' });
    assert.deepEqual([state, reason], ['unknown', 'scw is not installed, or not on PATH.']);
  });

  it('compares lines of the output, without marks', async () => {
    program('tofu', 'printf "  default\\n* ops\\n  apps\\n\\n"');
    assert.equal((await check({ command: 'tofu workspace list', lines: ['ops', 'apps'] })).state, 'done');
    const { state, reason } = await check({ command: 'tofu workspace list', lines: ['ops', 'prod'] });
    assert.deepEqual([state, reason], ['open', 'Missing: prod.']);
  });

  it('is done with any output, and open without one', async () => {
    program('git', 'echo "4c1d refs/tags/apps-deploy-0"');
    assert.equal((await check({ command: 'git ls-remote --tags', lines: [] })).state, 'done');
    program('git', 'true');
    assert.deepEqual(await check({ command: 'git ls-remote --tags', lines: [] }), {
      state: 'open',
      reason: 'There is nothing yet.',
    });
  });

  it('says what a plan would still create in the workspace of the environment', async () => {
    const asked = { command: 'tofu plan -detailed-exitcode', openCode: 2, workspace: 'ops' };
    program('tofu', '[ "$TF_WORKSPACE" = ops ] || exit 1');
    assert.deepEqual(await check(asked), { state: 'done', reason: '' });
    const plan = 'Plan: 12 to add, 1 to change, 0 to destroy.';
    program(
      'tofu',
      `printf "%s\\n" "# module.a will be created" "$(printf '\\033[1m')${plan}$(printf '\\033[0m')"; exit 2`,
    );
    assert.deepEqual(await check(asked), { state: 'open', reason: plan });
  });

  it('gives the error of Terraform as the reason, not its frame or colors', async () => {
    const lines = ['╷', '│ Error: No credentials', '│ ', '│   with provider', '│ Set them.', '╵', ''];
    const escape = '\\033';
    program('tofu', `printf "${escape}[31m${lines.join(`${escape}[0m\\n${escape}[31m`)}${escape}[0m" >&2; exit 1`);
    assert.deepEqual(await check({ command: 'tofu plan' }), { state: 'unknown', reason: 'Error: No credentials' });
  });

  it('gives Terraform the variables that completed steps have set in the terminal, and nothing to other programs', async () => {
    program('scw', 'echo "SCW-$3"');
    program('tofu', 'echo "$ARM_SUBSCRIPTION_ID $AWS_ACCESS_KEY_ID $AWS_SECRET_ACCESS_KEY $TF_WORKSPACE" > variables');
    program('az', 'echo "[$ARM_SUBSCRIPTION_ID]" > variables');
    const set: VariableCommand[] = [
      { variable: 'ARM_SUBSCRIPTION_ID', value: '5a7e0f6c' },
      { variable: 'AWS_ACCESS_KEY_ID', output: 'scw config get access-key' },
      { variable: 'AWS_SECRET_ACCESS_KEY', output: 'missing-program' },
    ];
    const target = {
      ...{ folder: folder.at('platform'), imagePrograms: [], set },
      environment: { PATH: `${folder.at('bin')}:/usr/bin:/bin`, AWS_ACCESS_KEY_ID: 'of this machine' },
    };
    assert.deepEqual(await setVariables(target), {
      ARM_SUBSCRIPTION_ID: '5a7e0f6c',
      AWS_ACCESS_KEY_ID: 'SCW-access-key',
    });
    await checkStep({ command: 'tofu state list', workspace: 'ops' }, target);
    assert.equal(folder.read('platform/variables'), '5a7e0f6c SCW-access-key  ops\n');
    await checkStep({ command: 'az account show' }, target);
    assert.equal(folder.read('platform/variables'), '[]\n');
  });

  it('runs in the image of the platform if the program is there', async () => {
    program('docker', 'printf "%s " "$@"');
    const lines = [
      `run --rm -v ${folder.at('platform')}:/infra --env TF_WORKSPACE --env ARM_SUBSCRIPTION_ID --env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY kubestack tofu state list`,
    ];
    assert.equal((await check({ command: 'tofu state list', lines, workspace: 'ops' }, ['tofu'])).state, 'done');
  });

  it('of a DNS name is done if it has name servers', async () => {
    const ask = (answer: () => Promise<string[]>) =>
      checkStep({ delegated: 'a.example' }, { folder: '/', imagePrograms: [], environment: {} }, answer);
    const failing = (code: string) => ask(() => Promise.reject(Object.assign(new Error(`queryNs ${code}`), { code })));
    assert.equal((await ask(() => Promise.resolve(['ns1.example']))).state, 'done');
    assert.deepEqual(await failing('ENOTFOUND'), { state: 'open', reason: 'queryNs ENOTFOUND' });
    assert.equal((await failing('ETIMEOUT')).state, 'unknown');
  });

  it('compares the name servers with those of the zone in the state of the environment', async () => {
    program(
      'tofu',
      'echo "# $TF_WORKSPACE $*" > args; printf "resource \\"x\\" {\\n  name_servers = [\\n    \\"NS-1.example\\",\\n    \\"ns-2.example.\\",\\n  ]\\n}\\n"',
    );
    const asked = { delegated: 'a.example', zone: 'tofu state show "module.a.b.current[0]"', workspace: 'apps' };
    const ask = (...servers: string[]) =>
      checkStep(
        asked,
        {
          folder: folder.at('platform'),
          imagePrograms: [],
          environment: { PATH: `${folder.at('bin')}:/usr/bin:/bin` },
        },
        () => Promise.resolve(servers),
      );
    assert.deepEqual(await ask('ns-2.example', 'ns-1.example.'), { state: 'done', reason: '' });
    assert.equal(folder.read('platform/args'), '# apps state show module.a.b.current[0]\n');
    assert.deepEqual(await ask('ns-1.example', 'ns.registrar.example'), {
      state: 'open',
      reason: 'a.example has other name servers. Missing: ns-2.example.',
    });
    program('tofu', 'echo "No state file was found!" >&2; exit 1');
    assert.equal((await ask('ns.registrar.example')).state, 'done');
  });

  it('starts no batch file', async () => {
    program('az.cmd', 'touch was-run');
    const { state, reason } = await check({ command: 'az.cmd account show' });
    assert.deepEqual([state, /batch file/.test(reason)], ['unknown', true]);
    assert.throws(() => folder.read('platform/was-run'));
  });

  it('runs nothing in Restricted Mode', async () => {
    startProgramsWhen(() => false);
    program('git', 'true');
    await assert.rejects(check({ command: 'git rev-parse HEAD' }), { name: 'RestrictedModeError' });
  });
});
