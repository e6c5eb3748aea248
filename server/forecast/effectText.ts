/** What a change of an attribute replaces, as a sentence. */
import { t } from '../../common/localization';
import { codeSpan, markdownName } from '../../common/markdown';
import { uriComponent } from '../../common/uriComponent';
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

/** The command of clients that replaces a part in stages. */
export const REPLACE_COMMAND = 'kubestack.replaceStepByStep';

/** Where the command begins: at an attribute of a module. */
export interface ReplacementBeginning {
  readonly platform: string;
  readonly name: string;
  readonly attribute: string;
}

/** A link that runs the command. */
export const replaceLink = (argument: ReplacementBeginning): string =>
  `[${t('Replace Step by Step…')}](command:${REPLACE_COMMAND}?${uriComponent(JSON.stringify([argument]))})`;
