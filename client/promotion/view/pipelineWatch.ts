import * as vscode from 'vscode';
import type { PipelineStateReader } from '../../forge/pipelineState';
import { watchPipeline } from '../watchPipeline';
import type { PromotionRepository } from './promotionRepositories';

/** Watches the pipelines of what was promoted from this window, and tells how they ended. */
export class PipelineWatch implements vscode.Disposable {
  private readonly ending = new AbortController();

  constructor(
    private readonly read: PipelineStateReader,
    private readonly onEnd: () => void,
  ) {}

  /** Goes on in the background. */
  begin(repository: PromotionRepository, environment: string, commit: string, tag: string): void {
    const title = vscode.l10n.t('Pipeline of {0}', tag);
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      this.follow(repository, environment, commit, tag),
    );
  }

  dispose(): void {
    this.ending.abort();
  }

  private async follow(
    { reading }: PromotionRepository,
    environment: string,
    commit: string,
    tag: string,
  ): Promise<void> {
    const { signal } = this.ending;
    const remoteUrl = reading?.facts.remoteUrl ?? '';
    const question = { remoteUrl, commit, ref: `refs/tags/${tag}`, signal };
    const { state, url, reason } = await watchPipeline(question, {
      read: this.read,
      wait: time => wait(time, signal),
      now: () => Date.now(),
    });
    if (signal.aborted) return;
    this.onEnd();
    const open = url === undefined ? [] : [vscode.l10n.t('Open Run')];
    const chosen = await this.tell(state, environment, tag, reason, open);
    if (chosen !== undefined && url !== undefined) await vscode.env.openExternal(vscode.Uri.parse(url));
  }

  private tell(
    state: string,
    environment: string,
    tag: string,
    reason: string | undefined,
    open: string[],
  ): Thenable<string | undefined> {
    const { t } = vscode.l10n;
    switch (state) {
      case 'succeeded':
        return vscode.window.showInformationMessage(
          t('The pipeline of {0} has succeeded: {1} has it.', tag, environment),
          ...open,
        );
      case 'failed':
        return vscode.window.showErrorMessage(
          t('The pipeline of {0} has failed: look at what it says before anything else goes to {1}.', tag, environment),
          ...open,
        );
      default:
        return vscode.window.showInformationMessage(
          t(
            'How the pipeline of {0} ends can’t be told from here. {1}',
            tag,
            reason ?? t('Look at the pipeline yourself.'),
          ),
          ...open,
        );
    }
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, milliseconds);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
