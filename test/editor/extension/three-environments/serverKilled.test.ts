import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../../support/extension/event';
import { platformsKnown } from '../../../support/extension/platformsKnown';
import { serverProcesses } from '../../../support/extension/serverProcesses';
import { openSource, replace, revertAll } from '../../../support/extension/three-environments/workspaceFiles';

/** Kills the server, as the system does if it runs out of memory. */
function killServer(): number {
  const [server] = serverProcesses();
  assert.ok(server, 'no language server runs');
  process.kill(server.id, 'SIGKILL');
  return server.id;
}

describe('a killed language server', () => {
  afterEach(revertAll);

  const clusters = async (): Promise<string[]> => {
    const { server } = await platformsKnown();
    const { platforms } = await server.platforms('');
    return platforms.flatMap(platform =>
      platform.clusters.map(cluster => (typeof cluster === 'string' ? cluster : cluster.name)),
    );
  };

  it('is restarted automatically, and receives unsaved text of open documents', async () => {
    const { server, platforms, view } = await platformsKnown();
    const document = await openSource('gke_gc0_europe-west1_cluster.tf');
    await replace(document, '"gke_gc0_europe-west1"', '"gke_gc7_europe-west1"');
    await until(
      platforms.onDidChange,
      () => platforms.all[0]?.clusters.some(({ name }) => name === 'gke_gc7_europe-west1') === true,
    );
    const killed = killServer();
    await until(server.onDidChangeState, () => server.state === 'starting');
    assert.ok(view.getChildren().length > 0, 'the view stays as it is');
    await until(server.onDidChangeState, () => server.state === 'ready');
    assert.deepEqual(await clusters(), ['eks_gc0_eu-west-1', 'gke_gc7_europe-west1']);
    assert.equal(document.isDirty, true);
    const running = serverProcesses();
    assert.equal(running.length, 1);
    assert.notEqual(running[0]?.id, killed);
    // The server also receives later changes.
    await replace(document, '"gke_gc7_europe-west1"', '"gke_gc8_europe-west1"');
    assert.deepEqual(await clusters(), ['eks_gc0_eu-west-1', 'gke_gc8_europe-west1']);
    await replace(document, '"gke_gc8_europe-west1"', '"gke_gc0_europe-west1"');
    assert.deepEqual(await clusters(), ['eks_gc0_eu-west-1', 'gke_gc0_europe-west1']);
  });

  it('is restarted automatically when it ends before messages that are sent to it', async () => {
    const { server } = await platformsKnown();
    await clusters();
    killServer();
    // All in one turn of the event loop, so that the client does not know yet that the server has ended when it sends messages.
    while (serverProcesses().length > 0);
    await Promise.allSettled(Array.from({ length: 50 }, () => server.platforms('')));
    await until(server.onDidChangeState, () => server.state === 'ready');
    assert.deepEqual(await clusters(), ['eks_gc0_eu-west-1', 'gke_gc0_europe-west1']);
  });

  it('stays stopped after five crashes until it is restarted by command', async () => {
    const { server } = await platformsKnown();
    while (server.state !== 'failed') {
      // It has responded, so it is not starting.
      await clusters();
      killServer();
      await until(server.onDidChangeState, () => server.state !== 'ready');
      await until(server.onDidChangeState, () => server.state === 'ready' || server.state === 'failed');
    }
    assert.deepEqual(serverProcesses(), []);
    await assert.rejects(server.platforms(''), /not running/);
    await vscode.commands.executeCommand('kubestack.restartServer');
    assert.equal(server.state, 'ready');
    assert.deepEqual(await clusters(), ['eks_gc0_eu-west-1', 'gke_gc0_europe-west1']);
  });
});
