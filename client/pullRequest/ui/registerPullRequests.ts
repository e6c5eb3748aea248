import * as vscode from 'vscode';
import { ForgeAccounts } from '../../gitHost/ui/gitHostAccounts';
import { registerForgeCommands } from '../../gitHost/ui/gitHostCommands';
import { ForgeConnections } from '../../gitHost/ui/gitHostConnections';
import { Command } from '../../core/ids';
import type { LanguageServer } from '../../core/languageClient';
import type { PlanResults } from '../../plan/ui/planResults';
import type { Platforms } from '../../core/platforms';
import { registerTrustedCommand } from '../../processes/trustedCommand';
import { Drafts } from '../draft';
import { ChangeDescription } from './changeDescription';
import { extendCommitButton } from './commitButton';
import { offerToGithubExtension } from './githubExtension';
import { OpenPullRequest } from './openPullRequest';
import { PullRequestForms } from './pullRequestForms';
import { SubmitPullRequest } from './submitPullRequest';

/** The parts of reviewing that others can ask. */
export interface PullRequestParts extends vscode.Disposable {
  /** Which forges somebody is signed in to, and how pipelines ended there. */
  forges: ForgeConnections;
}

/** Builds all that opens pull requests: nothing is run or asked before a command says so. */
export function registerPullRequests(
  context: vscode.ExtensionContext,
  server: LanguageServer,
  platforms: Platforms,
  plans: PlanResults,
  output: vscode.LogOutputChannel,
): PullRequestParts {
  const accounts = new ForgeAccounts(context.secrets, context.globalState);
  const forges = new ForgeConnections(accounts, output);
  const drafts = new Drafts(context.workspaceState);
  const forms = new PullRequestForms(drafts);
  const description = new ChangeDescription(server, plans, output);
  const opening = new OpenPullRequest(platforms, forges, description, drafts, forms, output);
  const submitting = new SubmitPullRequest(forges, forms, output);
  const all = vscode.Disposable.from(
    accounts,
    forms,
    registerForgeCommands(forges),
    offerToGithubExtension(description, output),
    extendCommitButton(platforms),
    registerTrustedCommand(Command.openPullRequest, argument => opening.run(argument)),
    registerTrustedCommand(Command.submitPullRequest, argument => submitting.submit(argument)),
    registerTrustedCommand(Command.pullRequestOptions, argument => submitting.options(argument)),
    vscode.commands.registerCommand(Command.discardPullRequest, (argument: unknown) => submitting.discard(argument)),
  );
  return { forges, dispose: () => void all.dispose() };
}
