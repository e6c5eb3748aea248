/** Adapts a platform's code to what another version of the framework changes beside the configuration, and says what remains to do. */
import { enumeration, localized, sentences, t } from '../../../common/localization';
import { step, type Step } from '../../../common/steps';
import { removeValue, renameEntry, setValue } from '../../edits/entryText';
import { tokenArgument } from '../../edits/providerText';
import {
  changeSentence,
  environmentTexts,
  frameworkChanges,
  releaseName,
  type FrameworkChange,
} from '../../kubestack/schemas/frameworkChanges';
import { frameworkUses, kubeconfigCommands, openOutputs } from '../../semantics/frameworkUses';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { findAttribute } from '../../workspace/declarations';
import { isFramework, type PlatformContext, type ScaffoldContext } from '../scaffoldContext';

/** What changes between the current versions and `to`. Unknown versions count as the newest one. */
export function versionChanges(
  { request: { model } }: ScaffoldContext,
  { root, calls }: PlatformContext,
  to: string,
): FrameworkChange[] {
  if (!root) return [];
  const isUsed = frameworkUses(root, model);
  const next = model.schemas.knownRef(to) ?? 'head';
  return frameworkChanges(
    model.schemas,
    calls.filter(isFramework).map(call => ({
      name: call.name,
      path: call.module.schema?.path ?? '',
      from: call.module.version,
      to: next,
      environments: environmentTexts(call, model),
      isUsed: use => isUsed(use, call.name),
    })),
  );
}

/** Renames or removes inputs, authenticates with the token of a kubeconfig, and marks outputs as sensitive. */
export function adaptToVersion(
  { changes: { draft } }: ScaffoldContext,
  { calls }: PlatformContext,
  root: ModuleInstance,
  found: readonly FrameworkChange[],
): void {
  for (const { change, modules } of found) {
    const isConcerned = (name: string): boolean => modules.includes(name);
    if (change.uses === 'exec')
      for (const { range, kubeconfig, clusters } of kubeconfigCommands(root))
        if (clusters.some(isConcerned)) draft.replace(range, tokenArgument(kubeconfig));
    if (change.uses === 'kubeconfigOutput')
      for (const { item, outputs } of openOutputs(root))
        if (outputs.some(({ module, output }) => output === 'kubeconfig' && isConcerned(module)))
          draft.edit(item, text => setValue(text, ['sensitive'], 'true'));
  }
  const done = new Set<unknown>();
  for (const { declaration, module } of calls) {
    const removed = Object.entries(removedInputs(found, module.schema?.path));
    if (done.has(declaration) || removed.length === 0) continue;
    done.add(declaration);
    for (const [old, name] of removed)
      if (findAttribute(declaration.block, old))
        draft.edit(declaration.item, text =>
          name === null ? removeValue(text, [old]) : renameEntry(text, [old], name),
        );
  }
}

/** Inputs of a module that a change removes → their new names. */
const removedInputs = (
  found: readonly FrameworkChange[],
  path: string | undefined,
): Readonly<Record<string, string | null>> =>
  Object.assign(
    {},
    ...found.flatMap(({ change }) => (change.modules.includes(path ?? '') ? [change.inputs ?? {}] : [])),
  ) as Record<string, string | null>;

/** Notes on everything that the code doesn't show: first a summary, then each change. */
export function changeNotes(found: readonly FrameworkChange[]): string[] {
  const left = found.filter(({ change }) => !change.settled);
  if (left.length === 0) return [];
  const severe = left.filter(({ change }) => change.effect === 'destroys' || change.effect === 'replaces').length;
  const counted =
    left.length === 1
      ? t('One more change of the framework applies.')
      : t('{0} more changes of the framework apply.', left.length);
  const warning =
    severe === 0
      ? undefined
      : severe === 1
        ? t('One of them destroys or replaces resources.')
        : t('{0} of them destroy or replace resources.', severe);
  return [sentences(counted, warning), ...left.map(each => changeSentence(each))];
}

/** What to do before the change, one step for each change. */
export const changeSteps = (found: readonly FrameworkChange[]): Step[] =>
  found.flatMap(({ change, modules }) =>
    change.settled || !change.action
      ? []
      : [step(t('{0}, {1}: {2}', releaseName(change), enumeration(modules), localized(change.action)))],
  );
