/** What `kubestack_preview_change` knows about the stages of replacements: what the environments run, as Git tells it. */
import {
  blocksText,
  CURRENT_FILES,
  progressOf,
  stageTitle,
  type DeployedEnvironment,
  type StagedProgress,
} from '../../common/replacement/stagedChange';
import { revisionOfPlatform, stagedChanges, type RevisionOfPlatform } from '../scaffold/replacement/stagesInCode';
import type { RequestContext } from '../semantics/requestContext';
import { statesOf } from './stateTool';
import { optionalString, section, ToolError, type AnswerSection, type ToolHost, type ToolInput } from './tool';
import { pathInput, targetOfPath } from './toolPaths';

/** The main branch and the environments with the code that they run. */
export interface DeployedRevisions {
  /** Undefined without a repository. */
  readonly main: string | undefined;
  /** Empty if nothing tells what the environments run. */
  readonly environments: readonly DeployedEnvironment[];
  readonly revisions: ReadonlyMap<string, RevisionOfPlatform | undefined>;
}

const NOTHING: DeployedRevisions = { main: undefined, environments: [], revisions: new Map() };

export async function deployedRevisions(host: ToolHost, input: ToolInput): Promise<DeployedRevisions> {
  const { uri } = pathInput(host, input);
  const { folderUri, settings } = await host.compute(uri, function* (request) {
    yield;
    return {
      folderUri: targetOfPath(request, host, optionalString(input, 'path')).folderUri,
      settings: request.settings,
    };
  });
  try {
    const { refs, states } = await statesOf(host, folderUri, settings);
    const [platform] = states;
    if (!platform) return NOTHING;
    const environments = platform.environments.map(({ environment, desired }) => ({
      environment,
      commit: desired?.commit,
    }));
    // Without deploy tags, the team may deploy in another way.
    const isTagged = platform.environments.some(({ desired }) => desired?.tag !== undefined);
    const commits = new Set(
      [refs.main, ...environments.map(({ commit }) => commit)].filter(each => each !== undefined),
    );
    const revisions = new Map<string, RevisionOfPlatform | undefined>();
    for (const commit of commits) {
      const sides = await host.revisions(folderUri, commit, undefined);
      revisions.set(commit, revisionOfPlatform(sides.before, sides.uri));
    }
    return { main: refs.main, environments: isTagged ? environments : [], revisions };
  } catch (error) {
    // Without a repository, the agent says what is applied.
    if (error instanceof ToolError) return NOTHING;
    throw error;
  }
}

/** The replacement of a module with this name, in the current files or in what an environment runs. */
export function progressIn(
  request: RequestContext,
  folderUri: string,
  name: string | undefined,
  { main, environments, revisions }: DeployedRevisions,
): StagedProgress | undefined {
  const all = new Map([[CURRENT_FILES, revisionOfPlatform(request, folderUri)], ...revisions]);
  const found = stagedChanges(all).find(({ old, next }) => old === name || next === name);
  return found && progressOf(found, main, environments);
}

/** The same after the previewed change. */
export const stagesAfter = (
  after: RequestContext,
  folderUri: string,
  input: ToolInput,
  staged: DeployedRevisions,
): StagedProgress | undefined => progressIn(after, folderUri, optionalString(input, 'name'), staged);

export const stagesSection = (progress: StagedProgress | undefined): AnswerSection =>
  section('stages', progress?.states ?? [], ({ stage, state, environments }) => {
    const waits = progress && state !== 'done' ? blocksText(progress.blocks) : '';
    return {
      title: progress ? stageTitle(stage, progress.change) : stage,
      state,
      environments,
      ...(waits === '' ? {} : { waits_for: waits }),
    };
  });
