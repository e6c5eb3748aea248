/** Move to Base: moves an environment's value to the base; the other environments keep their effective values. */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { attributeAtCursor, type AttributeAtCursor } from './attributeAtCursor';
import { ConfigurationEditor } from './configurationTarget';
import { dotted } from '../semantics/effectiveParts';
import type { Refactoring } from './refactoring';

export const moveToBase: Refactoring = {
  id: 'moveToBase',
  isTriedFirst: true,
  offer: target => {
    const attribute = attributeAtCursor(target);
    if (!attribute || attribute.environment === attribute.base) return [];
    const { base, environment, path } = attribute;
    // The base has it already.
    if (attribute.valueIn(base) === attribute.valueIn(environment)) return [];
    if (new ConfigurationEditor(new Draft(target.request), attribute.target).names([base]) === undefined) return [];
    return [
      { title: t('Move {0} from {1} to the base {2}', dotted(path), environment, base), kind: 'refactor.rewrite' },
    ];
  },
  *apply(target) {
    const attribute = attributeAtCursor(target);
    if (!attribute) return { problem: t('There is no attribute at this position.') };
    const draft = new Draft(target.request);
    return (yield* move(attribute, new ConfigurationEditor(draft, attribute.target)))
      ? { draft, isIntended: meantBy(attribute) }
      : { problem: t('The configuration is not a literal object, so nothing can be moved.') };
  },
};

/** The base changes and, if it did not set the value, the environments that inherit from it. */
function meantBy(attribute: AttributeAtCursor): (difference: { readonly environment: string }) => boolean {
  const { base, environment } = attribute;
  const wasThere = attribute.valueIn(base) !== undefined;
  return each => each.environment === base || (!wasThere && each.environment !== environment);
}

function* move(
  { target: _, environment, environments, base, path }: AttributeAtCursor,
  editor: ConfigurationEditor,
): Generator<undefined, boolean> {
  const own = editor.text([environment, ...path]);
  const before = editor.text([base, ...path]);
  if (own === undefined) return false;
  const others = environments.filter(each => each !== base && each !== environment);
  for (const other of before === undefined ? [] : others) {
    if (editor.text([other, ...path]) !== undefined) continue;
    if (!(yield* editor.override(other, path, before!, base))) return false;
  }
  return (yield* editor.override(base, path, own, environment)) && (yield* editor.remove([environment, ...path]));
}
