/** Override in *env*: gives an environment its own value, initially the inherited one. */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { attributeAtCursor, type AttributeAtCursor } from './attributeAtCursor';
import { ConfigurationEditor } from './configurationTarget';
import { dotted } from '../semantics/effectiveParts';
import type { Refactoring } from './refactoring';

export const overrideAttribute: Refactoring = {
  id: 'override',
  offer: target => {
    const attribute = attributeAtCursor(target);
    if (!attribute) return [];
    return inheriting(attribute, new ConfigurationEditor(new Draft(target.request), attribute.target)).map(
      environment => ({
        title: t('Override {0} in {1}', dotted(attribute.path), environment),
        kind: 'refactor.rewrite',
        choice: environment,
      }),
    );
  },
  *apply(target, environment) {
    const attribute = attributeAtCursor(target);
    const draft = new Draft(target.request);
    if (!attribute || environment === undefined) return { problem: t('There is no attribute at this position.') };
    return (yield* pushTo(attribute, [environment], draft))
      ? { draft }
      : { problem: t('The configuration of {0} is not a literal object, so nothing can be added.', environment) };
  },
};

/** Environments that take the attribute from the base. */
export function inheriting({ environments, base, path }: AttributeAtCursor, editor: ConfigurationEditor): string[] {
  if (editor.text([base, ...path]) === undefined) return [];
  return environments.filter(
    each => each !== base && editor.names([each]) !== undefined && editor.text([each, ...path]) === undefined,
  );
}

/** Writes the base's value into environments. @returns false where one of them is not written out */
export function* pushTo(
  { target, base, path }: AttributeAtCursor,
  environments: readonly string[],
  draft: Draft,
): Generator<undefined, boolean> {
  const editor = new ConfigurationEditor(draft, target);
  const value = editor.text([base, ...path]);
  if (value === undefined) return false;
  for (const each of environments) if (!(yield* editor.override(each, path, value, base))) return false;
  return true;
}
