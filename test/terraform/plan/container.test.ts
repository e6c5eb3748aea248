// Runs in the platform's image: a stand-in for docker runs the image's commands on this machine, with the folders at their paths.
import assert from 'node:assert/strict';
import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '../../../client/plan/run/commandRun';
import { containerEnvironment } from '../../../client/plan/run/docker';
import { skipWithout } from '../../support/skipWithout';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import {
  CREDENTIALS,
  FRAMEWORK_CONFIGURATION,
  missingForFrameworkImage,
  writeFrameworkImage,
} from '../../support/terraform/plan/frameworkImage';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { writeStandInDocker } from '../../support/terraform/plan/standInDocker';

/** Supports only `build`, `image inspect` and `run`, and logs its arguments. The image has no entrypoint. The folder mounted at /kubestack-plan is read from the arguments. */
const docker = `#!/bin/sh
echo "$*" >> "$(dirname "$0")/log"
case $1 in
build) echo sha256:0; exit 0 ;;
image) echo null; exit 0 ;;
run) ;;
*) exit 64 ;;
esac
while [ "$1" != kubestack-platform-platform ]; do
  case $1 in type=bind,source=*,target=/kubestack-plan) storage=\${1#type=bind,source=}; storage=\${storage%,target=*} ;; esac
  shift
done
shift
for word; do
  shift
  case $word in *=/kubestack-plan/*) word=\${word%%=*}=$storage/\${word#*/kubestack-plan/} ;; /kubestack-plan/*) word=$storage/\${word#/kubestack-plan/} ;; esac
  set -- "$@" "$word"
done
exec "$@"
`;

describe("plans in the platform's image", function () {
  let folder: PlanFolder;
  let bin: string;
  before(function () {
    skipWithout(this, 'terraform');
  });
  beforeEach(() => {
    folder = new PlanFolder({
      'platform/Dockerfile': 'FROM kubestack/framework:v0.19.2-beta.0\n',
      'platform/main.tf': 'resource "terraform_data" "a" {}\n',
    });
    bin = join(folder.storage, '../bin');
    mkdirSync(bin);
  });
  afterEach(() => folder.delete());

  const request = () => ({
    ...folder.request('default'),
    folder: folder.at('platform'),
    container: { dockerfile: folder.at('platform/Dockerfile'), mount: folder.at('platform') },
  });

  it('build the image, plan in it, and leave no files behind', async () => {
    writeFileSync(join(bin, 'docker'), docker, { mode: 0o755 });
    folder.environment['PATH'] = `${bin}:${process.env['PATH']}`;
    folder.environment['AWS_SECRET_ACCESS_KEY'] = 'planted secret';
    const before = folder.contents();
    const outcome = await folder.runner.plan(request());
    assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
    assert.equal(outcome.plan.product, 'terraform');
    const log = readFileSync(join(bin, 'log'), 'utf8').trim().split('\n');
    assert.deepEqual(
      log.map(line => line.split(' ')[0]),
      ['build', 'image', 'run', 'run', 'run'],
    );
    assert.match(
      log[3] ?? '',
      / --user \d+:\d+ .*--env AWS_SECRET_ACCESS_KEY .* terraform plan -input=false -json -out=\/kubestack-plan\/plan$/,
    );
    assert.ok(!log.join().includes('planted'));
    assert.deepEqual(folder.contents(), before);
    assert.deepEqual(folder.leftovers(), []);
  });

  it("show docker's message if the build fails", async () => {
    writeFileSync(join(bin, 'docker'), '#!/bin/sh\necho "Cannot connect to the Docker daemon" >&2\nexit 1\n', {
      mode: 0o755,
    });
    folder.environment['PATH'] = `${bin}:${process.env['PATH']}`;
    const outcome = await folder.runner.plan(request());
    assert.deepEqual(outcome, { kind: 'failed', exitCode: 1, stderrTail: ['Cannot connect to the Docker daemon'] });
  });

  it('say that docker is missing', async () => {
    folder.environment['PATH'] = bin;
    const outcome = await folder.runner.plan(request());
    assert.deepEqual(outcome, { kind: 'executable', problem: { kind: 'notFound', wanted: ['docker'] } });
  });
});

describe("plans in an image with the framework's entrypoint", function () {
  let image: TemporaryFolder;
  let folder: PlanFolder;
  before(function () {
    const missing = missingForFrameworkImage();
    if (missing !== undefined || process.getuid?.() !== 0) {
      this.test!.parent!.title += ` (skipped: ${missing ?? 'needs root'})`;
      this.skip();
    }
    image = new TemporaryFolder();
    writeFrameworkImage(image.path);
  });
  after(() => image?.delete());
  beforeEach(() => {
    folder = new PlanFolder({
      Dockerfile: 'FROM kubestack/framework:v0.19.2-beta.0\n',
      'main.tf': 'variable "signed_in" {}\nresource "terraform_data" "a" {\n  input = var.signed_in\n}\n',
      '.gitignore': '.user/\n',
    });
    const bin = join(folder.storage, '../bin');
    mkdirSync(bin);
    writeStandInDocker(join(bin, 'docker'), image.path);
    Object.assign(folder.environment, CREDENTIALS, { PATH: `${bin}:${process.env['PATH']}` });
  });
  afterEach(() => folder.delete());

  const request = (environment = 'default') => ({
    ...folder.request(environment),
    container: { dockerfile: folder.at('Dockerfile'), mount: folder.path },
  });
  const output = () => folder.events.flatMap(event => (event.kind === 'output' ? [event.line] : [])).join('\n');

  it('start as root, whoever the user is, and continue as the owner of the code', async () => {
    const storage = new TemporaryFolder();
    const environment = containerEnvironment({
      ...request().container,
      ...{ docker: join(folder.storage, '../bin/docker'), product: 'terraform', image: 'image', name: 'container' },
      ...{ folder: folder.path, storage: storage.path, environment: folder.environment },
      ...{ entrypoint: [FRAMEWORK_CONFIGURATION.entrypoint], hasHome: false, user: { uid: 1234, gid: 1234 } },
    });
    chownSync(folder.path, 4321, 4321);
    chownSync(storage.path, 4321, 4321);
    const result = await runProcess(environment.command(['workspace', 'new', 'ops']));
    assert.deepEqual({ ...result, stderrTail: [] }, { exitCode: 0, cancelled: false, forced: false, stderrTail: [] });
    assert.equal(statSync(folder.at('terraform.tfstate.d/ops')).uid, 4321);
    storage.delete();
  });

  it('sign in, and leave no files behind', async () => {
    const outcome = await folder.runner.plan(request());
    assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
    assert.deepEqual(
      outcome.plan.changes.map(({ address }) => address),
      ['terraform_data.a'],
    );
    assert.match(JSON.stringify(outcome.plan), /azure/, 'the variables of the sign-in reach the program');
    assert.match(output(), /"Account": "123456789012"/, 'the log shows what the sign-in printed');
    assert.deepEqual(Object.keys(folder.contents()).sort(), ['.gitignore', 'Dockerfile', 'main.tf']);
    assert.deepEqual(folder.leftovers(), []);
  });

  it('read only the output of the program, of every command', async () => {
    const workspace = await folder.runner.plan(request('ops'));
    assert.deepEqual(workspace, { kind: 'workspaceMissing', workspaces: ['default'] });
    assert.deepEqual(await folder.runner.createWorkspace(request('ops')), { kind: 'created' });
    assert.deepEqual(await folder.runner.validate(request()), { kind: 'valid', diagnostics: [] });
    folder.write('main.tf', 'variable "signed_in" {}\n');
    const outcome = await folder.runner.plan(request('ops'));
    assert.ok(outcome.kind === 'noChanges', JSON.stringify(outcome));
    const commands = folder.events.flatMap(event => (event.kind === 'command' ? [event.line] : []));
    assert.ok(!commands.some(line => / show -json/.test(line)), 'the lines of the plan prove that it changes nothing');
  });

  it('use the existing home folder of the platform, and end with the exit code of the program', async () => {
    folder.write('.user/.aws/config', '[default]\n');
    folder.write('main.tf', 'resource "terraform_data" "a" {\n  input = nothing.x\n}\n');
    const outcome = await folder.runner.plan(request());
    assert.ok(outcome.kind === 'errors', JSON.stringify(outcome));
    assert.deepEqual(
      outcome.diagnostics.map(({ file }) => file),
      [folder.at('main.tf')],
    );
    assert.equal(folder.read('.user/.aws/credentials'), '[default]\n');
  });

  it('show why the sign-in failed', async () => {
    folder.environment['KBST_AUTH_AWS'] = 'not base64!';
    const outcome = await folder.runner.plan(request());
    assert.ok(outcome.kind === 'failed', JSON.stringify(outcome));
    assert.match(outcome.stderrTail.join('\n'), /base64: invalid input/);
  });
});
