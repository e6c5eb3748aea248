/**
 * Names of environments. Each environment is a Terraform workspace, so its name becomes an argument of commands, an environment variable, a
 * folder of a local state, and a part of tags and domains.
 */
import { t } from './localization';

/** Longest workspace name that HCP Terraform accepts. */
const longest = 90;

/**
 * Whether a name can be used for planning. It accepts a subset of Terraform's workspace names (`validWorkspaceName` compares a name with
 * its URL-escaped form): not those that a command would read as an option, a file system as another folder, or a shell as several words,
 * such as `--help`, `..`, `a&b`.
 */
export function isWorkspaceName(name: string): boolean {
  return name.length <= longest && /^\w(?:[\w.+@-]*[\w+@-])?$/.test(name);
}

/** Describes the names that `isWorkspaceName` accepts, for messages. */
export const workspaceNameRule = (): string =>
  t('letters, digits, dashes, underscores and dots, beginning with a letter, a digit or an underscore');

/**
 * Whether a new environment may have this name, which becomes a part of domains and of cluster names. `default` is reserved: Terraform
 * always has a workspace of that name.
 */
export function isNewEnvironmentName(name: string): boolean {
  return /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(name) && name !== 'default';
}
