/** `kubestack_get_state`: committed and desired states of environments, as far as files and Git tell. */
import { platformStates } from '../state/platformStates';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { objectSchema, type JsonSchema } from './jsonSchema';
import type { RequestContext } from '../semantics/requestContext';
import { section, ToolError, optionalString, type Tool, type ToolHost } from './tool';
import { PATH_INPUT, pathInput, shownPath, targetOfPath } from './toolPaths';
import { shownName, shownNames } from './toolValue';

const NAME: JsonSchema = { type: 'string' };

/** The states of the platforms in a folder, as Git tells them. */
export async function statesOf(
  host: ToolHost,
  uri: string,
  { mainBranch = '', deployTagPattern = '' }: RequestContext['settings'],
) {
  const refs = await host.refs(uri, mainBranch);
  const states = await host.compute(uri, request =>
    platformStates(request, uri, refs, { tagPattern: deployTagPattern }),
  );
  return { refs, states };
}

/**
 * The commit that an environment runs. @param revision `deployed in apps`; other revisions are returned as they are
 * @throws ToolError if the environment doesn't exist or was never promoted to, or if platforms differ
 */
export async function deployedRevision(
  host: ToolHost,
  uri: string,
  settings: RequestContext['settings'],
  revision: string,
): Promise<string> {
  const [, name] = /^deployed in (\S+)$/.exec(revision) ?? [];
  if (name === undefined) return revision;
  const { states } = await statesOf(host, uri, settings);
  const all = states.flatMap(({ environments }) => environments);
  const commits = new Set(all.filter(each => each.environment === name).map(({ desired }) => desired?.commit));
  const [commit] = commits;
  if (!all.some(each => each.environment === name))
    throw new ToolError(
      `There is no environment "${name}". Use one of: ${shownNames([...new Set(all.map(each => each.environment))])}.`,
    );
  if (commit === undefined) throw new ToolError(`Nothing was promoted to ${name} yet. Pass a revision.`);
  if (commits.size > 1) throw new ToolError(`The platforms run different commits in ${name}: pass the path of one.`);
  return commit;
}

/** Names of branches have slashes, too. */
const shownBranch = (name: string): string => name.split('/').map(shownName).join('/');

export const stateTool: Tool = {
  name: 'kubestack_get_state',
  title: 'Get the state of environments',
  description:
    'Tells for each environment the commit of the main branch (committed) and what was promoted last (desired): its deploy tag, commit, day and person, and how much drift is accepted. It asks no cloud and no Git host, so it knows neither drift nor whether a pipeline has succeeded. Call it to learn what an environment runs, and what a merged change still waits for.',
  input: objectSchema({ path: PATH_INPUT, ...PAGE_INPUT }, []),
  output: answerSchema(
    { main_branch: NAME },
    {
      environments: objectSchema(
        {
          platform: NAME,
          environment: NAME,
          committed: NAME,
          desired: objectSchema({ commit: NAME, tag: NAME, at: NAME, by: NAME }, ['commit']),
          accepted_drift: objectSchema({ in_force: { type: 'integer' }, expired: { type: 'integer' } }, [
            'in_force',
            'expired',
          ]),
        },
        ['platform', 'environment', 'accepted_drift'],
      ),
    },
    ['main_branch', 'environments'],
  ),
  run: async (host, input) => {
    const { uri } = pathInput(host, input);
    const settings = await host.compute(uri, function* (request) {
      yield;
      if (targetOfPath(request, host, optionalString(input, 'path')).isFile)
        throw new ToolError('Pass a folder: the state is that of whole platforms.');
      return request.settings;
    });
    const { refs, states } = await statesOf(host, uri, settings);
    const entries = states.flatMap(({ platform, environments }) =>
      environments.map(({ environment, committed, desired, acceptedDrift }) => ({
        platform: shownPath(host, platform),
        environment,
        ...(committed === undefined ? {} : { committed }),
        ...(desired ? { desired } : {}),
        accepted_drift: { in_force: acceptedDrift.inForce, expired: acceptedDrift.expired },
      })),
    );
    const behind = entries.filter(({ committed, desired }) => committed !== undefined && desired?.commit !== committed);
    const names = shownNames(behind.map(({ environment }) => environment));
    return {
      summary:
        entries.length === 0
          ? 'There is no platform.'
          : names === ''
            ? `Every environment runs the newest commit of ${shownBranch(refs.mainBranch)}.`
            : `Not at the newest commit of ${shownBranch(refs.mainBranch)}: ${names}.`,
      head: { main_branch: refs.mainBranch },
      sections: [section('environments', entries, each => each)],
    };
  },
};
