/** Shortens names, versions and paths where the context shows the rest. */
import { shortened } from './shortened';

/**
 * @param cluster label of the cluster's module
 * @param names labels of its node pools or services; by the naming rules, each begins with the cluster's label
 * @returns the short name of each, for example `nginx` for `eks_gc0_eu-west-1_service_nginx`. A name that does not follow the rules, or would
 * not be unique, is not shortened.
 */
export function shortNames(cluster: string, names: readonly string[]): string[] {
  const short = names.map(name => shortName(cluster, name));
  return short.map((name, index) => (short.indexOf(name) === short.lastIndexOf(name) ? name : names[index]!));
}

function shortName(cluster: string, name: string): string {
  const own = name.startsWith(`${cluster}_`) ? name.slice(cluster.length + 1) : '';
  // Older generations call a platform service a feature.
  return own.replace(/^(?:node_pool|service|feature)_(?=.)/, '') || name;
}

/** Maximum length of a version that is shown in full. Branch names can be longer. */
const MAX_VERSION_LENGTH = 20;

/** Shortens commits and long branch names; other versions are not changed. */
export const shortVersion = (version: string): string =>
  /^[0-9a-f]{40}$/.test(version) ? version.slice(0, 7) : shortened(version, MAX_VERSION_LENGTH);

/** The shortest ends of paths that differ from those of all other paths. */
export function shortPaths(paths: readonly string[]): string[] {
  if (paths.length < 2) return [...paths];
  const counts = new Map<string, number>();
  for (const end of paths.flatMap(endsOf)) counts.set(end, (counts.get(end) ?? 0) + 1);
  return paths.map(path => endsOf(path).find(end => counts.get(end) === 1) ?? path);
}

/** `c`, `b/c` and `a/b/c`. */
function endsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(parts.length - 1 - index).join('/'));
}
