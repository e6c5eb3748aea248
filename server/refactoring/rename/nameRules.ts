/**
 * Validates new names against the rules of terraform and the framework. Each function returns a sentence for the user, or undefined for a
 * valid name.
 */
import { t } from '../../../common/localization';
import { isNewEnvironmentName } from '../../../common/environmentName';
import type { NamedKind } from '../../semantics/codeSymbol';

const IDENTIFIER = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
/** Source of the rule: Terraform's "Input Variables": names of meta-arguments of module blocks can't be variables. */
const RESERVED_VARIABLES = ['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'];

/** @param kind of the renamed symbol */
export function identifierProblem(kind: NamedKind, name: string): string | undefined {
  if (name === '') return t('Enter a name.');
  if (!IDENTIFIER.test(name))
    return t(
      '"{0}" is not a valid name: it must begin with a letter or underscore and contain only letters, digits, underscores and hyphens.',
      name,
    );
  if (kind === 'variable' && RESERVED_VARIABLES.includes(name))
    return t('"{0}" can\'t be the name of a variable: Terraform reserves it for module blocks.', name);
  return undefined;
}

/** Environments are workspaces, and parts of cluster names and their domains. */
export function environmentProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return t('Enter a name.');
  if (name === 'default')
    return t('"default" can\'t be the name of an environment: Terraform reserves it for the default workspace.');
  if (!isNewEnvironmentName(name))
    return t(
      '"{0}" can\'t be the name of an environment, because it becomes part of domain names. Use at most 20 lowercase letters, digits and hyphens, beginning with a letter and not ending with a hyphen.',
      name,
    );
  return taken.includes(name) ? t('An environment named "{0}" already exists.', name) : undefined;
}
