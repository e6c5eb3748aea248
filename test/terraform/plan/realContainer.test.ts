// Runs in the platform's image with a real docker, if it is running. The images contain only terraform.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PlanRunner } from '../../../client/plan/run/planRunner';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

/** A release whose image contains terraform, and that was never published. */
const base = `kubestack/framework:v0.0.1-beta.0-test-${process.pid}`;

const docker = (...parameters: string[]): string => execFileSync('docker', parameters, { encoding: 'utf8' }).trim();

const runs = (): boolean => spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

/** The real path of a program on PATH. */
function located(program: string): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, program))
    .find(path => spawnSync(path, ['version'], { stdio: 'ignore' }).status === 0);
  assert.ok(found, program);
  return realpathSync(found);
}

describe("plans in the platform's image with a real docker", function () {
  let folder: PlanFolder;
  before(function () {
    if (!runs()) this.skip();
    const context = new TemporaryFolder({
      Dockerfile:
        'FROM scratch\nCOPY terraform /usr/local/bin/terraform\nENV PATH=/usr/local/bin HOME=/tmp\nWORKDIR /tmp\n',
    });
    copyFileSync(located('terraform'), context.at('terraform'));
    docker('build', '--quiet', '--tag', base, context.path);
    context.delete();
  });
  after(() => {
    if (runs()) spawnSync('docker', ['rmi', '--force', base, image()], { stdio: 'ignore' });
  });
  afterEach(() => folder.delete());

  /** The name that the runner derives from the folder of the Dockerfile. */
  const image = () => `kubestack-platform-platform-${process.pid}`;
  const root = `platform ${process.pid}`;
  const platform = (files: Readonly<Record<string, string>>) => {
    const own = { Dockerfile: `FROM ${base}\n`, ...files };
    return new PlanFolder(Object.fromEntries(Object.entries(own).map(([path, text]) => [`${root}/${path}`, text])));
  };
  const request = (environment: string) => ({
    ...folder.request(environment),
    folder: folder.at(root),
    container: { dockerfile: folder.at(`${root}/Dockerfile`), mount: folder.at(root) },
  });
  const containers = (): string => docker('ps', '--all', '--quiet', '--filter', `ancestor=${image()}`);

  it('plan new resources, create a workspace, and leave no files behind', async () => {
    folder = platform({ 'main.tf': 'resource "terraform_data" "a" {\n  input = terraform.workspace\n}\n' });
    assert.equal((await folder.runner.plan(request('ops'))).kind, 'workspaceMissing');
    assert.deepEqual(await folder.runner.createWorkspace(request('ops')), { kind: 'created' });
    const before = folder.contents();
    const outcome = await folder.runner.plan(request('ops'));
    assert.ok(outcome.kind === 'planned', JSON.stringify(outcome));
    assert.deepEqual(
      outcome.plan.changes.map(({ address, action }) => `${action} ${address}`),
      ['create terraform_data.a'],
    );
    assert.deepEqual(folder.contents(), before);
    assert.deepEqual(folder.leftovers(), []);
    assert.equal(containers(), '');
  });

  it('show errors on their lines, with local paths', async () => {
    folder = platform({ 'main.tf': 'resource "terraform_data" "a" {\n  input = nothing.x\n}\n' });
    const outcome = await folder.runner.plan(request('default'));
    assert.ok(outcome.kind === 'errors', JSON.stringify(outcome));
    const [diagnostic] = outcome.diagnostics;
    assert.equal(diagnostic?.file, folder.at(`${root}/main.tf`));
  });

  describe('that are cancelled', () => {
    let states: StateServer;
    beforeEach(async () => {
      states = await StateServer.start(true);
      folder = platform({ 'main.tf': states.slowModule });
      // The container uses the network of this machine, since the test's docker daemon may have no other.
      const bin = folder.at('bin');
      mkdirSync(bin);
      writeFileSync(join(bin, 'docker'), hostNetworkDocker(located('docker')), { mode: 0o755 });
      folder.environment['PATH'] = `${bin}:${process.env['PATH']}`;
      assert.deepEqual(await folder.runner.createWorkspace(request('ops')), { kind: 'created' });
    });
    afterEach(() => states.stop());

    const plan = async (runner: PlanRunner, cancelling: AbortController) => {
      const running = runner.plan({ ...request('ops'), signal: cancelling.signal });
      await Promise.race([states.asked, running.then(outcome => assert.fail(JSON.stringify(outcome)))]);
      return { running };
    };

    it('end in order with their container, and release their lock', async () => {
      const before = folder.contents();
      const cancelling = new AbortController();
      const { running } = await plan(folder.runner, cancelling);
      await folder.interrupt(running, () => cancelling.abort());
      states.release();
      assert.deepEqual(await running, { kind: 'cancelled', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
      assert.equal(containers(), '');
    });

    it("are killed if they don't end, and their lock file is removed", async () => {
      const before = folder.contents();
      const runner = new PlanRunner({
        temporaryFolder: folder.storage,
        environment: folder.environment,
        timeout: { interrupt: 300, terminate: 300 },
      });
      const cancelling = new AbortController();
      const { running } = await plan(runner, cancelling);
      cancelling.abort();
      assert.deepEqual(await running, { kind: 'cancelled', lockMayRemain: false });
      assert.deepEqual(folder.contents(), before);
      assert.deepEqual(folder.leftovers(), []);
      assert.equal(containers(), '');
    });
  });
});

/** A docker command whose containers use this machine's network. */
const hostNetworkDocker = (program: string): string =>
  `#!/bin/sh\nif [ "$1" = run ]; then shift; set -- run --network host "$@"; fi\nexec '${program}' "$@"\n`;
