/** The cluster of a line of code. */
import type { Location } from 'vscode-languageserver-types';
import type { Cluster, Platform } from '../../common/protocol';

/** The cluster whose module call, or that of one of its node pools or services, contains a line. @param line zero-based */
export function clusterAt(
  platforms: readonly Pick<Platform, 'clusters'>[],
  { uri, line }: { readonly uri: string; readonly line: number },
): Cluster | undefined {
  const contains = ({ uri: file, range }: Location): boolean =>
    file === uri && range.start.line <= line && line <= range.end.line;
  return platforms
    .flatMap(({ clusters }) => clusters)
    .find(cluster => [cluster, ...cluster.nodePools, ...cluster.services].some(({ location }) => contains(location)));
}
