/** Where each Git host makes tokens, and what a token must be allowed to do. */
import type { HostedRepository } from './gitHost';

export interface TokenPage {
  url: string;
  /** Names of permissions as the Git host calls them. */
  scopes: readonly string[];
  /** The token alone does not say who asks: an email address goes with it. */
  wantsUser: boolean;
}

export function tokenPage({ kind, web, repository }: HostedRepository): TokenPage {
  switch (kind) {
    case 'gitlab':
      return {
        url: `${web}/-/user_settings/personal_access_tokens?name=Kubestack&scopes=api`,
        scopes: ['api'],
        wantsUser: false,
      };
    case 'gitea':
      return {
        url: `${web}/user/settings/applications`,
        scopes: ['write:repository', 'write:issue', 'read:user'],
        wantsUser: false,
      };
    case 'azureDevOps':
      return {
        url: `${web}/${repository.split('/')[0] ?? ''}/_usersSettings/tokens`,
        scopes: ['Code: Read & write', 'Build: Read', 'Project and Team: Read'],
        wantsUser: false,
      };
    case 'bitbucket':
      return {
        url: 'https://id.atlassian.com/manage-profile/security/api-tokens',
        scopes: [
          'read:account',
          'read:me',
          'read:user:bitbucket',
          'read:workspace:bitbucket',
          'read:repository:bitbucket',
          'read:pullrequest:bitbucket',
          'write:pullrequest:bitbucket',
        ],
        wantsUser: true,
      };
    case 'github':
      return { url: `${web}/settings/tokens`, scopes: ['repo'], wantsUser: false };
    case 'bitbucketDataCenter':
      return { url: web, scopes: [], wantsUser: false };
  }
}
