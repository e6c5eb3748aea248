import { join } from 'node:path';
import * as vscode from 'vscode';
import { cancellable } from '../../core/cancellable';
import { GitError } from '../../git/git';
import { gitErrorOutput } from '../../git/gitProblem';
import { Command, Setting } from '../../core/ids';
import { errorMessage } from '../../core/errorMessage';
import { openWebPage } from '../../core/webPage';
import type { Refusal } from '../refusal';
import { refusalText } from '../refusalText';
import type { PromotionRepository } from './promotionRepositories';
import { showError, showInformation, showWarning } from '../../core/messages';
import { t } from '../../../common/localization';

/** An action of the user to resolve a refusal. */
interface WayOut {
  readonly title: string;
  /** @returns whether a retry is useful */
  readonly take: () => Promise<boolean>;
}

/**
 * Shows refusals with their remedies.
 * @returns whether the user chose a remedy after which a retry is useful
 */
export async function showRefusals(
  refusals: readonly Refusal[],
  environment: string,
  repository: PromotionRepository,
  promoteFirst: (environment: string) => void,
): Promise<boolean> {
  const [first] = refusals;
  if (!first) return false;
  const text = refusals.map(refusal => refusalText(refusal, environment)).join(' ');
  const ways = waysOut(first, environment, repository, promoteFirst);
  const show = first.kind === 'nothingToPromote' || first.kind === 'internal' ? showInformation : showWarning;
  const chosen = await show(text, ...ways.map(({ title }) => title));
  const way = ways.find(({ title }) => title === chosen);
  if (!way) return false;
  try {
    return await way.take();
  } catch (error) {
    const reason = error instanceof GitError ? gitErrorOutput(error.run.stderr) || error.message : errorMessage(error);
    void showError(t('{0}: {1}', way.title, reason));
    return false;
  }
}

function waysOut(
  refusal: Refusal,
  environment: string,
  repository: PromotionRepository,
  promoteFirst: (environment: string) => void,
): WayOut[] {
  const { git } = repository;
  const target = { repository: repository.root, environment };
  const remote = repository.reading?.facts.remote ?? '';
  const run = (title: string, ...parameters: string[]): WayOut => ({
    title,
    take: async () => {
      return (await cancellable(title, signal => git.until(signal).run(parameters))) !== undefined;
    },
  });
  const command = (title: string, id: string, ...parameters: unknown[]): WayOut => ({
    title,
    take: async () => {
      await vscode.commands.executeCommand(id, ...parameters);
      return false;
    },
  });
  const setting = (name: string): WayOut => command(t('Open Settings'), 'workbench.action.openSettings', name);
  const pullRequest = command(t('Create Pull Request'), Command.openPullRequest, {
    rootUri: vscode.Uri.file(repository.root),
  });
  const another = command(t('Choose Another Commit…'), Command.createDeployTag, target);
  const first = (previous: string): WayOut => ({
    title: t('Promote to {0} First…', previous),
    take: () => {
      promoteFirst(previous);
      return Promise.resolve(false);
    },
  });
  const again: WayOut = { title: t('Try Again'), take: () => Promise.resolve(true) };
  switch (refusal.kind) {
    case 'noRemote':
      return [command(t('Add Remote…'), 'git.addRemote')];
    case 'noMainBranch':
      return [setting(Setting.mainBranch)];
    case 'badPattern':
      return [setting(Setting.deployTagPattern)];
    case 'tagAppliesElsewhere':
      return [command(t('Open Pipeline'), 'vscode.open', vscode.Uri.file(join(repository.root, refusal.path)))];
    case 'remoteNotAsked':
      return [again, command(t('Show Output'), Command.showOutput)];
    case 'internal':
      return [pullRequest];
    case 'unpushed':
      return [pushWay(repository, refusal.branch)];
    case 'notOnMain':
      return refusal.checkedOut === undefined
        ? [another]
        : [run(t('Switch to {0}', refusal.branch), 'switch', '--', refusal.branch), pullRequest];
    case 'behind':
      return [run(t('Pull'), 'merge', '--ff-only', `refs/remotes/${remote}/${refusal.branch}`)];
    case 'historyIncomplete':
      return [run(t('Fetch Full History'), 'fetch', '--unshallow', '--no-tags', '--', remote)];
    case 'earlierNotPromoted':
      return [first(refusal.previous)];
    case 'environmentMissing':
      if (refusal.previous !== undefined) return [first(refusal.previous)];
      return [refusal.branch === undefined ? another : pullRequest];
    case 'pipelineFailed':
    case 'pipelineRunning':
      return [...(refusal.url === undefined ? [] : [openWay(refusal.url)]), again];
    default:
      return [];
  }
}

/** Pushes with VS Code's credentials. */
function pushWay({ git, extension, reading }: PromotionRepository, branch: string): WayOut {
  const remote = reading?.facts.remote ?? '';
  const refspec = `refs/heads/${branch}:refs/heads/${branch}`;
  return {
    title: t('Push'),
    take: async () => {
      const title = t('Pushing {0}', branch);
      const isPushed = await cancellable(title, async signal => {
        const { exitCode, stderr } = await git.until(signal).try(['push', '--no-follow-tags', '--', remote, refspec]);
        if (exitCode === 0) return true;
        if (!extension) throw new Error(gitErrorOutput(stderr));
        await extension.push(remote, refspec);
        return true;
      });
      return isPushed === true;
    },
  };
}

const openWay = (url: string): WayOut => ({
  title: t('Open Pipeline Run'),
  take: async () => {
    await openWebPage(url);
    return false;
  },
});
