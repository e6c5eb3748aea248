import * as vscode from 'vscode';
import { registerGitHostCommands } from '../../gitHost/ui/gitHostCommands';
import type { GitHostConnections } from '../../gitHost/ui/gitHostConnections';
import { Command } from '../../core/ids';
import type { LanguageServerClient } from '../../core/languageClient';
import type { PlanResults } from '../../plan/ui/planResults';
import type { PipelinePlans } from '../../pipelinePlan/ui/pipelinePlans';
import type { ManifestChanges } from '../../manifests/ui/manifestChanges';
import type { Platforms } from '../../core/platforms';
import { registerTrustedCommand } from '../../processes/ui/trustedCommand';
import { PullRequestDrafts } from '../draft';
import { ChangeDescription } from './changeDescription';
import { extendCommitButton } from './commitButton';
import { offerToGithubExtension } from './githubExtension';
import { OpenPullRequest } from './openPullRequest';
import { PullRequestForms } from './pullRequestForms';
import { SubmitPullRequest } from './submitPullRequest';

/** The pull request services for other features. */
export interface PullRequestServices extends vscode.Disposable {
  /** Sign-ins to Git hosts and pipeline states. */
  gitHosts: GitHostConnections;
}

/** Dependencies of the pull request features. */
export interface PullRequestParts {
  server: LanguageServerClient;
  platforms: Platforms;
  plans: PlanResults;
  manifests: ManifestChanges;
  pipelinePlans: PipelinePlans;
  gitHosts: GitHostConnections;
  output: vscode.LogOutputChannel;
}

/** Registers pull requests. Nothing runs before a command. */
export function registerPullRequests(
  context: vscode.ExtensionContext,
  { server, platforms, plans, manifests, pipelinePlans, gitHosts, output }: PullRequestParts,
): PullRequestServices {
  const drafts = new PullRequestDrafts(context.workspaceState);
  const forms = new PullRequestForms(drafts);
  const description = new ChangeDescription(server, plans, manifests, pipelinePlans, output);
  const opening = new OpenPullRequest(platforms, gitHosts, description, drafts, forms, output);
  const submitting = new SubmitPullRequest(gitHosts, forms, output);
  const all = vscode.Disposable.from(
    forms,
    registerGitHostCommands(gitHosts),
    offerToGithubExtension(description, output),
    extendCommitButton(platforms),
    registerTrustedCommand(Command.openPullRequest, argument => opening.run(argument)),
    registerTrustedCommand(Command.submitPullRequest, argument => submitting.submit(argument)),
    registerTrustedCommand(Command.pullRequestOptions, argument => submitting.options(argument)),
    registerTrustedCommand(Command.mergePullRequest, argument => submitting.merge(argument)),
    vscode.commands.registerCommand(Command.discardPullRequest, (argument: unknown) => submitting.discard(argument)),
  );
  return { gitHosts, dispose: () => void all.dispose() };
}
