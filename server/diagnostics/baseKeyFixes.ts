/** Fixes of KS201, which give a call a base environment: corrects the spelling, else chooses another base, else adds the key. */
import { t } from '../../common/localization';
import type { Fix } from '../checks/engine/check';
import { setValue } from '../edits/entryText';
import { baseKeyValue, configurationObject, keyRange } from '../semantics/configurationRanges';
import type { RequestContext } from '../semantics/requestContext';
import { closestName } from '../hcl/closestName';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import { baseKeyOf, environmentKeys } from '../kubestack/inheritance/environmentKeys';
import { literalText } from '../kubestack/modules/literalText';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { descendantEnvironments } from '../kubestack/platform/platform';
import { rangeIn } from '../kubestack/modules/moduleCall';

/** Most fixes that are offered. */
const MAX_BASES = 4;

export function baseKeyFixes(
  { model, ...request }: RequestContext,
  call: ModuleCall,
  { message }: EvaluationDiagnostic,
): Fix[] {
  const base = baseKeyOf(call, model);
  const keys = environmentKeys(call, model);
  if (base === undefined || keys.includes(base) || !message.includes(`"${base}"`)) return [];
  const platform = descendantEnvironments(call.instance.root, model);
  const misspelt = closestName(
    base,
    keys.filter(key => key !== 'ops' && key !== 'apps'),
  );
  const written = baseKeyValue(call);
  const isOfPlatform = base === platform.base || !written;
  const fixes: Fix[] = [];
  const key = misspelt === undefined ? undefined : keyRange({ model, ...request }, call, misspelt);
  if (misspelt !== undefined && key && isOfPlatform)
    fixes.push({
      title: t('Rename {0} to {1}', misspelt, base),
      change: draft => void draft.replace(key, keyText(base)),
    });
  fixes.push(...otherBases(call, keys, isOfPlatform ? platform.base : (closestName(base, keys) ?? platform.base)));
  if (misspelt === undefined) fixes.push(...addKey(call, base));
  return fixes.map((fix, index) => (index === 0 ? { ...fix, isPreferred: isSure(fix, misspelt, platform.base) } : fix));
}

/** A similar spelling, or the base environment of the rest of the platform. */
const isSure = ({ title }: Fix, misspelt: string | undefined, platformBase: string): boolean =>
  misspelt !== undefined || title.endsWith(`"${platformBase}"`);

function otherBases(call: ModuleCall, keys: readonly string[], first: string): Fix[] {
  const { baseKeyInput } = call.module;
  if (baseKeyInput === undefined) return [];
  const ordered = [...keys].sort((a, b) => Number(b === first) - Number(a === first)).slice(0, MAX_BASES);
  const written = baseKeyValue(call);
  if (written && literalText(written.value) === undefined) return [];
  return ordered.map(key => ({
    title: t('Set {0} = "{1}"', baseKeyInput, key),
    change: draft => {
      if (written) draft.replace(rangeIn(written.item, written.value), JSON.stringify(key));
      else
        draft.edit(call.declaration.item, text =>
          setValue(text, [baseKeyInput], JSON.stringify(key), { before: 'configuration' }),
        );
    },
  }));
}

function addKey(call: ModuleCall, base: string): Fix[] {
  const object = configurationObject(call);
  if (!object) return [];
  const first = object.object.items[0];
  const before = first && object.item.text.slice(first.key.start, first.key.end).replace(/"/g, '');
  return [
    {
      title: t('Add {0} = {}', keyText(base)),
      change: draft =>
        draft.edit(object.item, text =>
          setValue(text, ['configuration', base], '{}', before === undefined ? {} : { before }),
        ),
    },
  ];
}

const keyText = (name: string): string => (/^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name));
