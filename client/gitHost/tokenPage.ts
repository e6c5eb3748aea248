/** The page on which each Git host creates tokens, and the permissions that a token needs. */
import type { HostedRepository } from './gitHost';

export interface TokenPage {
  url: string;
  /** Names of the permissions on the Git host. */
  scopes: readonly string[];
  /** Whether an email address is needed in addition to the token. */
  needsUser: boolean;
}

export function tokenPage({ kind, web, repository }: HostedRepository): TokenPage {
  switch (kind) {
    case 'gitlab':
      return {
        url: `${web}/-/user_settings/personal_access_tokens?name=Kubestack&scopes=api`,
        scopes: ['api'],
        needsUser: false,
      };
    case 'gitea':
      return {
        url: `${web}/user/settings/applications`,
        scopes: ['write:repository', 'write:issue', 'read:user'],
        needsUser: false,
      };
    case 'azureDevOps':
      return {
        url: `${web}/${repository.split('/')[0] ?? ''}/_usersSettings/tokens`,
        scopes: ['Code: Read & write', 'Build: Read', 'Project and Team: Read'],
        needsUser: false,
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
        needsUser: true,
      };
    case 'github':
      return { url: `${web}/settings/tokens`, scopes: ['repo'], needsUser: false };
    case 'bitbucketDataCenter':
      return { url: web, scopes: [], needsUser: false };
  }
}
