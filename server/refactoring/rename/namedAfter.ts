/** Names of files and rows that are made of the label of a module. */

/**
 * Renames what is called after a module, as `eks_a_cluster` is after `eks_a`: of several modules, after the one with the longest label. So
 * `eks_a_node_pool_gpu_large`, which is another module, stays when `eks_a_node_pool_gpu` is renamed.
 *
 * @param names of the modules that are renamed, old → new
 * @param modules labels of all that there are
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
