import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../support/extension/event';
import { platformsKnown } from '../../support/extension/platformsKnown';

/** The used part of a web worker's API; tests are compiled without browser types. */
interface TestedWorker {
  dispatchEvent(event: Event): boolean;
}
const host = globalThis as unknown as { Worker: new (address: string) => TestedWorker };

/** Dispatches an error event of the worker: for an uncaught error, or a script that can't be loaded. */
const crash = (worker: TestedWorker | undefined): void => void worker?.dispatchEvent(new Event('error'));

describe('a language server in a web worker', () => {
  const { Worker: Original } = host;
  const workers: TestedWorker[] = [];
  let loads = true;

  before(async () => {
    host.Worker = class extends Original {
      constructor(address: string) {
        super(address);
        workers.push(this);
        // Events of a worker are dispatched in a later turn of the event loop.
        if (!loads) setTimeout(() => crash(this), 0);
      }
    };
    await platformsKnown();
    await vscode.commands.executeCommand('kubestack.restartServer');
  });
  after(() => void (host.Worker = Original));

  it('is restarted automatically after an uncaught error', async () => {
    const { server } = await platformsKnown();
    const before = workers.length;
    crash(workers.at(-1));
    await until(server.onDidChangeState, () => server.state === 'starting');
    await until(server.onDidChangeState, () => server.state === 'ready');
    assert.equal(workers.length, before + 1);
    const { platforms } = await server.platforms('');
    assert.equal(platforms.length, 1);
  });

  it("is started up to five times if it can't be loaded, and again by command", async () => {
    const { server } = await platformsKnown();
    const before = workers.length;
    loads = false;
    await vscode.commands.executeCommand('kubestack.restartServer');
    await until(server.onDidChangeState, () => server.state === 'failed');
    assert.equal(workers.length, before + 5);
    await assert.rejects(server.platforms(''), /not running/);
    loads = true;
    await vscode.commands.executeCommand('kubestack.restartServer');
    assert.equal(server.state, 'ready');
    assert.equal((await server.platforms('')).platforms.length, 1);
  });
});
