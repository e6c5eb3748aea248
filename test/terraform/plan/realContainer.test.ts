// Runs in the platform's image with a real docker, if it is running: in an image that contains only terraform, and in one with the framework's entrypoint.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlanRunner } from '../../../client/plan/run/planRunner';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import {
  CREDENTIALS,
  FRAMEWORK_CONFIGURATION,
  locateOnPath,
  missingForFrameworkImage,
  writeFrameworkImage,
} from '../../support/terraform/plan/frameworkImage';
import { PlanFolder } from '../../support/terraform/plan/planFolder';
import { StateServer } from '../../support/terraform/plan/stateServer';

/** A release whose image contains terraform, and that was never published. */
const base = `kubestack/framework:v0.0.1-beta.0-test-${process.pid}`;

const docker = (...parameters: string[]): string => execFileSync('docker', parameters, { encoding: 'utf8' }).trim();

const runs = (): boolean => spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0;

const { home, path: searched, entrypoint } = FRAMEWORK_CONFIGURATION;

/** What the images contain. */
const images = {
  'with only terraform': {
    dockerfile:
      'FROM scratch\nCOPY root/terraform /usr/local/bin/terraform\nENV PATH=/usr/local/bin HOME=/tmp\nWORKDIR /tmp\n',
    write: (root: string) => copyFileSync(locateOnPath('terraform')!, join(root, 'terraform')),
    missing: () => undefined,
  },
  "with the framework's entrypoint": {
    dockerfile: `FROM scratch\nCOPY root /\nENV PATH=${searched} HOME=${home}\nWORKDIR /infra\nENTRYPOINT ["${entrypoint}"]\n`,
    write: writeFrameworkImage,
    missing: missingForFrameworkImage,
  },
};

for (const [content, { dockerfile, write, missing }] of Object.entries(images))
  describe(`plans in the platform's image ${content} with a real docker`, function () {
    let folder: PlanFolder;
    before(function () {
      if (!runs() || missing() !== undefined) this.skip();
      const context = new TemporaryFolder({ Dockerfile: dockerfile });
      mkdirSync(context.at('root'));
      write(context.at('root'));
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
      const made = new PlanFolder(
        Object.fromEntries(Object.entries(own).map(([path, text]) => [`${root}/${path}`, text])),
      );
      Object.assign(made.environment, CREDENTIALS);
      return made;
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
        writeFileSync(join(bin, 'docker'), hostNetworkDocker(locateOnPath('docker')!), { mode: 0o755 });
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
        // `runuser` ignores an interrupt. When it is terminated, it kills the program two seconds later.
        assert.doesNotMatch(JSON.stringify(folder.events), /Session terminated/);
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
