import * as vscode from 'vscode';
import type { ChangeDescription } from './changeDescription';
import { Git } from '../../git/git';
import { errorMessage } from '../../core/errorMessage';
import { bodyLimit } from '../lengthLimits';
import { changeTitle } from '../changeTitle';
import { newBody } from '../pullRequestBody';

/** The used API of the extension GitHub Pull Requests (its `src/api/api.d.ts`). */
interface GithubPullRequestsApi {
  registerTitleAndDescriptionProvider?(
    title: string,
    provider: {
      provideTitleAndDescription(context: {
        commitMessages: string[];
        patches: string[] | { patch: string; fileUri: string }[];
      }): Promise<{ title: string; description?: string } | undefined>;
    },
  ): vscode.Disposable;
}

const ID = 'GitHub.vscode-pull-request-github';

/** Provides title and body for the form of that extension, if it is installed. */
export function offerToGithubExtension(
  description: ChangeDescription,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  let registration: vscode.Disposable | undefined;
  const offer = (): void => {
    const extension = vscode.extensions.getExtension<GithubPullRequestsApi>(ID);
    // Does not activate it, since it activates itself in GitHub repositories.
    if (registration || !extension?.isActive) return;
    try {
      registration = extension.exports.registerTitleAndDescriptionProvider?.('Kubestack', {
        provideTitleAndDescription: async ({ commitMessages, patches }) => {
          const file = patches
            .map(patch => (typeof patch === 'string' ? undefined : patch.fileUri))
            .find(uri => uri !== undefined);
          return textFor(description, commitMessages, file);
        },
      });
    } catch (error) {
      output.debug(`GitHub Pull Requests takes no titles from others: ${errorMessage(error)}`);
    }
  };
  offer();
  // VS Code has no event for the activation of an extension, so these events are used to retry. The form is opened much later.
  const listener = vscode.Disposable.from(
    vscode.extensions.onDidChange(offer),
    vscode.window.onDidChangeWindowState(offer),
    vscode.window.onDidChangeActiveTextEditor(offer),
  );
  return new vscode.Disposable(() => {
    listener.dispose();
    registration?.dispose();
  });
}

async function textFor(
  description: ChangeDescription,
  messages: readonly string[],
  file: string | undefined,
): Promise<{ title: string; description: string } | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const folderPath = file === undefined ? folder?.uri.fsPath : vscode.Uri.joinPath(vscode.Uri.parse(file), '..').fsPath;
  const root =
    folderPath === undefined ? undefined : await new Git(folderPath).tryRead(['rev-parse', '--show-toplevel']);
  if (root === undefined) return undefined;
  const git = new Git(root);
  const from = await git.tryRead(['rev-parse', '--verify', '--quiet', `HEAD~${messages.length}`]);
  const compared = await description.compare(git, root, from, 'HEAD');
  const subjects = messages.map(message => message.split('\n')[0] ?? '');
  const parts = await description.parts(git, root, { kind: 'github', subjects, compared, from });
  const title = changeTitle(compared.comparison, [], subjects);
  return { title, description: newBody(parts, bodyLimit('github')) };
}
