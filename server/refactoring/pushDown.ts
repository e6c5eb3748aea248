/** Push Base Value Down: every environment that inherits the value gets its own copy, so that the base can change independently. */
import { t } from '../../common/localization';
import { Draft } from '../edits/draft';
import { attributeAtCursor } from './attributeAtCursor';
import { ConfigurationEditor } from './configurationTarget';
import { dotted } from '../semantics/effectiveParts';
import { inheriting, pushTo } from './overrideAttribute';
import type { Refactoring } from './refactoring';

export const pushDown: Refactoring = {
  id: 'pushDown',
  offer: target => {
    const attribute = attributeAtCursor(target);
    if (!attribute || attribute.environment !== attribute.base) return [];
    const others = inheriting(attribute, new ConfigurationEditor(new Draft(target.request), attribute.target));
    // For a single environment, this is the same as overriding.
    if (others.length < 2) return [];
    return [{ title: t('Push {0} down to {1}', dotted(attribute.path), others.join(', ')), kind: 'refactor.rewrite' }];
  },
  *apply(target) {
    const attribute = attributeAtCursor(target);
    const draft = new Draft(target.request);
    if (!attribute) return { problem: t('There is no attribute at this position.') };
    const others = inheriting(attribute, new ConfigurationEditor(draft, attribute.target));
    return (yield* pushTo(attribute, others, draft))
      ? { draft }
      : { problem: t('The configuration of an environment is not a literal object, so nothing can be added.') };
  },
};
