/** The new values of a default pool that the code has already: those that environments don't run yet. */
import { t } from '../../../common/localization';
import { setOwnProperty } from '../../../common/ownProperty';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { effectiveValueAt } from '../../semantics/effectiveParts';
import { plainValue } from '../../semantics/plainValue';
import type { ReplacementTarget } from './replacementTarget';
import type { WantedValues } from './wantedValues';

/** Undefined after a problem. */
export function withValuesOfCode(
  { scaffoldContext: { answers, request }, platform }: ReplacementTarget,
  cluster: ModuleCall,
  wanted: WantedValues,
): WantedValues | undefined {
  if (wanted.paths.length > 0 || wanted.keep.size === 0) return wanted;
  const [only, ...others] = wanted.keep.keys();
  // A change of the base is one of all environments that inherit from it.
  const environment = wanted.keep.has(platform.base) || others.length > 0 ? undefined : only;
  const inEffect = request.model.effectiveConfiguration(cluster).environments.get(environment ?? platform.base);
  const values: Record<string, unknown> = {};
  for (const path of new Set([...wanted.keep.values()].flatMap(each => Object.keys(each)))) {
    const value = inEffect && effectiveValueAt(inEffect, path.split('.'));
    const plain = value ? plainValue(value) : { known: true, value: null };
    if (!plain.known)
      return answers.refuse('keep', t('Undo the change of {0} first: its new value is computed.', path));
    setOwnProperty(values, path, plain.value);
  }
  return { ...wanted, values, paths: Object.keys(values), environment };
}
