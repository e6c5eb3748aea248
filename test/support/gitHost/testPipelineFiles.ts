import assert from 'node:assert/strict';
import type { GitHost } from '../../../client/gitHost/gitHost';
import type { GitHostServer } from './gitHostServer';
import { FileHost, type StoredReports } from './storedReports';

export interface PipelineFilesUnderTest {
  gitHost: GitHost;
  server: GitHostServer;
  /** The model of the Git host. */
  model: { kept: StoredReports[]; keepElsewhere?: (file: Uint8Array) => string };
  /** Opens a pull request for the branch `more-nodes` with this newest commit. */
  open: (commit: string) => void;
}

const commit = 'c0ffee'.repeat(6) + 'c0ff';
const names = ['plan-report-ops.json', 'plan-report-apps.json'];

/** Tests for the plan reports of pipelines on every Git host. Call it in the `describe` of a Git host. */
export function testPipelineFiles(subject: () => PipelineFilesUnderTest): void {
  describe('reports of pipelines', () => {
    let files: FileHost;

    beforeEach(async () => {
      files = await FileHost.start();
      const { model } = subject();
      if (model.keepElsewhere) model.keepElsewhere = content => files.keep(content);
    });

    afterEach(() => files.stop());

    const found = async (...known: [commit: string, names: string[], ref?: string]): Promise<string[]> =>
      (await subject().gitHost.pipelineFiles(...known)).map(({ name, text }) => `${name}: ${text}`).sort();

    it('are found for a commit by their exact names, the newest of each', async () => {
      subject().model.kept = [
        { commit, files: { 'plan-report-ops.json': 'old ops', 'plan-report-apps.json': 'apps' } },
        { commit: 'd'.repeat(40), files: { 'plan-report-ops.json': 'of another commit' } },
        { commit, files: { 'plan-report-ops.json': 'new ops', '../plan-report-apps.json': 'not that', 'x.json': 'x' } },
      ];
      assert.deepEqual(await found(commit, names), ['plan-report-apps.json: apps', 'plan-report-ops.json: new ops']);
      assert.deepEqual(await found('e'.repeat(40), names), []);
    });

    it('are downloaded from other hosts without the token', async () => {
      const { model, server } = subject();
      model.kept = [{ commit, files: { 'plan-report-ops.json': 'ops' } }];
      assert.deepEqual(await found(commit, names), ['plan-report-ops.json: ops']);
      if (!model.keepElsewhere) return;
      assert.deepEqual([...new Set(files.authorizations)], [undefined]);
      assert.ok(server.requests.every(({ authorization }) => authorization !== undefined));
    });

    it('have the end time and URL of their run if the Git host provides them', async () => {
      subject().model.kept = [{ commit, files: { 'plan-report-ops.json': 'ops' } }];
      const [file] = await subject().gitHost.pipelineFiles(commit, names);
      assert.ok(file && file.run !== '');
      if (file.finishedAt !== undefined) assert.equal(file.finishedAt, Date.UTC(2026, 10, 20, 10));
      if (file.url !== undefined) assert.match(file.url, /^https?:\/\//);
    });

    it('are searched by the newest commits of open pull requests', async () => {
      const { gitHost, open, model } = subject();
      open(commit);
      const [pull] = await gitHost.openPullRequests();
      assert.deepEqual([pull?.number, pull?.branch], [1, 'more-nodes']);
      model.kept = [{ commit, files: { 'plan-report-ops.json': 'ops' } }];
      assert.deepEqual(await found(pull?.commit ?? '', names), ['plan-report-ops.json: ops']);
    });
  });
}
