/** Sets the version of Kubernetes of a cluster in an environment. */
import { labelRange } from '../kubestack/modules/moduleCall';
import { configurationObject } from '../semantics/configurationRanges';
import type { ClusterVersion } from '../semantics/clusterVersions';
import { valueOnly } from '../semantics/effectiveParts';
import type { SourceRange } from '../hcl/model';
import type { Draft } from './draft';
import { setValue } from './entryText';

/** Where a version is written: the value, or else the name of the module. */
export const versionRange = ({ attribute, call }: ClusterVersion): SourceRange =>
  attribute.range ? valueOnly(attribute.range) : labelRange(call.declaration);

/** Undefined if the environment has no own value as a string, and its configuration is not written as an object. */
export function versionChange(target: ClusterVersion, version: string): ((draft: Draft) => void) | undefined {
  const { call, environment, name, attribute } = target;
  const literal = JSON.stringify(version);
  if (attribute.origin !== 'inherited') {
    const range = versionRange(target);
    if (range.item.text.slice(range.start, range.end) !== JSON.stringify(target.version)) return undefined;
    return draft => draft.replace(range, literal);
  }
  const written = configurationObject(call);
  if (!written || written.item !== call.declaration.item) return undefined;
  const path = ['configuration', environment, name];
  if (setValue(written.item.text, path, literal) === undefined) return undefined;
  return draft => draft.edit(written.item, text => setValue(text, path, literal));
}
