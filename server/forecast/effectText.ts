/** What a change of the attribute at a position replaces, as a sentence. */
import { t } from '../../common/localization';
import { codeSpan, markdownName } from '../../common/markdown';
import type { RequestContext } from '../semantics/requestContext';
import type { ResolvedPosition } from '../semantics/resolveAt';
import { effectOfChange, type ReplacedResource } from './attributeEffect';
import type { ResourceFacts } from './resourceFacts';

/** @returns Markdown; undefined if the target is no attribute, or if a change replaces nothing */
export function* effectText(
  request: RequestContext,
  { target }: ResolvedPosition,
  facts: ResourceFacts,
): Generator<undefined, string | undefined> {
  if (target?.kind !== 'attribute') return undefined;
  const { path, environment } = target;
  const [call] = target.calls;
  if (!call) return undefined;
  const name = path.join('.');
  const found = request.model
    .effectiveConfiguration(call)
    .environments.get(environment)
    ?.attributes.find(attribute => attribute.path.join('.') === name);
  if (!found || found.value.sensitive) return undefined;
  const allowed = call.module.schema?.attributes.get(name)?.values ?? [];
  const replaced = yield* effectOfChange(request, { call, environment, path, value: found.value, allowed }, facts);
  return replaced && sentence(replaced, environment);
}

function sentence({ type, part, argument }: ReplacedResource, environment: string): string {
  const [name, resource, reason] = [markdownName(environment), codeSpan(type), codeSpan(argument)];
  switch (part) {
    case 'cluster':
      return t('A change in {0} replaces the cluster ({1}, because of {2}).', name, resource, reason);
    case 'nodePool':
      return t('A change in {0} replaces the node pool ({1}, because of {2}).', name, resource, reason);
    case undefined:
      return t('A change in {0} replaces {1} (because of {2}).', name, resource, reason);
  }
}
