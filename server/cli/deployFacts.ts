/** What the gate has to know about a repository to judge tags and pushes: which tags deploy, and the main branch. Reads only this clone. */
import { now } from '../../common/now';
import { ownRepository } from '../../common/node/git/ownRepository';
import { findMainBranch } from '../../common/promotion/findMainBranch';
import { localTagNames } from '../../common/promotion/readTags';
import { ruleOf } from '../../common/promotion/tagRule';
import type { DeployFacts } from '../gate/gitActions';
import type { RequestContext } from '../semantics/requestContext';
import { deployments } from '../state/platformStates';
import { fsPathOf } from '../workspace/uri';
import { gitReader } from './gitReader';

/** @param rootUri folder of the repository, with its platforms. @throws Error where Git can't be read */
export async function deployFacts(request: RequestContext, rootUri: string): Promise<DeployFacts> {
  const { mainBranch: setting = '', deployTagPattern = '' } = request.settings;
  const git = gitReader(fsPathOf(rootUri));
  await ownRepository(git);
  const { branch: mainBranch } = await findMainBranch(git, setting, false);
  const folder = (await git.run(['rev-parse', '--show-prefix'])).trim().replace(/\/$/, '');
  const refs = { mainBranch, folder, tagNames: await localTagNames(git) };
  const found = now(deployments(request, rootUri, refs, { tagPattern: deployTagPattern }));
  return {
    mainBranch,
    isTag: name => refs.tagNames.includes(name),
    tagAction: name => {
      if (found.some(({ rules }) => ruleOf(rules, name) !== undefined)) return 'promote';
      // Pipelines can apply tags that no rule of an environment matches.
      const outcomes = found.flatMap(({ pipelines, environments }) =>
        environments.map(each => pipelines.outcomeOf(name, each).kind),
      );
      if (outcomes.some(kind => kind === 'applied' || kind === 'appliedElsewhere')) return 'promote';
      return outcomes.includes('unknown') ? 'unread' : undefined;
    },
  };
}
