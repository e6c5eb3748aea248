// A GitLab that runs on this machine, for windows.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DescribedApi, type Description } from '../gitHost/describedApi';
import { GitHostServer } from '../gitHost/gitHostServer';
import { Gitlab } from '../gitHost/gitlabModel';

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
