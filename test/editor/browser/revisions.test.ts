// Runs on a folder like those of GitHub Repositories, whose file system has revisions, but no list of tags.
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { FeaturesWithoutPrograms } from '../../../client/features';
import { Method } from '../../../common/protocol';
import type { MatrixParams, MatrixResult } from '../../../common/matrix/matrix';
import { platformsKnown } from '../../support/extension/platformsKnown';
import { openSource, replace, revertAll } from '../../support/extension/three-environments/workspaceFiles';

/** The extension in a window without programs and Git. */
async function product(): Promise<FeaturesWithoutPrograms & { platform: string }> {
  const parts = (await platformsKnown()) as unknown as FeaturesWithoutPrograms;
  const platform = parts.platforms.all[0]?.uri;
  assert.ok(platform);
  return { ...parts, platform };
}

/** Revisions that were asked of the file system so far. */
function asked(): readonly string[] {
  const files = vscode.extensions.getExtension<{ asked: string[] }>('kubestack-tests.virtual-files');
  assert.ok(files?.isActive);
  return files.exports.asked;
}

describe('a repository in GitHub Repositories', () => {
  afterEach(revertAll);

  it('reads no revision before it is needed', async () => {
    const { virtualRepository } = await product();
    const labels = (await virtualRepository.promotionView.getChildren()).map(({ label }) => label);
    assert.deepEqual(labels, ["Deploy tags can't be listed here", 'ops', 'apps', 'apps-prod']);
    assert.deepEqual(asked(), []);
  });

  it('shows changes of each environment since the default branch in the Promotion view', async () => {
    const { virtualRepository } = await product();
    const view = virtualRepository.promotionView;
    for (const environment of (await view.getChildren()).slice(1)) {
      const [change, ...others] = await view.getChildren(environment);
      assert.deepEqual([change?.label, change?.description, others.length], ['cluster_max_size', '"8" → "9"', 0]);
    }
  });

  it('is compared again while typing', async () => {
    const { virtualRepository } = await product();
    const view = virtualRepository.promotionView;
    const lines = async (): Promise<string[]> => {
      const ops = (await view.getChildren())[1];
      return (await view.getChildren(ops)).map(({ label, description }) => `${label} ${description}`).sort();
    };
    const unsaved = ['cluster_max_size "8" → "9"', 'cluster_min_size "1" → "2"'];
    let shown: string[] = [];
    const compared = new Promise<void>((resolve, reject) => {
      const listener = view.onDidChangeTreeData(() => {
        lines().then(now => {
          shown = now;
          if (now.join() !== unsaved.join()) return;
          listener.dispose();
          resolve();
        }, reject);
      });
    });
    await replace(await openSource('eks_gc0_eu-west-1_cluster.tf'), 'cluster_min_size = 1', 'cluster_min_size = 2');
    await compared;
    assert.deepEqual(shown, unsaved);
  });

  it('marks changes since a branch, tag or commit in the matrix', async () => {
    const { virtualRepository, server, platform } = await product();
    assert.equal(virtualRepository.revisions.reads(platform), true);
    const files = await virtualRepository.revisions.read(platform, 'main');
    const before = { kind: 'files', files } as const;
    const { matrix } = await server.request<MatrixParams, MatrixResult>(Method.matrix, { uri: platform, before });
    const marked = (matrix?.rows ?? []).flatMap(({ attribute, cells }) =>
      cells.flatMap(({ text, change }) => (change ? [`${attribute} ${change.before ?? ''} → ${text}`] : [])),
    );
    assert.deepEqual(marked, Array(3).fill('cluster_max_size "8" → "9"'));
  });

  it("reports a revision that can't be read, and compares with nothing instead", async () => {
    const { virtualRepository, platform } = await product();
    await assert.rejects(virtualRepository.revisions.read(platform, 'no-such-branch'), /no such revision/);
  });
});
