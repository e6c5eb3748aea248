import * as assert from 'node:assert/strict';
import { readFileSync, renameSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { privateFolder, script, set } from '../../../support/extension/multi-cloud/program';
import {
  apply,
  environmentOf,
  fingerprint,
  folder,
  plan,
  prepare,
  viewText,
} from '../../../support/extension/multi-cloud/sample';

/** A stand-in for docker: builds nothing, and runs the image's commands on this machine. Mounted folders keep their paths. */
const docker = `echo "$*" >> "$(dirname "$0")/log"
case $1 in
build) echo sha256:0; exit 0 ;;
image) echo null; exit 0 ;;
run) ;;
*) exit 64 ;;
esac
until [ "\${1#kubestack-platform-}" != "$1" ]; do
  case $1 in type=bind,source=*,target=/kubestack-plan) storage=\${1#type=bind,source=}; storage=\${storage%,target=*} ;; esac
  shift
done
shift
for word; do
  shift
  case $word in *=/kubestack-plan/*) word=\${word%%=*}=$storage/\${word#*/kubestack-plan/} ;; /kubestack-plan/*) word=$storage/\${word#/kubestack-plan/} ;; esac
  set -- "$@" "$word"
done
exec "$@"`;

describe("planning in the platform's image", function () {
  const searched = process.env['PATH'] ?? '';

  before(async () => {
    prepare(['ops']);
    await set('terraform.container', true);
  });

  afterEach(() => {
    process.env['PATH'] = searched;
  });

  after(async () => {
    await set('terraform.container', undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('builds the image, plans in it, and shows the plan', async () => {
    apply('ops');
    const program = script(docker, 'docker');
    process.env['PATH'] = [dirname(program), searched].join(delimiter);
    const before = fingerprint();
    assert.equal((await plan('ops')).outcome?.kind, 'noChanges');
    assert.match(await viewText(), /^ops — no changes$/m);
    assert.deepEqual(fingerprint(), before);
    const log = readFileSync(join(dirname(program), 'log'), 'utf8');
    assert.match(log, new RegExp(`^build .*--file ${join(folder(), 'Dockerfile')} ${folder()}$`, 'm'));
    assert.match(log, new RegExp(`^run .*source=${folder()},target=/infra .* terraform plan -input=false -json`, 'm'));
  });

  it('says that Docker is missing, and offers to open the setting', async () => {
    process.env['PATH'] = privateFolder();
    assert.equal((await plan('ops')).outcome?.kind, 'executable');
    assert.match(
      await viewText(),
      /^ops — failed.*\n {2}Docker was not found, but the setting kubestack\.terraform\.container requires it\..*\n {2}Open Settings$/m,
    );
  });

  it('says that the platform has no Dockerfile', async () => {
    const [dockerfile, elsewhere] = [join(folder(), 'Dockerfile'), join(privateFolder(), 'Dockerfile')];
    renameSync(dockerfile, elsewhere);
    try {
      await vscode.commands.executeCommand('kubestack.plan', await environmentOf('ops'));
      assert.match(
        await viewText(),
        /^ops — failed.*\n {2}The setting kubestack\.terraform\.container requires a Dockerfile, but the platform has none\..*\n {2}Open Settings$/m,
      );
    } finally {
      renameSync(elsewhere, dockerfile);
    }
  });
});
