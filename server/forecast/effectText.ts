/** What a change of an attribute replaces, as a sentence. */
import { t } from '../../common/localization';
import { codeSpan, markdownName } from '../../common/markdown';
import type { ReplacedResource } from './attributeEffect';

/** Markdown. */
export function effectText({ type, part, argument }: ReplacedResource, environment: string): string {
  const [name, resource, reason] = [markdownName(environment), codeSpan(type), codeSpan(argument)];
  switch (part) {
    case 'cluster':
      return t('A change in {0} replaces the cluster ({1}, because of {2}).', name, resource, reason);
    case 'nodePool':
      return t('A change in {0} replaces the node pool ({1}, because of {2}).', name, resource, reason);
    case undefined:
      return t('A change in {0} replaces {1} (because of {2}).', name, resource, reason);
  }
}
