/** `tags_all`: the tags that a resource has in the end. */
import { identityOf, isPlanKnown, opaqueValue } from '../hcl/evaluation/content';
import type { Value } from '../hcl/model';
import { ANY } from '../hcl/types/type';
import { map } from '../hcl/values/value';

/** The tags of a resource, with those of its provider. */
export function allTags(defaults: Value | undefined, own: Value | undefined): Value | undefined {
  if (!defaults || defaults.kind === 'null') return own;
  if (!('entries' in defaults)) return defaults;
  if (!own || own.kind === 'null') return defaults;
  if (!('entries' in own))
    return isPlanKnown(own) ? opaqueValue(`tags ${identityOf(defaults)} ${identityOf(own)}`) : own;
  return { ...map(ANY, new Map([...defaults.entries, ...own.entries])), origin: defaults.origin };
}
