/**
 * Names of environments. Each environment is a workspace of Terraform, so its name becomes an argument of commands, an environment
 * variable, a folder of a local state, and a part of tags and domains.
 */
import { t } from './localization';

/** HCP Terraform takes no longer names. */
const longest = 90;

/**
 * Whether an environment can be planned: a subset of the names that Terraform takes as a workspace (`validWorkspaceName` compares a name
 * with its URL-escaped form), without those that a command would read as an option, a file system as another folder, or a shell as more
 * than a word: `--help`, `..`, `a&b`.
 */
export function isWorkspaceName(name: string): boolean {
  return name.length <= longest && /^\w(?:[\w.+@-]*[\w+@-])?$/.test(name);
}

/** What `isWorkspaceName` takes, for messages. */
export const workspaceNameRule = (): string =>
  t('letters, digits, dashes, underscores and dots, beginning with a letter, a digit or an underscore');

/**
 * Whether a new environment may be called so: it becomes a part of domains and of clusters' names. Terraform always has the workspace
 * `default`.
 */
export function isNewEnvironmentName(name: string): boolean {
  return /^[a-z](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(name) && name !== 'default';
}
