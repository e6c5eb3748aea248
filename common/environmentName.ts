/**
 * Validates names of environments. Each environment is a Terraform workspace, and its name is used in command arguments, environment variables,
 * folder names of local state, tags and domain names.
 */
import { t } from './localization';

/** Longest workspace name that HCP Terraform accepts. */
const longest = 90;

/**
 * Whether a name can be used for planning. Accepts a subset of Terraform's workspace names (`validWorkspaceName` requires that a name equals
 * its URL-escaped form). Rejects names with a special meaning in commands, file systems and shells, such as `--help`, `..` and `a&b`.
 */
export function isWorkspaceName(name: string): boolean {
  return name.length <= longest && /^\w(?:[\w.+@-]*[\w+@-])?$/.test(name);
}

/** Describes the names that `isWorkspaceName` accepts, for messages. */
export const workspaceNameRule = (): string =>
  t('letters, digits, dashes, underscores and dots, beginning with a letter, a digit or an underscore');

/**
 * Whether a name is valid for a new environment: it must also be usable in domain names and cluster names. `default` is reserved, since
 * Terraform always has a workspace with that name. A name with `-deploy` would begin like the deploy tags of another environment.
 */
export function isNewEnvironmentName(name: string): boolean {
  return /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(name) && name !== 'default' && !/-deploy(?:-|$)/.test(name);
}

/** Names of an application's stages, which suggest something else than Kubestack's environments. */
const APPLICATION_STAGES = new Set([
  'dev',
  'devel',
  'development',
  'test',
  'testing',
  'qa',
  'uat',
  'stage',
  'staging',
  'preprod',
  'pre-prod',
  'prod',
  'production',
]);

/** Why the name of an environment is unsuitable although it is valid; undefined if it is suitable. */
export const stageNameProblem = (name: string): string | undefined =>
  APPLICATION_STAGES.has(name)
    ? t('"{0}" names an application stage; Kubestack environments are called ops, apps and apps-prod.', name)
    : undefined;
