/** Writes an environment into every configuration of a platform. */
import { isRecord } from '../../../common/isRecord';
import { ownProperty } from '../../../common/ownProperty';
import { t } from '../../../common/localization';
import { setValue } from '../../edits/entryText';
import { printJson } from '../../semantics/hclPrinter';
import type { ConfigurationEditor } from '../../refactoring/configurationTarget';
import type { ScaffoldContext } from '../scaffoldContext';
import type { ScaffoldProgress } from '../progress';
import { sharedTargets, type ConfiguredModule } from './configuredModules';

export interface WrittenEnvironment {
  readonly name: string;
  /** All environments including it, most critical first. */
  readonly order: readonly string[];
  /** Its overrides as HCL; `{}` if there are none. */
  readonly value: (editor: ConfigurationEditor, labels: readonly string[]) => string;
}

/** False after a problem. A configuration that has the environment already is not changed. */
export function* writeEnvironment(
  scaffoldContext: ScaffoldContext,
  modules: readonly ConfiguredModule[],
  environment: WrittenEnvironment,
): Generator<ScaffoldProgress, boolean> {
  const sites = sharedTargets(modules);
  for (const [done, { editor, labels }] of sites.entries()) {
    yield { phase: 'modules', done, total: sites.length };
    if (scaffoldContext.isCheck ? !editor.isEditable : !writeInto(editor, environment, labels)) {
      scaffoldContext.answers.refuse(
        'env',
        t("The configuration of {0} can't be changed until its syntax errors are fixed.", labels.join(' and ')),
      );
      return false;
    }
  }
  if (scaffoldContext.isCheck) return true;
  for (const { editor, declaration, defaultEnvironments } of modules)
    if (!editor && defaultEnvironments.length > 0 && !defaultEnvironments.includes(environment.name))
      for (const name of environment.order)
        scaffoldContext.changes.draft.edit(declaration.item, text => setValue(text, ['configuration', name], '{}'));
  return true;
}

function writeInto(
  editor: ConfigurationEditor,
  { name, order, value }: WrittenEnvironment,
  labels: readonly string[],
): boolean {
  const names = editor.names([]) ?? [];
  if (names.includes(name)) return true;
  const next = order.slice(order.indexOf(name) + 1).find(each => names.includes(each));
  const previous = order.slice(0, order.indexOf(name)).findLast(each => names.includes(each));
  const neighbour = next !== undefined ? { before: next } : previous !== undefined ? { after: previous } : {};
  return editor.set([name], value(editor, labels), { ...neighbour, spaced: true });
}

/** The overrides of an environment, by label of the call. */
export const overridesText = (overrides: Readonly<Record<string, unknown>>, labels: readonly string[]): string => {
  const own = labels.map(label => ownProperty(overrides, label)).find(each => each !== undefined);
  return own === undefined ? '{}' : printJson(own);
};

/** Reads `overrides`: label → attributes. Undefined after a problem. */
export function readEnvironmentOverrides(
  { answers }: ScaffoldContext,
  modules: readonly ConfiguredModule[],
): Readonly<Record<string, unknown>> | undefined {
  const overrides = answers.object('overrides') ?? {};
  const labels = modules.map(({ label }) => label);
  for (const [label, attributes] of Object.entries(overrides)) {
    if (!labels.includes(label))
      answers.refuse(
        `overrides.${label}`,
        t('There is no module {0} with a configuration: use one of {1}.', label, labels.join(', ')),
      );
    else if (!isRecord(attributes)) answers.refuse(`overrides.${label}`, t('Use an object of attributes.'));
  }
  return answers.problems.length > 0 ? undefined : overrides;
}
