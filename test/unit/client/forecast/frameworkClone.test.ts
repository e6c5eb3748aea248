import * as assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { FRAMEWORK_URL, FrameworkClone } from '../../../../client/forecast/frameworkClone';
import { RestrictedModeError, startProgramsWhen } from '../../../../client/processes/trust';
import {
  FrameworkRepository,
  insteadOf,
  NEW_VERSION,
  OLD_VERSION,
} from '../../../support/forecast/frameworkRepository';

const MODULE = 'aws/cluster/main.tf';

describe('the clone of the framework', () => {
  let remote: FrameworkRepository;
  let commands: string[];
  const { signal } = new AbortController();

  const clone = (environment: Record<string, string> = remote.environment): FrameworkClone => {
    Object.assign(process.env, environment);
    return new FrameworkClone(remote.cloneFolder, () => Promise.resolve({ onCommand: text => commands.push(text) }));
  };

  beforeEach(() => {
    remote = new FrameworkRepository();
    commands = [];
  });
  afterEach(() => {
    for (const name of Object.keys(insteadOf(''))) delete process.env[name];
    startProgramsWhen(() => true);
    remote.remove();
  });

  it('is empty before the download, and starts no program then', async () => {
    assert.deepEqual(await clone().read([OLD_VERSION]), {});
    assert.deepEqual(commands, []);
  });

  it('has the files of tags, commits and the default branch, and leaves out other names', async () => {
    const head = remote.git('rev-parse', 'HEAD').trim();
    await clone().download(signal);
    const files = await clone().read([OLD_VERSION, head, 'HEAD', 'v9', '--output=x', '']);
    assert.deepEqual(Object.keys(files), [OLD_VERSION, head, 'HEAD']);
    assert.match(JSON.stringify(files[OLD_VERSION]?.[MODULE]), /AL2_x86_64/);
    assert.match(JSON.stringify(files[head]?.[MODULE]), /AL2023_x86_64_STANDARD/);
    assert.deepEqual(files['HEAD'], files[head]);
  });

  it('downloads only from the repository on GitHub', async () => {
    await clone().download(signal);
    const contacting = commands.filter(text => text.includes(' fetch --quiet'));
    assert.equal(contacting.length, 1);
    assert.ok(contacting[0]?.includes(` -- ${FRAMEWORK_URL} `), contacting[0]);
  });

  it('works without the remote after the download', async () => {
    await clone().download(signal);
    const offline = clone(insteadOf('file:///nowhere'));
    assert.deepEqual(Object.keys(await offline.read([OLD_VERSION, NEW_VERSION])), [OLD_VERSION, NEW_VERSION]);
  });

  it('gets new versions, and moved tags', async () => {
    await clone().download(signal);
    const commit = remote.commit('v0.21.0', { [MODULE]: '# new' });
    remote.git('tag', '--force', NEW_VERSION);
    assert.deepEqual(await clone().read(['v0.21.0']), {});
    await clone().download(signal);
    const files = await clone().read(['v0.21.0', NEW_VERSION, commit]);
    assert.deepEqual(
      Object.values(files).map(each => each[MODULE]),
      ['# new', '# new', '# new'],
    );
  });

  it('names the remedy if the host cannot be reached', async () => {
    await assert.rejects(clone(insteadOf('file:///nowhere/framework.git')).download(signal), {
      message: /^The framework can't be downloaded from https:\/\/github\.com\/kbst\/.*Check the network and the proxy/,
    });
  });

  it('starts over after a damaged download', async () => {
    await clone().download(signal);
    writeFileSync(join(remote.cloneFolder, 'HEAD'), 'damaged');
    await assert.rejects(clone().download(signal));
    assert.equal(existsSync(remote.cloneFolder), false);
    await clone().download(signal);
    assert.deepEqual(Object.keys(await clone().read([NEW_VERSION])), [NEW_VERSION]);
  });

  it('runs no hooks, not even those of a template', async () => {
    const marker = join(remote.cloneFolder, '../started');
    const hooks = join(remote.cloneFolder, '../template/hooks');
    mkdirSync(hooks, { recursive: true });
    const script = `#!/bin/sh\necho > '${marker}'\n`;
    writeFileSync(join(hooks, 'reference-transaction'), script, { mode: 0o755 });
    const variables = { ...remote.environment, GIT_TEMPLATE_DIR: join(hooks, '..') };
    try {
      await clone(variables).download(signal);
      assert.equal(existsSync(join(remote.cloneFolder, 'hooks')), false);
      // Also if a hook is put there.
      mkdirSync(join(remote.cloneFolder, 'hooks'));
      writeFileSync(join(remote.cloneFolder, 'hooks/reference-transaction'), script, { mode: 0o755 });
      remote.commit('v0.21.0', { [MODULE]: '# new' });
      await clone(variables).download(signal);
    } finally {
      delete process.env['GIT_TEMPLATE_DIR'];
    }
    assert.equal(existsSync(marker), false);
  });

  it('ends the download on cancel, and can be downloaded again', async () => {
    // Accepts connections, and never answers.
    const controller = new AbortController();
    const silent: Server = createServer(() => controller.abort(new Error('cancelled')));
    await new Promise<void>(resolve => void silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    try {
      const slow = clone(insteadOf(`http://127.0.0.1:${port}/framework`));
      await assert.rejects(slow.download(controller.signal), { message: 'cancelled' });
    } finally {
      silent.close();
    }
    assert.deepEqual(await clone().read([NEW_VERSION]), {});
    await clone().download(signal);
    assert.deepEqual(Object.keys(await clone().read([NEW_VERSION])), [NEW_VERSION]);
  });

  it('follows no redirect', async () => {
    const requests: (string | undefined)[] = [];
    const redirecting = createHttpServer(({ url }, response) => {
      requests.push(url);
      response.writeHead(301, { location: '/elsewhere/info/refs?service=git-upload-pack' }).end();
    });
    await new Promise<void>(resolve => void redirecting.listen(0, '127.0.0.1', resolve));
    const { port } = redirecting.address() as AddressInfo;
    try {
      await assert.rejects(
        clone(insteadOf(`http://127.0.0.1:${port}/framework`)).download(signal),
        /Check the network/,
      );
    } finally {
      redirecting.close();
    }
    assert.deepEqual(requests, ['/framework/info/refs?service=git-upload-pack']);
  });

  it('starts no program in Restricted Mode', async () => {
    await clone().download(signal);
    startProgramsWhen(() => false);
    await assert.rejects(clone().read([NEW_VERSION]), RestrictedModeError);
    await assert.rejects(clone().download(signal), RestrictedModeError);
  });

  it('leaves nothing beside its folder', async () => {
    await clone().download(signal);
    assert.deepEqual(readdirSync(join(remote.cloneFolder, '..')), ['framework.git']);
  });
});
