// Runs in the platform's image: a stand-in for docker runs the image's commands on this machine, with the folders at their paths.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { skipWithout } from '../../support/skipWithout';
import { PlanFolder } from '../../support/terraform/plan/planFolder';

/** Supports only `build` and `run`, and logs its arguments. The folder mounted at /kubestack-plan is read from the arguments. */
const docker = `#!/bin/sh
echo "$*" >> "$(dirname "$0")/log"
case $1 in
build) echo sha256:0; exit 0 ;;
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
      ['build', 'run', 'run', 'run'],
    );
    assert.match(
      log[2] ?? '',
      /--env AWS_SECRET_ACCESS_KEY .* terraform plan -input=false -json -out=\/kubestack-plan\/plan$/,
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
