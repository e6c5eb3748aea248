/** Operations that change a repository, done by VS Code's git extension or, if it is disabled, by git itself. */
import type { Git } from './git';

export interface GitActions {
  /** Creates a branch at HEAD and switches to it; the files are not changed. */
  switchToNew(branch: string): Promise<void>;
  /** Adds files, including deleted ones, to the index. Paths are relative to the top of the work tree. */
  stage(paths: readonly string[]): Promise<void>;
  /** Commits the index; the user's hooks and signing run. */
  commit(message: string): Promise<void>;
  /** Pushes a local branch to a branch of a remote, which becomes its upstream. Pushes nothing else and never forces. */
  push(remote: string, branch: string, remoteBranch: string): Promise<void>;
}

/** Implements the operations with git, without prompts: credentials must be in a credential helper or the SSH agent. */
export function commandLineActions(git: Git): GitActions {
  return {
    switchToNew: async branch => void (await git.run(['switch', '--create', branch])),
    stage: async paths => {
      const list = paths.map(path => `${path}\0`).join('');
      await git.run(['-C', await top(git), 'add', '--all', '--pathspec-from-file=-', '--pathspec-file-nul'], list);
    },
    commit: async message => void (await git.run(['commit', '--file=-'], message)),
    push: async (remote, branch, remoteBranch) => {
      const refspec = `refs/heads/${branch}:refs/heads/${remoteBranch}`;
      await git.run(['push', '--no-follow-tags', '--set-upstream', '--', remote, refspec]);
    },
  };
}

const top = (git: Git): Promise<string> => git.run(['rev-parse', '--show-toplevel']);
