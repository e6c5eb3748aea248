/** Revisions such as `deployed in apps` in inputs of the tool `kubestack_compare`. */

import { ownProperty } from '../../common/ownProperty';

const DEPLOYED = /^deployed in (\S+)$/;

/**
 * Replaces them by commits. The server can't, since it reads no Git repository.
 * @param stateOf returns the answer of `kubestack_get_state` for a path, as JSON
 * @throws Error if nothing was promoted to an environment
 */
export async function withDeployedCommits(
  input: unknown,
  stateOf: (path: unknown) => Promise<string>,
): Promise<unknown> {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const names = ['base', 'head'].flatMap(side => {
    const [, name] = DEPLOYED.exec(String(ownProperty(given, side))) ?? [];
    return name === undefined ? [] : [{ side, name }];
  });
  if (names.length === 0) return input;
  const state = JSON.parse(await stateOf(given['path'] ?? '.')) as {
    environments: readonly { environment: string; desired?: { commit: string } }[];
  };
  const commits = names.map(({ side, name }) => {
    const commit = state.environments.find(({ environment }) => environment === name)?.desired?.commit;
    if (commit === undefined) throw new Error(`Nothing was promoted to an environment "${name}" yet. Pass a revision.`);
    return [side, commit] as const;
  });
  return { ...given, ...Object.fromEntries(commits) };
}
