import * as vscode from 'vscode';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import { commandLineActions, type GitActions } from '../../git/gitActions';
import { extensionActions, repositoryAt, type GitExtensionRepository } from '../../git/gitExtension';
import { errorMessage } from '../../core/errorMessage';
import { SaveFirst } from '../../plan/ui/saveFirst';
import type { Platforms } from '../../core/platforms';
import { bodyLimit } from '../lengthLimits';
import { branchName } from '../branchName';
import { changeTitle } from '../changeTitle';
import { type PullRequestDraft, type PullRequestDrafts, draftText, parseDraft } from '../draft';
import { nextStep } from '../nextStep';
import { branchNames, changedPaths, mainRef, proposedCommits, type ProposedCommits } from '../proposedChange';
import { newBody, renewedBody } from '../pullRequestBody';
import type { ChangeDescription } from './changeDescription';
import { chooseRepository, type ChosenRepository } from './chooseRepository';
import { promptForBranch, promptForFiles, promptForMessage } from './commitQuestions';
import type { PullRequestForms } from './pullRequestForms';
import { gitHostKnown, pullRequestTarget, type PullRequestTarget } from './pullRequestTarget';
import { showRefusal } from './refusalMessage';
import { showError, withProgress } from '../../core/messages';
import { t } from '../../../common/localization';

/** Kubestack: Create Pull Request. Ends with the form, from which `SubmitPullRequest` continues. */
export class OpenPullRequest {
  private readonly saveFirst = new SaveFirst();

  constructor(
    private readonly platforms: Platforms,
    private readonly connections: GitHostConnections,
    private readonly description: ChangeDescription,
    private readonly drafts: PullRequestDrafts,
    private readonly forms: PullRequestForms,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  async run(argument: unknown): Promise<void> {
    const chosen = await chooseRepository(argument, this.platforms, this.output);
    if (!chosen) return;
    const root = chosen.git.folder;
    if (!(await this.saveFirst.save(vscode.Uri.file(root)))) return;
    try {
      await this.prepare(chosen, root);
    } catch (error) {
      this.output.error(`Create Pull Request: ${errorMessage(error)}`);
      await this.showFailure(error, () => this.run(argument));
    }
  }

  private async prepare(chosen: ChosenRepository, root: string): Promise<void> {
    const found = await looking(() => this.read(chosen));
    if (!found) return;
    const { target, commits } = found;
    const step = nextStep(target.state, target.main, commits.ahead);
    if (step.kind === 'refuse') return showRefusal(step.refusal);
    // Checked first, so that no branch or commit is created for which a pull request is not possible.
    const hosting = await gitHostKnown(target, this.connections);
    if (hosting === 'no') return showRefusal({ reason: 'noGitHost', remote: target.head?.name ?? '' });
    if (hosting === 'now') return this.prepare(chosen, root);
    const repository = chosen.api && (await repositoryAt(chosen.api, vscode.Uri.file(root)));
    const actions = repository ? extensionActions(repository) : commandLineActions(target.git);
    const ready =
      step.kind === 'branch'
        ? await this.makeBranch(target, commits, actions, repository)
        : await this.commitChanges(target, commits, actions, repository, !step.mustCommit);
    if (ready) await this.openForm(chosen);
  }

  /** Reads all data without changing anything. */
  private async read({ git }: ChosenRepository): Promise<Found | undefined> {
    const target = await pullRequestTarget(git, this.connections, 'silent');
    if (!target) return undefined;
    return { target, commits: await this.commitsOf(target) };
  }

  private async commitsOf({ git, state, main, baseRemote, head }: PullRequestTarget): Promise<ProposedCommits> {
    if (state.commit === undefined || main === undefined) return { ahead: 0, subjects: [] };
    const remotes = [baseRemote, head?.name].filter(name => name !== undefined);
    return proposedCommits(git, await mainRef(git, remotes, main, state));
  }

  /** On the main branch or a detached HEAD: creates a branch with the changed files. */
  private async makeBranch(
    target: PullRequestTarget,
    commits: ProposedCommits,
    actions: GitActions,
    repository: GitExtensionRepository | undefined,
  ): Promise<boolean> {
    const { git, state, main = '' } = target;
    const taken = await branchNames(git);
    const title = await looking(() => this.titleOf(target, commits));
    const prefix = vscode.workspace.getConfiguration('git').get<string>('branchPrefix', '');
    const name = (await promptForBranch(branchName(title, taken, prefix), main, taken))?.trim();
    if (name === undefined) return false;
    if (state.changes.length === 0) {
      await actions.switchToNew(name);
      return true;
    }
    const choice = await this.promptForCommit(target, title, commits.ahead > 0, repository);
    if (!choice) return false;
    await actions.switchToNew(name);
    if (choice !== 'leave') await this.commit(state.root, choice, actions, repository);
    return true;
  }

  /** On another branch: offers to commit changed files. */
  private async commitChanges(
    target: PullRequestTarget,
    commits: ProposedCommits,
    actions: GitActions,
    repository: GitExtensionRepository | undefined,
    mayLeave: boolean,
  ): Promise<boolean> {
    if (target.state.changes.length === 0) return true;
    const title = await looking(() => this.titleOf(target, { ...commits, subjects: [] }));
    const choice = await this.promptForCommit(target, title, mayLeave, repository);
    if (!choice) return false;
    if (choice !== 'leave') await this.commit(target.state.root, choice, actions, repository);
    return true;
  }

  private async titleOf({ git, state }: PullRequestTarget, { from, subjects }: ProposedCommits): Promise<string> {
    const compared = await this.description.compare(git, state.root, from ?? state.commit, state.changes);
    const files = state.changes.map(({ path }) => path);
    return changeTitle(compared.comparison, files, files.length > 0 ? [] : subjects);
  }

  private async promptForCommit(
    { state }: PullRequestTarget,
    title: string,
    mayLeave: boolean,
    repository: GitExtensionRepository | undefined,
  ): Promise<CommitAnswer | 'leave' | undefined> {
    const files = await promptForFiles(state, mayLeave);
    if (files === undefined || files === 'leave') return files;
    const typed = repository?.inputBox.value.trim() ?? '';
    // A message in the source control view can have several lines, which an input box would join.
    if (typed.includes('\n')) return { ...files, message: typed };
    const message = await promptForMessage(this.drafts.messageOf(state.root) ?? (typed === '' ? title : typed));
    return message === undefined ? undefined : { ...files, message };
  }

  private async commit(
    root: string,
    { stage, message }: CommitAnswer,
    actions: GitActions,
    repository: GitExtensionRepository | undefined,
  ): Promise<void> {
    // If a hook or the signing fails, the next attempt proposes the same message.
    await this.drafts.keepMessage(root, message);
    const title = t('Committing…');
    await withProgress({ location: vscode.ProgressLocation.Notification, title }, async () => {
      if (stage.length > 0) await actions.stage(stage);
      await actions.commit(message);
    });
    await this.drafts.keepMessage(root, undefined);
    if (repository && repository.inputBox.value.trim() === message) repository.inputBox.value = '';
  }

  private async openForm(chosen: ChosenRepository): Promise<void> {
    const draft = await looking(async () => {
      const found = await this.read(chosen);
      return found && this.draftOf(found.target, found.commits);
    });
    if (draft) await this.forms.open(draft);
  }

  /** The stored draft, else a new one that describes the change. */
  private async draftOf(target: PullRequestTarget, commits: ProposedCommits): Promise<PullRequestDraft> {
    const { git, state, head, headBranch, hostedRepository, gitHost, main = '' } = target;
    const { root, branch = '' } = state;
    const compared = await this.description.compare(git, root, commits.from, 'HEAD');
    const parts = await this.description.parts(git, root, {
      kind: hostedRepository?.kind,
      subjects: commits.subjects,
      compared,
      from: commits.from,
    });
    const limit = bodyLimit(hostedRepository?.kind);
    const renewed = (text: string) => {
      const { title, body } = parseDraft(text);
      return draftText({ title, body: renewedBody(body, parts, limit) });
    };
    const draft = this.drafts.of(root, branch);
    if (draft) return { ...draft, text: renewed(draft.text) };
    const repository = head?.hostedRepository?.repository;
    // If the Git host is unavailable, an existing pull request is searched again when it is created.
    const open =
      repository === undefined
        ? undefined
        : await gitHost?.findOpen({ repository, branch: headBranch }).catch(() => undefined);
    const fresh = { root, branch, labels: [], reviewers: [] };
    if (open) {
      const text = renewed(draftText({ title: open.title, body: open.body }));
      return { ...fresh, text, base: open.base, draft: open.draft, updates: open.number };
    }
    const files = commits.from === undefined ? [] : await changedPaths(git, commits.from);
    const title = changeTitle(compared.comparison, files, commits.subjects);
    const body = newBody(parts, limit);
    return { ...fresh, text: draftText({ title, body }), base: main, draft: false };
  }

  private async showFailure(error: unknown, again: () => Promise<void>): Promise<void> {
    const retry = t('Try Again');
    const showOutput = t('Show Output');
    const message = t('The pull request could not be prepared: {0}', errorMessage(error));
    const choice = await showError(message, retry, showOutput);
    if (choice === retry) await again();
    if (choice === showOutput) this.output.show();
  }
}

interface Found {
  target: PullRequestTarget;
  commits: ProposedCommits;
}

interface CommitAnswer {
  stage: string[];
  message: string;
}

/** Shows progress while the repository and the Git host are read. */
function looking<T>(work: () => Promise<T>): Thenable<T> {
  const title = t('Preparing the pull request…');
  return withProgress({ location: vscode.ProgressLocation.Window, title }, work);
}
