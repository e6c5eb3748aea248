// A GitLab that runs on this machine, for windows.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DescribedApi, type Description } from '../gitHost/describedApi';
import { GitHostServer } from '../gitHost/gitHostServer';
import { Gitlab } from '../gitHost/gitlabModel';
import { addTagPipelines } from './tagPipelines';

const description = resolve(__dirname, '../gitHost/descriptions/gitlab.json');

export interface GitlabHost {
  readonly gitlab: Gitlab;
  readonly server: GitHostServer;
  /** The only token that it accepts. */
  readonly token: string;
}

/** Starts a GitLab with a port and sign-ins of its own. */
export async function startGitlab(): Promise<GitlabHost> {
  const token = 'glpat-very_secret_token';
  const gitlab: Gitlab = new Gitlab(() => server.url);
  const api = new DescribedApi(JSON.parse(readFileSync(description, 'utf8')) as Description);
  const server: GitHostServer = await GitHostServer.start(api, '', gitlab.model, token);
  return { gitlab, server, token };
}

/**
 * Adds pipelines that deploy tags to a repository with one commit, and pushes it to `acme/platform.git` in another folder. Git uses this remote over
 * SSH: a stand-in for `ssh` runs the remote's side on this machine.
 */
export function pushToGitHost(folder: string, remotes: string): void {
  const git = (...parameters: string[]): void => void execFileSync('git', parameters, { cwd: folder, stdio: 'pipe' });
  addTagPipelines(folder);
  git('clone', '--quiet', '--bare', folder, join(remotes, 'acme/platform.git'));
  const ssh = join(remotes, 'ssh.sh');
  writeFileSync(ssh, `#!/bin/sh\nfor last; do :; done\ncd '${remotes}' && exec git shell -c "$last"\n`, {
    mode: 0o755,
  });
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  git('config', 'core.sshCommand', ssh);
  git('config', 'ssh.variant', 'ssh');
  git('remote', 'add', 'origin', 'git@127.0.0.1:acme/platform.git');
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
}
