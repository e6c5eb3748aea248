// Failures that git has to survive: a remote that never responds, a locked index, endless output.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Git } from '../../client/git/git';
import { fetchRefs } from '../../client/git/remoteRefs';
import { commandLineActions } from '../../client/git/gitActions';
import { readRepositoryState } from '../../client/git/repositoryState';
import { skipOnWindows } from '../support/skipWithout';
import { startOtherProcess } from '../support/client/processes/otherProcess';
import { SharedRepository, type Clone } from '../support/client/promotion/sharedRepository';

describe('git with faults', function () {
  let shared: SharedRepository;
  let clone: Clone;
  let silent: Server;
  const connections: Socket[] = [];
  /** Resolves when a client has connected to the silent remote. `ended` resolves when the connection is closed. */
  let called: Promise<{ ended: Promise<unknown> }>;
  let address: string;

  beforeEach(async () => {
    ({ shared, ada: clone } = SharedRepository.withFirstCommit());
    let resolveCall!: (call: { ended: Promise<unknown> }) => void;
    called = new Promise(resolve => (resolveCall = resolve));
    silent = createServer(connection => {
      connections.push(connection);
      connection.on('error', () => undefined).resume();
      resolveCall({ ended: once(connection, 'close') });
    });
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/platform.git`;
  });
  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.destroy();
    await new Promise(resolve => silent.close(resolve));
    shared.delete();
  });

  it('tells a missing git from a folder without a repository', async () => {
    assert.equal(await new Git(shared.root).isInstalled(), true);
    assert.equal(await new Git(shared.root).tryRead(['rev-parse', '--show-toplevel']), undefined);
    assert.equal(await new Git(shared.root, { program: 'git-that-is-missing' }).isInstalled(), false);
  });

  it('ends waiting for an unresponsive remote on cancellation', async () => {
    clone.run('remote', 'set-url', 'origin', address);
    const cancelling = new AbortController();
    const fetching = fetchRefs(clone.git.until(cancelling.signal), 'origin', ['main']);
    const { ended } = await called;
    cancelling.abort();
    await assert.rejects(fetching, { name: 'AbortError' });
    await ended;
  });

  it('ends waiting for a remote when the extension host is killed', async () => {
    const code = `process.on('message', message => process.send(message));
      void new Git(${JSON.stringify(clone.folder)}).try(['ls-remote', '--', ${JSON.stringify(address)}]);`;
    const host = startOtherProcess(shared.root, { 'client/git/git.ts': 'Git' }, code);
    const { ended } = await called;
    // Git can connect before the host has finished starting it. When the host responds, it has notified the guard.
    host.send('are you done?');
    await once(host, 'message');
    host.kill('SIGKILL');
    await ended;
  });

  it('reports a locked index and loses no changes', async () => {
    clone.write('change.txt', 'second');
    const lock = join(clone.folder, '.git/index.lock');
    writeFileSync(lock, '');
    const actions = commandLineActions(clone.git);
    await assert.rejects(actions.stage(['change.txt']), /Unable to create '.*index\.lock': File exists/);
    const state = await readRepositoryState(clone.git);
    assert.deepEqual(
      state.changes.map(({ path, unstaged }) => [path, unstaged]),
      [['change.txt', true]],
    );
    assert.equal(readFileSync(join(clone.folder, 'change.txt'), 'utf8'), 'second');
    assert.ok(existsSync(lock), 'the lock of somebody else stays');
  });

  it('reads endless output only up to a limit', async function () {
    skipOnWindows(this);
    const endless = join(shared.root, 'git');
    writeFileSync(endless, '#!/bin/sh\nexec cat /dev/zero\n', { mode: 0o755 });
    const code = `const git = new Git(${JSON.stringify(clone.folder)}, { program: ${JSON.stringify(endless)} });
      void git.try(['log']).catch(({ message }) => process.send({ message }, () => process.disconnect()));`;
    // The memory of this process would not be free again: starting a program would take ten times as long from then on.
    const other = startOtherProcess(shared.root, { 'client/git/git.ts': 'Git' }, code);
    const [{ message }] = (await once(other, 'message')) as [{ message: string }];
    assert.match(message, /^git log prints more than 64 MB/);
  });
});
