/** Which new names terraform and the framework take. Every answer is a sentence for the person who types, or undefined for a name that is fine. */
import { isNewEnvironmentName } from '../../../common/environmentName';
import type { NamedKind } from '../../semantics/codeSymbol';

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
  if (!isNewEnvironmentName(name))
    return `"${name}" can't be the name of an environment: it becomes part of domains. Use at most 20 lowercase letters, digits and hyphens, beginning with a letter and not ending with a hyphen.`;
  return taken.includes(name) ? `There is an environment named "${name}" already.` : undefined;
}
