/** Finds the user's kustomize, or kubectl, which has kustomize built in. */
import { t } from '../localization';
import { compareVersions } from '../compareVersions';
import type { RenderingHost } from './renderingHost';

/** Oldest version of kustomize that supports all fields of an overlay as the provider does. kubectl includes it since 1.27. */
const MINIMUM_KUSTOMIZE = '5.0.0';

export interface KustomizeProgram {
  readonly name: 'kustomize' | 'kubectl';
  readonly file: string;
  /** Version of kustomize, also of the one built into kubectl. */
  readonly version: string;
  /** Arguments between the program's name and the folder. */
  readonly parameters: readonly string[];
}

const CANDIDATES = [
  { name: 'kustomize', versionArguments: ['version'], parameters: ['build'] },
  { name: 'kubectl', versionArguments: ['version', '--client'], parameters: ['kustomize'] },
] as const;

/**
 * Asks the programs on PATH for their versions.
 * @returns the first suitable one, or one sentence per program that was found on why it is not suitable
 */
export async function findKustomize(
  host: RenderingHost,
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<KustomizeProgram | { readonly problems: readonly string[] }> {
  const problems: string[] = [];
  for (const { name, versionArguments, parameters } of CANDIDATES) {
    const file = await host.locate(name);
    if (file === undefined) continue;
    const { stdout } = await host.run(file, versionArguments, { folder, variables });
    const version = kustomizeVersion(stdout);
    if (version === undefined) problems.push(t('{0} does not say which version of kustomize it has.', file));
    else if (compareVersions(version, MINIMUM_KUSTOMIZE) < 0)
      problems.push(t('{0} has kustomize {1}; {2} or newer is needed.', file, version, MINIMUM_KUSTOMIZE));
    else return { name, file, version, parameters };
  }
  return { problems };
}

/** @param text `v5.5.0`, `{Version:kustomize/v4.5.7 …}`, or the lines of kubectl */
export function kustomizeVersion(text: string): string | undefined {
  const own = /^Kustomize Version: v(\d+\.\d+\.\d+\S*)/m.exec(text) ?? /^v(\d+\.\d+\.\d+\S*)\s*$/m.exec(text);
  return (own ?? /^\{Version:(?:kustomize\/)?v(\d+\.\d+\.\d+[^\s}]*)/m.exec(text))?.[1];
}
