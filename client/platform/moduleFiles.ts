/** Determines the files and folders of platforms in the explorer, and their content. */
import type { Platform } from '../../common/protocol';

/** The parts of platforms that a file declares, or the platform in a folder. */
export interface MarkedContent {
  readonly kind: 'platform' | 'modules';
  /** Names of environments in promotion order, or of modules in the order of the platform. */
  readonly names: readonly string[];
}

/** @returns the content by URI, without files that declare no cluster, node pool or service */
export function moduleFiles(platforms: readonly Platform[]): Map<string, MarkedContent> {
  const names = new Map<string, string[]>();
  for (const { clusters, services } of platforms) {
    const parts = clusters.flatMap(cluster => [cluster, ...cluster.nodePools, ...cluster.services]);
    for (const { name, location } of [...parts, ...services])
      names.set(location.uri, [...(names.get(location.uri) ?? []), name]);
  }
  return new Map<string, MarkedContent>([
    ...platforms.map(({ uri, environments }) => [uri, { kind: 'platform', names: environments }] as const),
    ...[...names].map(([uri, modules]) => [uri, { kind: 'modules', names: modules }] as const),
  ]);
}
