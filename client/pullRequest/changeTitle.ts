/** Proposes a title for a change. */
import { shortened } from '../../common/shortened';
import { visibleText } from '../../common/visibleText';
import type { ComparedModule, Comparison } from '../../common/protocol';
import { titleLimit } from './lengthLimits';
import { t } from '../../common/localization';

/** Maximum length of a title. Git hosts display about as much. */
const MAX_TITLE_LENGTH = 100;

/**
 * @param comparison of the configuration before and after; undefined if unavailable.
 * @param files changed files, relative to the top, most important first.
 * @param subjects of the commits, newest first. A single commit's subject becomes the title.
 * @returns one line without a full stop.
 */
export function changeTitle(
  comparison: Comparison | undefined,
  files: readonly string[],
  subjects: readonly string[],
): string {
  const [only, ...others] = subjects;
  if (only !== undefined && others.length === 0) return shortened(visibleText(only), titleLimit(undefined));
  const title = (comparison && comparisonTitle(comparison)) ?? fileTitle(files) ?? only ?? t('Change the platform');
  return shortened(visibleText(title), MAX_TITLE_LENGTH);
}

function comparisonTitle(comparison: Comparison): string | undefined {
  const { modules, addedEnvironments, removedEnvironments } = comparison;
  if (addedEnvironments.length > 0) return t('Add environment {0}', listed(addedEnvironments));
  if (removedEnvironments.length > 0) return t('Remove environment {0}', listed(removedEnvironments));
  const [first] = modules;
  if (first) return moduleTitle(modules, first);
  return attributeTitle(comparison);
}

function moduleTitle(modules: readonly ComparedModule[], first: ComparedModule): string {
  const same = modules.filter(({ change }) => change === first.change);
  // A new cluster includes its node pools and services.
  const clusters = same.filter(({ kind }) => kind === 'cluster');
  const named = clusters.length > 0 ? clusters : same;
  const names = listed(named.map(({ name }) => name));
  const versions = new Set(named.map(({ after }) => after));
  if (first.change === 'version' && versions.size === 1 && first.after !== undefined)
    return named.length > 2
      ? t('Set the version to {0}', first.after)
      : t('Set the version of {0} to {1}', names, first.after);
  const kinds = new Set(named.map(({ kind }) => kind));
  const kind = kinds.size === 1 ? first.kind : 'other';
  if (first.change === 'added') return addedText(kind, names);
  if (first.change === 'removed') return removedText(kind, names);
  return t('Change {0}', names);
}

function addedText(kind: ComparedModule['kind'], names: string): string {
  if (kind === 'cluster') return t('Add cluster {0}', names);
  if (kind === 'nodePool') return t('Add node pool {0}', names);
  return kind === 'service' ? t('Add service {0}', names) : t('Add {0}', names);
}

function removedText(kind: ComparedModule['kind'], names: string): string {
  if (kind === 'cluster') return t('Remove cluster {0}', names);
  if (kind === 'nodePool') return t('Remove node pool {0}', names);
  return kind === 'service' ? t('Remove service {0}', names) : t('Remove {0}', names);
}

function attributeTitle({ attributes }: Comparison): string | undefined {
  if (attributes.length === 0) return undefined;
  const unique = (values: readonly string[]) => [...new Set(values)];
  const modules = unique(attributes.map(({ module }) => module));
  const paths = unique(attributes.map(({ path }) => path.join('.')));
  const environments = unique(attributes.map(({ environment }) => environment));
  const where = environments.length > 3 ? undefined : listed(environments);
  const what = paths.length <= 2 ? listed(paths) : t('{0} attributes', paths.length);
  const whose = modules.length <= 2 ? listed(modules) : t('{0} modules', modules.length);
  return where === undefined ? t('Change {0} of {1}', what, whose) : t('Change {0} of {1} in {2}', what, whose, where);
}

function fileTitle(files: readonly string[]): string | undefined {
  const names = files.map(file => file.split('/').at(-1) ?? file);
  if (names.length === 0) return undefined;
  return t('Change {0}', listed(names));
}

/** `a`, `a and b`, `a, b and 3 more` */
function listed(names: readonly string[]): string {
  const [first = '', second] = names;
  if (second === undefined) return first;
  return names.length === 2
    ? t('{0} and {1}', first, second)
    : t('{0}, {1} and {2} more', first, second, names.length - 2);
}
