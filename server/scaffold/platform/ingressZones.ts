/**
 * The zones of AKS's ingress address. Version 2 of azurerm stored zones that no code set, so that from v0.18.0 on, the address is replaced unless
 * `default_ingress_ip_zones` has them (https://github.com/kbst/terraform-kubestack/commit/94f7088823e7a9b35f77819086551854f90b5372).
 */
import { t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { lockedVersion } from '../../kubestack/platform/lockedVersion';
import type { FrameworkChange } from '../../kubestack/schemas/frameworkChanges';
import type { TextRule } from '../answerReader';
import type { PlatformContext, ScaffoldContext } from '../scaffoldContext';
import type { ScaffoldSuggestion } from '../../../common/protocol';
import type { SchemaGeneration } from '../schemaGeneration';

const ATTRIBUTE = 'default_ingress_ip_zones';
/** The answer if the state has no zones: nothing needs to be set. */
export const NO_ZONES = 'none';

export const ZONES: TextRule = {
  accepts: text => text === NO_ZONES || /^[1-9](?:,[1-9])*$/.test(text),
  advice: () => t('use the zones of azurerm_public_ip in the state, such as 1,2,3, or none'),
};

const concernsZones = ({ change }: FrameworkChange): boolean => change.unless?.attribute === ATTRIBUTE;

/** What to choose from; undefined if the change doesn't reach the address, or the lock file shows that a newer version wrote the state. */
export function zonesSuggestion(
  { changes }: ScaffoldContext,
  found: readonly FrameworkChange[],
): ScaffoldSuggestion | undefined {
  const locked = lockedVersion({ text: changes.text('.terraform.lock.hcl') ?? '' }, 'hashicorp/azurerm');
  if (!found.some(concernsZones) || Number(locked?.version.split('.')[0] ?? 2) > 2) return undefined;
  return {
    default: '1,2,3',
    values: [
      { value: '1,2,3', description: t('the state of azurerm_public_ip has these zones') },
      { value: NO_ZONES, description: t('the state of azurerm_public_ip has no zones') },
    ],
  };
}

/** Sets the zones in the base environment of the clusters. @returns the changes that are left */
export function keepZones(
  { changes: { draft }, request }: ScaffoldContext,
  { calls, root }: PlatformContext,
  found: readonly FrameworkChange[],
  { zones, generation }: { readonly zones: string; readonly generation: SchemaGeneration },
): FrameworkChange[] {
  const clusters = found.filter(concernsZones).flatMap(({ modules }) => modules);
  const value =
    generation === 'object' ? JSON.stringify(zones.split(',')).replaceAll(',', ', ') : JSON.stringify(zones);
  for (const call of calls) {
    if (zones === NO_ZONES || call.instance !== root || !clusters.includes(call.name)) continue;
    const { baseKey } = request.model.effectiveConfiguration(call);
    draft.edit(call.declaration.item, text => setValue(text, ['configuration', baseKey, ATTRIBUTE], value));
  }
  return found.filter(each => !concernsZones(each));
}
