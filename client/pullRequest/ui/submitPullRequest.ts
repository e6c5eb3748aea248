import * as vscode from 'vscode';
import { Command } from '../../core/ids';
import { completeStep } from '../../core/completeStep';
import { cancellable } from '../../core/cancellable';
import { GitHostError } from '../../gitHost/gitHostError';
import { gitHostErrorText } from '../../gitHost/gitHostErrorText';
import { newPullRequestPage } from '../../gitHost/newPullRequestPage';
import { hasApi } from '../../gitHost/openGitHost';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import { Git } from '../../git/git';
import { commandLineActions } from '../../git/gitActions';
import { extensionActions, gitApi, repositoryAt } from '../../git/gitExtension';
import { toSentences } from '../../git/gitProblem';
import { errorMessage } from '../../core/errorMessage';
import { openWebPage } from '../../core/webPage';
import { type PullRequestDraft, parseDraft } from '../draft';
import { mergeBranch, reviewedChanges, type LocalMerge } from '../localMerge';
import { submit, type Submission, type Submitted } from '../submit';
import { titleLimit } from '../lengthLimits';
import { promptForOptions } from './formOptions';
import type { PullRequestForms } from './pullRequestForms';
import { pullRequestTarget, type PullRequestTarget } from './pullRequestTarget';
import { confirm, showError, showInformation, showWarning, withProgress } from '../../core/messages';
import { t } from '../../../common/localization';

/** Shows a message. @returns the action that the user chose */
type ShowMessage = () => Promise<(() => Promise<void>) | undefined>;

/** Submits a form as a pull request. The form is kept on failure. */
export class SubmitPullRequest {
  private running = false;

  constructor(
    private readonly connections: GitHostConnections,
    private readonly forms: PullRequestForms,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** Create Pull Request, Update Pull Request. */
  async submit(argument: unknown, mode: 'prompt' | 'again' = 'prompt'): Promise<void> {
    const draft = this.forms.draftOf(argument);
    // Ignores a second click while the first one is being processed.
    if (!draft || this.running) return;
    if (parseDraft(draft.text).title === '') {
      void showError(t('Enter a title in the first line.'));
      return;
    }
    this.running = true;
    let showMessage: ShowMessage;
    try {
      showMessage = await this.attempt(draft, mode, argument);
    } finally {
      this.running = false;
    }
    // Not awaited: a notification can stay unanswered for hours, and must not block the form.
    const retry = await showMessage();
    await retry?.();
  }

  /** Labels, reviewers, draft and base branch. */
  async options(argument: unknown): Promise<void> {
    const draft = this.forms.draftOf(argument);
    if (!draft) return;
    try {
      const change = await promptForOptions(draft, async () => (await this.target(draft, 'prompt'))?.gitHost);
      if (change) await this.forms.change(draft, change);
    } catch (error) {
      this.output.error(`Pull request: ${errorMessage(error)}`);
      void showError(textOf(error));
    }
  }

  async discard(argument: unknown): Promise<void> {
    const draft = this.forms.draftOf(argument);
    if (!draft) return;
    const yes = t('Discard');
    const message = t(
      "Discard this pull request's title and description? The branch {0} and its commits are kept.",
      draft.branch,
    );
    if (await confirm(message, undefined, yes)) await this.forms.finish(draft);
  }

  /** @returns the message with the outcome. */
  private async attempt(draft: PullRequestDraft, mode: 'prompt' | 'again', argument: unknown): Promise<ShowMessage> {
    const nothing: ShowMessage = () => Promise.resolve(undefined);
    try {
      const target = await this.target(draft, mode);
      if (!target) return nothing;
      if (target.state.branch !== draft.branch) return () => this.showOtherBranch(target, draft);
      const { title: named } = parseDraft(draft.text);
      const limit = titleLimit(target.hostedRepository?.kind);
      if (named.length > limit) return () => this.showLongTitle(named, limit);
      if (!(await this.push(target, draft))) return nothing;
      const submission = submissionOf(target, draft);
      if (!submission) {
        if (target.head) completeStep('pullRequest');
        if (await this.isFolder(target)) return await this.review(target, draft);
        return () => this.showNoGitHost(target);
      }
      if (!target.gitHost) return () => this.openPage(target, submission, draft, argument);
      const { gitHost } = target;
      const title = t('Creating the pull request on {0}…', new URL(gitHost.hostedRepository.web).host);
      const location = vscode.ProgressLocation.Notification;
      const done = await withProgress({ location, title }, () => submit(gitHost, submission));
      completeStep('pullRequest');
      await this.forms.finish(draft);
      return () => this.showSuccess(done);
    } catch (error) {
      return () => this.showFailure(error, argument, draft);
    }
  }

  /** Whether the branch and its target are on a remote that is a folder. */
  private async isFolder({ head, baseRemote, main, state }: PullRequestTarget): Promise<boolean> {
    const remote = state.remotes.find(({ name }) => name === head?.name);
    if (!remote || baseRemote !== remote.name || main === undefined) return false;
    return (await this.connections.hostingOf(remote.pushUrl)).kind === 'none';
  }

  /** Opens the changes of a pushed branch, and offers to merge them. The form keeps the offer. */
  private async review(target: PullRequestTarget, draft: PullRequestDraft): Promise<ShowMessage> {
    const { state } = target;
    const reviewed = await this.forms.change(draft, { reviewed: state.commit ?? '' });
    const merge = mergeOf(target, reviewed);
    const api = await gitApi();
    const { from, files } = await reviewedChanges(target.git, merge);
    const resources = files.map(({ path, isAdded, isDeleted }) => {
      const uri = vscode.Uri.joinPath(vscode.Uri.file(state.root), path);
      return [
        uri,
        isAdded ? undefined : api?.toGitUri(uri, from),
        isDeleted ? undefined : api?.toGitUri(uri, merge.commit),
      ];
    });
    const name = t('{0}: Review', draft.branch);
    if (api) await vscode.commands.executeCommand('vscode.changes', name, resources);
    return async () => {
      const yes = t('Merge into {0}', merge.base);
      const message = t(
        'The branch was pushed to {0}, which is a folder without pull requests. Review the changes in the editor, then merge them.',
        merge.remote,
      );
      return (await showInformation(message, yes)) === yes ? () => this.mergeReviewed(draft) : undefined;
    };
  }

  /** Merges a reviewed branch and pushes the target branch. */
  async merge(argument: unknown): Promise<void> {
    const draft = this.forms.draftOf(argument);
    if (draft) await this.mergeReviewed(draft);
  }

  private async mergeReviewed(opened: PullRequestDraft): Promise<void> {
    const draft = this.forms.current(opened);
    if (draft?.reviewed === undefined || this.running) return;
    this.running = true;
    try {
      const target = await this.target(draft, 'prompt');
      if (!target || !(await this.isFolder(target))) return;
      const merge = mergeOf(target, draft);
      const title = t('Merging {0} into {1}…', draft.branch, merge.base);
      await withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
        mergeBranch(target.git, merge),
      );
      await this.forms.finish(draft);
    } catch (error) {
      this.output.error(`Merge of ${draft.branch}: ${errorMessage(error)}`);
      void showError(t("{0} can't be merged: {1}", draft.branch, errorMessage(error)));
      return;
    } finally {
      this.running = false;
    }
    const promote = t('Promote…');
    const message = t('Merged {0} into {1}.', draft.branch, draft.base);
    // Not awaited: a notification can stay unanswered for hours.
    void showInformation(message, promote).then(choice =>
      choice === promote ? vscode.commands.executeCommand(Command.promote) : undefined,
    );
  }

  private async target(draft: PullRequestDraft, mode: 'prompt' | 'again'): Promise<PullRequestTarget | undefined> {
    const api = await gitApi();
    const onCommand = (text: string) => this.output.info(text);
    const git = new Git(draft.root, { onCommand, ...(api && { program: api.git.path }) });
    return pullRequestTarget(git, this.connections, mode);
  }

  /** @returns false on cancel. */
  private async push(
    { git, state, head, headBranch }: PullRequestTarget,
    { branch }: PullRequestDraft,
  ): Promise<boolean> {
    if (!head) return true;
    const { name } = head;
    const there = await git.tryRead(['rev-parse', '--verify', '--quiet', `refs/remotes/${name}/${headBranch}`]);
    // The locally known commit; the branch may have newer ones on the Git host.
    if (there !== undefined && there === state.commit && state.upstream?.remote === name) return true;
    const title = t('Pushing {0} to {1}…', branch, name);
    const isDone = await cancellable(title, async signal => {
      const api = await gitApi();
      const repository = api && (await repositoryAt(api, vscode.Uri.file(state.root)));
      // VS Code's git extension can't exclude tags from a push, and a pushed deploy tag deploys.
      const sendsTags = (await git.tryRead(['config', '--type=bool', '--get', 'push.followTags'])) === 'true';
      const actions = repository && !sendsTags ? extensionActions(repository) : commandLineActions(git.until(signal));
      await actions.push(name, branch, headBranch);
      return true;
    });
    return isDone === true;
  }

  private async showSuccess({ pullRequest, created, incomplete }: Submitted): Promise<undefined> {
    const open = t('Open');
    const copy = t('Copy Link');
    const { number, url, title } = pullRequest;
    const what = created
      ? t('Pull request #{0} is open: {1}', number, title)
      : t('Pull request #{0} is up to date: {1}', number, title);
    const missing = incomplete && t('Labels or reviewers could not be set: {0}', textOf(incomplete));
    const choice = missing
      ? await showWarning(`${what} ${missing}`, open, copy)
      : await showInformation(what, open, copy);
    if (choice === open) await openWebPage(url);
    if (choice === copy) await vscode.env.clipboard.writeText(url);
    return undefined;
  }

  private async showOtherBranch({ state }: PullRequestTarget, { branch }: PullRequestDraft): Promise<undefined> {
    const message = t(
      'This pull request is for {0}, but {1} is checked out. Switch to {0} first; your text is kept.',
      branch,
      state.branch ?? t('no branch'),
    );
    await showWarning(message);
    return undefined;
  }

  private async showLongTitle(title: string, limit: number): Promise<undefined> {
    const message = t(
      'The title in the first line has {0} characters; the limit is {1}. Move the rest below it.',
      title.length,
      limit,
    );
    await showError(message);
    return undefined;
  }

  private async showNoGitHost({ head }: PullRequestTarget): Promise<undefined> {
    const message = t(
      'The branch was pushed. There is no pull request, because no Git host is known for the remote {0}. If it is on one, set the kind of its host in {1}.',
      head?.name ?? '',
      'kubestack.forges',
    );
    await showWarning(message);
    return undefined;
  }

  /**
   * Opens the Git host's page, for users without a sign-in and for Git hosts whose API is not supported. Keeps the draft, since the outcome
   * is unknown.
   */
  private async openPage(
    { hostedRepository }: PullRequestTarget,
    submission: Submission,
    draft: PullRequestDraft,
    argument: unknown,
  ): Promise<(() => Promise<void>) | undefined> {
    if (!hostedRepository) return undefined;
    const { host } = new URL(hostedRepository.web);
    const open = t('Open in Browser');
    const message = hasApi(hostedRepository.kind)
      ? t("You're not signed in to {0}. Open its pull request page, prefilled?", host)
      : t('The branch was pushed. Open the pull request page of {0}, prefilled?', host);
    const signIn = t('Sign In');
    const actions = hasApi(hostedRepository.kind) ? [open, signIn] : [open];
    const choice = await showInformation(message, ...actions);
    if (choice === signIn) return () => this.submit(argument);
    if (choice !== open) return undefined;
    const page = newPullRequestPage(hostedRepository, submission);
    if (!page.hasBody) {
      const { title, body } = parseDraft(draft.text);
      await vscode.env.clipboard.writeText(page.hasTitle ? body : `${title}\n\n${body}`);
      void showInformation(t('The description was copied to the clipboard. Paste it into the page.'));
    }
    await openWebPage(page.url);
    completeStep('pullRequest');
    return undefined;
  }

  private async showFailure(
    error: unknown,
    argument: unknown,
    draft: PullRequestDraft,
  ): Promise<(() => Promise<void>) | undefined> {
    this.output.error(`Pull request of ${draft.branch}: ${errorMessage(error)}`);
    const kept = t('Your text is kept.');
    const retry = t('Try Again');
    const signIn = t('Sign In');
    const showOutput = t('Show Output');
    const isSignIn = error instanceof GitHostError && error.failure === 'signedOut';
    const page = error instanceof GitHostError ? error.facts.url : undefined;
    const authorize = t('Authorize…');
    const actions = [isSignIn ? signIn : retry, ...(page === undefined ? [] : [authorize]), showOutput];
    const choice = await showError(`${toSentences(textOf(error))} ${kept}`, ...actions);
    if (choice === signIn) return () => this.submit(argument, 'again');
    if (choice === retry) return () => this.submit(argument);
    if (choice === authorize && page !== undefined) await openWebPage(page);
    if (choice === showOutput) this.output.show();
    return undefined;
  }
}

function mergeOf({ head, main, state }: PullRequestTarget, draft: PullRequestDraft): LocalMerge {
  const { title } = parseDraft(draft.text);
  const commit = draft.reviewed ?? state.commit ?? '';
  return { remote: head?.name ?? '', base: main ?? draft.base, branch: draft.branch, commit, title };
}

function submissionOf(
  { head, headBranch, hostedRepository }: PullRequestTarget,
  draft: PullRequestDraft,
): Submission | undefined {
  if (!hostedRepository || !head?.hostedRepository) return undefined;
  const { title, body } = parseDraft(draft.text);
  return {
    head: { repository: head.hostedRepository.repository, branch: headBranch },
    base: draft.base,
    title,
    body,
    draft: draft.draft,
    labels: draft.labels,
    reviewers: draft.reviewers.map(({ id }) => id),
  };
}

function textOf(error: unknown): string {
  if (error instanceof GitHostError) return gitHostErrorText(error);
  return t('The pull request could not be created: {0}', errorMessage(error));
}
