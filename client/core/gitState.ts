/** Whether folders are in a Git repository, where Git can be asked: not in browsers. */
import type { Uri } from 'vscode';

export interface FolderGitState {
  readonly isRepository: boolean;
  readonly hasRemote: boolean;
}

/** Undefined where nobody knows. */
type AskGit = (folder: Uri) => Promise<FolderGitState | undefined>;

let ask: AskGit | undefined;

/** To be called once, where there is Git. */
export function useGitState(answer: AskGit): void {
  ask = answer;
}

/** Whether a folder is in a repository that has a remote. */
export const gitStateOf = async (folder: Uri): Promise<FolderGitState | undefined> => ask?.(folder);
