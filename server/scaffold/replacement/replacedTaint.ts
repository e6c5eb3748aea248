/** The taint that keeps new pods off the nodes of a pool that is being replaced. */
import { entryNames, removeValue, setValue, sourceTextAt } from '../../edits/entryText';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { taintEffect } from '../../kubestack/platform/taints';
import { configurationTarget } from '../../refactoring/configurationTarget';
import { attribute, printValue, type HclValue } from '../hclFile';
import type { ReplacementTarget } from './replacementTarget';
import { cloudOf } from '../cluster/clouds';
import { REPLACED_TAINT, taintPathOf } from './stagesInCode';

/** Adds the taint in every environment. @returns false if the configuration is computed */
export function addTaint({ scaffoldContext, platform, root }: ReplacementTarget, call: ModuleCall): boolean {
  const { request, changes } = scaffoldContext;
  const target = configurationTarget(request, call);
  const path = taintPathOf(request, root, call);
  const cloud = cloudOf(call.module.provider);
  if (!target || !path || !cloud) return false;
  const effect = taintEffect(cloud.provider, 'NoSchedule') ?? 'NoSchedule';
  const taint: HclValue = cloud.taints.areTexts
    ? `${REPLACED_TAINT}=true:${effect}`
    : { object: [attribute('key', REPLACED_TAINT), attribute('value', 'true'), attribute('effect', effect)] };
  return changes.draft.edit(target.item, before => {
    let text: string | undefined = before;
    for (const environment of entryNames(before, target.path) ?? []) {
      const own = [...target.path, environment, ...path];
      const written = sourceTextAt(before, own);
      // Other environments inherit the taints of the base.
      if (written === undefined && environment !== platform.base) continue;
      text = text && setValue(text, own, withElement(written, printValue(taint)));
    }
    return text;
  });
}

/** Removes the taint from a configuration. @returns the same text without one */
export function withoutTaint(text: string, path: readonly string[]): string {
  const written = sourceTextAt(text, path);
  if (written?.includes(REPLACED_TAINT) !== true) return text;
  const rest = written.replace(
    new RegExp(`(?:\\{[^{}]*"${REPLACED_TAINT}"[^{}]*\\}|"${REPLACED_TAINT}=[^"]*")\\s*,?\\s*`),
    '',
  );
  return (/^\[\s*\]$/.test(rest) ? removeValue(text, path) : setValue(text, path, rest)) ?? text;
}

/** A list with an element before the others. */
function withElement(list: string | undefined, element: string): string {
  if (list === undefined || list === 'null' || /^\[\s*\]$/.test(list)) return `[\n${element}\n]`;
  if (!list.startsWith('[') || list.startsWith('[for ')) return `concat([${element}], tolist(${list}))`;
  return `[\n${element},${list.slice(1)}`;
}
