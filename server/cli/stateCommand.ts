/** `kubestack-language-server state`: committed and desired states of environments, as far as files and Git tell. */
import { t } from '../../common/localization';
import { now } from '../../common/now';
import { repositoryRefs } from '../../common/promotion/repositoryRefs';
import type { RequestContext } from '../semantics/requestContext';
import { platformStates } from '../state/platformStates';
import { stateLines, stateMarkdownOf } from '../state/stateText';
import { fsPathOf } from '../workspace/uri';
import { displayPath } from './displayPath';
import { ownRepository } from '../../common/node/git/ownRepository';
import { gitReader } from './gitReader';
import { printedJson, printedLines } from './printedText';

export const STATE_FORMATS = ['text', 'json', 'markdown'] as const;
export type StateFormat = (typeof STATE_FORMATS)[number];

/** @throws RevisionError if the folder is not in a repository */
export async function runState(
  request: RequestContext,
  { uri, format, currentFolder }: { uri: string; format: StateFormat; currentFolder: string },
): Promise<{ text: string }> {
  const { mainBranch = '', deployTagPattern = '' } = request.settings;
  const git = gitReader(fsPathOf(uri));
  await ownRepository(git);
  const refs = await repositoryRefs(git, mainBranch);
  const states = now(platformStates(request, uri, refs, { tagPattern: deployTagPattern }));
  const shown = (folder: string): string => displayPath(fsPathOf(folder), currentFolder);
  if (format === 'json')
    return { text: printedJson({ platforms: states.map(each => ({ ...each, platform: shown(each.platform) })) }) };
  if (states.length === 0) return { text: printedLines([t('There is no Kubestack platform.')]) };
  const lines = format === 'text' ? stateLines(states, shown) : stateMarkdownOf(states, shown).split('\n');
  const limit = t('This command asks no cloud and no Git host, so it knows neither drift nor results of pipelines.');
  return { text: printedLines([...lines, '', limit]) };
}
