import assert from 'node:assert/strict';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver';
import { createRequestScheduler } from '../../../../server/lsp/requestScheduler';
import type { RequestContext } from '../../../../server/semantics/requestContext';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

/** A computation that runs until the test lets it end. */
class Work {
  starts = 0;
  isReleased = false;

  *feature(): Generator<undefined, string> {
    this.starts++;
    while (!this.isReleased) yield;
    return `answer ${this.starts}`;
  }

  /** Resolves when it has been started this number of times. */
  async started(times: number): Promise<void> {
    while (this.starts < times) await new Promise(resolve => setImmediate(resolve));
  }
}

describe('the request scheduler', () => {
  let workspace: TestWorkspace;
  let uri: string;
  let work: Work;
  const { token } = new CancellationTokenSource();

  beforeEach(async () => {
    workspace = await workspaceOf({ 'a.tf': 'a = 1\n', 'b.tf': 'b = 1\n' });
    uri = workspace.uri('a.tf');
    work = new Work();
  });

  const scheduler = () =>
    createRequestScheduler({
      requireServing: () => {},
      session: () =>
        ({
          workspace: workspace.workspace,
          isComplete: true,
          whenRead: () => Promise.resolve(),
          whenUsable: () => Promise.resolve(),
        }) as never,
      request: (): RequestContext => workspace.snapshot,
      logFailure: (what, error) => assert.fail(`${what}: ${String(error)}`),
    });

  describe('for answers about the text of a document', () => {
    const ask = (asked = token): Promise<string> =>
      scheduler().documentOnly(uri, () => work.feature(), 'failed', asked);

    it('lets other documents change', async () => {
      const answer = ask();
      await work.started(1);
      workspace.workspace.setDocument(workspace.uri('b.tf'), 'b = 2\n');
      work.isReleased = true;
      assert.equal(await answer, 'answer 1');
    });

    it('stops when the text changes, or when the client cancels', async () => {
      const answer = ask();
      await work.started(1);
      workspace.workspace.setDocument(uri, 'a = 2\n');
      await assert.rejects(answer, { code: LSPErrorCodes.ContentModified });
      const source = new CancellationTokenSource();
      const cancelled = ask(source.token);
      await work.started(2);
      source.cancel();
      await assert.rejects(cancelled, { code: LSPErrorCodes.RequestCancelled });
    });
  });

  describe('for answers about an open document that take long', () => {
    const ask = (asked = token): Promise<string> =>
      scheduler().interactivePausing(() => work.feature(), 'failed', asked);

    it('restarts when the workspace changes', async () => {
      const answer = ask();
      await work.started(1);
      workspace.workspace.setDocument(workspace.uri('b.tf'), 'b = 2\n');
      await work.started(2);
      work.isReleased = true;
      assert.equal(await answer, 'answer 2');
    });

    it('stops when the client cancels', async () => {
      const source = new CancellationTokenSource();
      const answer = ask(source.token);
      await work.started(1);
      source.cancel();
      await assert.rejects(answer, { code: LSPErrorCodes.RequestCancelled });
    });
  });
});
