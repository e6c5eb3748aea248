/** Why a module of the framework can't be planned with a version of a provider, as a sentence. */
import { t } from '../../../common/localization';
import type { ProviderChange, Schemas } from '../schemas/schemas';

/** @param ref of the framework: a release, or `head` @param version of the provider */
export function majorProblem(
  { kind, name, provider }: ProviderChange,
  ref: string,
  { headCommit }: Pick<Schemas, 'headCommit'>,
  version: string,
): string {
  const shown = ref === 'head' ? headCommit.slice(0, 10) : ref;
  const [shortName, shortProvider] = [name.slice(name.lastIndexOf('.') + 1), provider.slice(provider.indexOf('/') + 1)];
  return kind === 'required'
    ? t(
        'The framework {0} doesn\'t set "{1}", which version {2} of {3} requires.',
        shown,
        shortName,
        version,
        shortProvider,
      )
    : t(
        'The framework {0} uses "{1}", which version {2} of {3} does not have.',
        shown,
        shortName,
        version,
        shortProvider,
      );
}
