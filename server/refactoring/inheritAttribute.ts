/** Inherit: removes an override, so that the environment inherits the base's value. */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { attributeAtCursor } from './attributeAtCursor';
import { ConfigurationEditor } from './configurationTarget';
import { dotted } from '../semantics/effectiveParts';
import type { Refactoring } from './refactoring';

export const inheritAttribute: Refactoring = {
  id: 'inherit',
  offer: target => {
    const attribute = attributeAtCursor(target);
    if (!attribute || attribute.environment === attribute.base) return [];
    const { environment, base, path } = attribute;
    const inherited = attribute.valueIn(base);
    if (inherited === undefined) return [];
    // KS210 offers a fix for repeated inherited values.
    const isAlsoFix = inherited === attribute.valueIn(environment);
    return [
      {
        title: t('Inherit {0} in {1} from {2}', dotted(path), environment, base),
        kind: 'refactor.inline',
        isAlsoFix,
      },
    ];
  },
  *apply(target) {
    const attribute = attributeAtCursor(target);
    if (!attribute) return { problem: t('There is no attribute at this position.') };
    const draft = new Draft(target.request);
    const editor = new ConfigurationEditor(draft, attribute.target);
    if (!(yield* editor.remove([attribute.environment, ...attribute.path])))
      return { problem: t('The configuration of {0} is not a literal object.', attribute.environment) };
    return { draft, isIntended: each => each.environment === attribute.environment };
  },
};
