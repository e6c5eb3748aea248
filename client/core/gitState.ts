/** Looks up whether folders are in a Git repository. Not available in browsers. */
import type { Uri } from 'vscode';

export interface FolderGitState {
  readonly isRepository: boolean;
  readonly hasRemote: boolean;
  /** The branch that changes are merged into; without a repository, the first branch of a new one. */
  readonly mainBranch: string;
}

/** Resolves with undefined if it is unknown. */
type AskGit = (folder: Uri) => Promise<FolderGitState | undefined>;

let request: AskGit | undefined;

/** Registers the lookup. Call it once, in hosts with Git. */
export function useGitState(answer: AskGit): void {
  request = answer;
}

/** Whether a folder is in a repository that has a remote. */
export const gitStateOf = async (folder: Uri): Promise<FolderGitState | undefined> => request?.(folder);
