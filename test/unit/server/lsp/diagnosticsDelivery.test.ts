import * as assert from 'node:assert/strict';
import { CancellationTokenSource, type CancellationToken } from 'vscode-languageserver';
import type { HandlerContext } from '../../../../server/lsp/handlerContext';
import { now } from '../../../../common/now';
import { DiagnosticsDelivery, type DeliveryDependencies } from '../../../../server/lsp/diagnosticsDelivery';
import { workspaceOf, type TestWorkspace } from '../../../support/testWorkspace';

const BAD = `module "eks_gc0_eu-west-1" {
  source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.18.2-beta.0"

  configuration = {
    apps = {
      name_prefix = nowhere(1)
    }
    ops = {}
  }
}
`;

const never = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };

/** A server whose answers for single documents are sent when the test allows it. */
class Answers {
  private readonly waiting: (() => void)[] = [];
  isServing = true;
  readonly delivery: DiagnosticsDelivery;

  constructor({ snapshot }: TestWorkspace) {
    const handlerContext: Partial<HandlerContext> = {
      capabilities: () => ({ textDocument: { diagnostic: {} } }),
      isComplete: () => true,
      interactivePausing: async feature => {
        await new Promise<void>(resolve => this.waiting.push(resolve));
        return now(feature(snapshot));
      },
    };
    const none = { all: () => [], versionOf: () => undefined, clientUri: (uri: string) => uri };
    this.delivery = new DiagnosticsDelivery(
      handlerContext as HandlerContext,
      {
        request: () => snapshot,
        documents: () => none,
        isServing: () => this.isServing,
        attempt: () => {},
      } as unknown as DeliveryDependencies,
    );
  }

  async reported(streaming: boolean, token: CancellationToken = never): Promise<string[]> {
    const params = { identifier: 'kubestack', previousResultIds: [] };
    const { items } = await this.delivery.pullWorkspace(params, streaming, token);
    return items.map(({ uri }) => uri);
  }

  answerAll(): void {
    this.waiting.splice(0).forEach(answer => answer());
  }
}

describe('diagnostics of the workspace, while a client waits for those of a document', () => {
  let workspace: TestWorkspace;
  let answers: Answers;

  beforeEach(async () => {
    workspace = await workspaceOf({ 'bad.tf': BAD, 'more.tf': 'locals {\n  wrong = nowhere(1)\n}\n' });
    answers = new Answers(workspace);
    await answers.delivery.deliverPlatforms();
  });

  it('report the document after its own answer, which VS Code would otherwise prefer and drop', async () => {
    const first = answers.delivery.pull(workspace.uri('bad.tf'), never);
    const second = answers.delivery.pull(workspace.uri('bad.tf'), never);
    assert.deepEqual(await answers.reported(true), [workspace.uri('more.tf')]);
    answers.answerAll();
    await Promise.all([first, second]);
    assert.deepEqual((await answers.reported(true)).sort(), [workspace.uri('bad.tf'), workspace.uri('more.tf')]);
  });

  it('answer a waiting request as soon as the document is answered', async () => {
    workspace = await workspaceOf({ 'bad.tf': BAD });
    answers = new Answers(workspace);
    await answers.delivery.deliverPlatforms();
    const pulled = answers.delivery.pull(workspace.uri('bad.tf'), never);
    // The first request is always answered; the second one waits.
    assert.deepEqual(await answers.reported(true), []);
    const waiting = answers.reported(true);
    answers.answerAll();
    await pulled;
    assert.deepEqual(await waiting, [workspace.uri('bad.tf')]);
  });

  it('answer a request whose reports are still being computed at shutdown', async () => {
    const waiting = answers.reported(true);
    answers.isServing = false;
    answers.delivery.end();
    assert.deepEqual(await waiting, []);
  });

  it('answer a request that is cancelled while its reports are still being computed', async () => {
    const cancellation = new CancellationTokenSource();
    assert.equal((await answers.reported(true)).length, 2);
    await answers.delivery.deliverPlatforms();
    const pulled = [workspace.uri('bad.tf'), workspace.uri('more.tf')].map(uri => answers.delivery.pull(uri, never));
    const waiting = answers.reported(true, cancellation.token);
    cancellation.cancel();
    assert.deepEqual(await waiting, []);
    answers.answerAll();
    await Promise.all(pulled);
  });

  it('contain everything for a client that does not repeat its request', async () => {
    const pulled = answers.delivery.pull(workspace.uri('bad.tf'), never);
    assert.deepEqual((await answers.reported(false)).sort(), [workspace.uri('bad.tf'), workspace.uri('more.tf')]);
    answers.answerAll();
    await pulled;
  });
});
