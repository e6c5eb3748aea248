/** Which new names terraform and the framework take. Every answer is a sentence for the person who types, or undefined for a name that is fine. */
import type { NamedKind } from '../../features/thing';

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
/** Source of the rule: Terraform's "Input Variables": names of meta-arguments of module blocks can't be variables. */
const RESERVED_VARIABLES = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

/** @param kind what is named */
export function identifierProblem(kind: NamedKind, name: string): string | undefined {
  if (name === '') return 'A name is needed.';
  if (!IDENTIFIER.test(name))
    return `"${name}" is no name for terraform: it must begin with a letter or an underscore, and have only letters, digits, underscores and hyphens.`;
  if (kind === 'variable' && RESERVED_VARIABLES.includes(name))
    return `"${name}" can't be a variable: terraform reserves it for module blocks.`;
  return undefined;
}

/** Environments are workspaces, and parts of the names of clusters and of their domains. */
export function environmentProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'A name is needed.';
  if (name === 'default')
    return '"default" is the workspace that terraform always has: no environment can be named so.';
  if (!/^[a-z][a-z0-9-]*[a-z0-9]$|^[a-z]$/.test(name))
    return `"${name}" is no name for an environment: it becomes a part of domains, so it must begin with a lowercase letter, and have only lowercase letters, digits and hyphens.`;
  return taken.includes(name) ? `There is an environment named "${name}" already.` : undefined;
}
