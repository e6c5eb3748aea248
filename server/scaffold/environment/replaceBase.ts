/** Makes another environment the base: it gets the complete configuration, and the former base inherits all of it. */
import { t } from '../../../common/localization';
import { reporting } from '../../scheduling/pausing';
import type { ConfigurationEditor } from '../../refactoring/configurationTarget';
import { setValue } from '../../edits/entryText';
import { quoteString } from '../../semantics/hclPrinter';
import type { ScaffoldContext } from '../scaffoldContext';
import type { ScaffoldProgress } from '../progress';
import { sharedTargets, type ConfiguredModule } from './configuredModules';
import { overridesText } from './writeEnvironment';

export interface BaseChange {
  readonly old: string;
  readonly name: string;
  /** The overrides of the former base: label → attributes. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** False after a problem. */
export function* replaceBase(
  scaffoldContext: ScaffoldContext,
  modules: readonly ConfiguredModule[],
  { old, name, overrides }: BaseChange,
): Generator<ScaffoldProgress, boolean> {
  const { answers, changes } = scaffoldContext;
  const fixed = modules.filter(({ baseKeyInput, editor }) => baseKeyInput === undefined && editor);
  if (fixed.length > 0) {
    const labels = fixed.map(({ label }) => label).join(', ');
    answers.refuse(
      'uri',
      t('In {0}, the environments always inherit from {1}. Set a newer version of the framework first.', labels, old),
    );
    return false;
  }
  const sites = sharedTargets(modules);
  for (const [done, { editor, labels }] of sites.entries()) {
    const progress = { phase: 'modules', done, total: sites.length } as const;
    yield progress;
    const isWritten = scaffoldContext.isCheck
      ? editor.isEditable && editor.text([old]) !== undefined
      : yield* reporting(progress, convertEntries(editor, old, name));
    if (!isWritten) {
      answers.refuse(
        'uri',
        t('The configuration of {0} has no literal {1}. Change it manually.', labels.join(' and '), old),
      );
      return false;
    }
    const own = scaffoldContext.isCheck ? '{}' : overridesText(overrides, labels);
    if (own !== '{}') editor.set([old], own);
  }
  if (scaffoldContext.isCheck) return true;
  for (const { declaration, baseKeyInput, editor, defaultEnvironments } of modules) {
    if (!editor)
      for (const environment of [name, ...defaultEnvironments])
        changes.draft.edit(declaration.item, text => setValue(text, ['configuration', environment], '{}'));
    if (baseKeyInput !== undefined)
      changes.draft.edit(declaration.item, text =>
        setValue(text, [baseKeyInput], quoteString(name), { before: 'configuration' }),
      );
  }
  return true;
}

/** Inserts the new base first, with the configuration of the old one. Pauses between the changes. @returns false if that is not an object literal */
function* convertEntries(editor: ConfigurationEditor, base: string, newBase: string): Generator<undefined, boolean> {
  const complete = editor.text([base]);
  const first = editor.names([])?.[0];
  if (complete === undefined) return false;
  yield;
  const position = { spaced: true, ...(first === undefined ? {} : { before: first }) };
  if (!editor.set([newBase], complete, position)) return false;
  yield;
  return editor.set([base], '{}');
}
