import * as vscode from 'vscode';
import type { PipelineState, PipelineStateReader } from '../../gitHost/pipelineState';
import { openWebPage } from '../../core/webPage';
import { PipelineFollower } from '../pipelineFollower';
import { WatchedPipelines, type WatchedPipeline } from '../watchedPipelines';
import type { PromotionRepositories, PromotionRepository } from './promotionRepositories';
import { showError, showInformation, withProgress } from '../../core/messages';
import { t } from '../../../common/localization';

/** Watches the pipelines of promotions from this window, including those from before a reload, and reports their results. */
export class PipelineWatch implements vscode.Disposable {
  private readonly follower: PipelineFollower;
  private readonly subscription: vscode.Disposable;

  /** @param memory storage of the workspace */
  constructor(
    read: PipelineStateReader,
    private readonly repositories: PromotionRepositories,
    memory: vscode.Memento,
  ) {
    this.follower = new PipelineFollower({
      read: question => read({ ...question, ...repositories.appliedBy(question.remoteUrl, question.ref) }),
      // Durations use a monotonic clock, since the wall clock may jump.
      now: () => performance.now(),
      wait,
      watched: new WatchedPipelines(memory, () => Date.now()),
      onFollow: ({ tag }, following) => {
        const title = t('Pipeline of {0}', tag);
        void withProgress({ location: vscode.ProgressLocation.Window, title }, () => following);
      },
      onEnd: (watched, state) => {
        void this.repositories.refresh();
        void showResult(watched, state);
      },
    });
    this.subscription = repositories.onDidChange(() => this.follower.goOn(root => remoteUrlOf(repositories.at(root))));
  }

  /** Watches in the background. */
  begin(repository: PromotionRepository, environment: string, commit: string, tag: string): void {
    const watched = { root: repository.root, environment, commit, tag, begun: Date.now() };
    this.follower.begin(watched, remoteUrlOf(repository) ?? '');
  }

  dispose(): void {
    this.subscription.dispose();
    this.follower.end();
  }
}

/** Undefined until the repository has been read. */
const remoteUrlOf = (repository: PromotionRepository | undefined): string | undefined =>
  repository?.reading?.facts.remoteUrl;

async function showResult({ environment, tag }: WatchedPipeline, { state, url, reason }: PipelineState): Promise<void> {
  const open = url === undefined ? [] : [t('Open Pipeline Run')];
  const chosen = await show();
  if (chosen !== undefined && url !== undefined) await openWebPage(url);

  function show(): Thenable<string | undefined> {
    switch (state) {
      case 'succeeded':
        return showInformation(t('The pipeline of {0} succeeded in {1}.', tag, environment), ...open);
      case 'failed':
        return showError(
          t('The pipeline of {0} failed. Check its log before you promote anything else to {1}.', tag, environment),
          ...open,
        );
      default:
        return showInformation(
          t("The result of {0}'s pipeline can't be read here. {1}", tag, reason ?? t('Check the pipeline yourself.')),
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
