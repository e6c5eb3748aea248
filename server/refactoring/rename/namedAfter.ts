/** Names of files and README rows that contain the label of a module. */

/**
 * Renames what is named after a module, as `eks_a_cluster` is after `eks_a`; of several modules, the longest label decides. For example
 * `eks_a_node_pool_gpu_large`, a different module, is not affected by a rename of `eks_a_node_pool_gpu`.
 *
 * @param names of the renamed modules, old → new
 * @param modules labels of all modules
 */
export function renamedAfter(names: ReadonlyMap<string, string>, modules: Iterable<string>): (name: string) => string {
  const labels = new Set([...modules, ...names.keys()]);
  return name => {
    for (let end = name.length; end > 0; end = name.lastIndexOf('_', end - 1)) {
      const label = name.slice(0, end);
      if (labels.has(label)) return (names.get(label) ?? label) + name.slice(end);
    }
    return name;
  };
}
