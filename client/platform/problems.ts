import type { PlatformNode } from './platformTree';

/** A diagnostic of this extension, with the data for the tree. */
export interface Problem {
  uri: string;
  /** Zero-based. */
  line: number;
  severity: 'error' | 'warning';
}

export interface ProblemCount {
  errors: number;
  warnings: number;
}

/** The problems of an item of the tree. */
export interface NodeProblems extends ProblemCount {
  readonly node: PlatformNode;
}

/**
 * Assigns problems to modules: to the last one that starts at or before their line. A problem above the first module of a file belongs to none. A
 * cluster also has those of its node pools and services.
 *
 * @returns counts by id of the node; a module has the same ones in every environment.
 */
export function problemsByNode(
  roots: readonly PlatformNode[],
  problems: readonly Problem[],
): Map<string, NodeProblems> {
  const byFile = new Map<string, PlatformNode[]>();
  for (const node of roots.flatMap(withDescendants)) {
    if (!node.module) continue;
    const nodes = byFile.get(node.module.uri) ?? [];
    nodes.push(node);
    byFile.set(node.module.uri, nodes);
  }
  const counts = new Map<string, NodeProblems>();
  for (const problem of problems) {
    const found = nodesAt(byFile.get(problem.uri) ?? [], problem.line);
    const clusters = found.flatMap(node => (isInCluster(node) ? (node.parent ?? []) : []));
    for (const node of [...found, ...new Set(clusters)]) {
      const count = counts.get(node.id) ?? { node, errors: 0, warnings: 0 };
      if (problem.severity === 'error') count.errors++;
      else count.warnings++;
      counts.set(node.id, count);
    }
  }
  return counts;
}

/** Whether a node pool or service is an item of its cluster. */
export const isInCluster = ({ parent }: PlatformNode): boolean => parent?.kind === 'cluster';

/** Ids of the nodes whose counts differ. */
export function changedIds(
  before: ReadonlyMap<string, ProblemCount>,
  after: ReadonlyMap<string, ProblemCount>,
): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(id => {
    const [old, now] = [before.get(id), after.get(id)];
    return old?.errors !== now?.errors || old?.warnings !== now?.warnings;
  });
}

/**
 * @param nodes nodes of one file.
 * @param line zero-based.
 * @returns the nodes, one per environment, of the module that the line is in or below.
 */
export function nodesAt(nodes: readonly PlatformNode[], line: number): PlatformNode[] {
  const start = (node: PlatformNode) => node.module?.range.start.line ?? Infinity;
  const nearest = Math.max(-1, ...nodes.map(start).filter(at => at <= line));
  return nodes.filter(node => start(node) === nearest);
}

/** The node and everything below it, from the top down. */
export function withDescendants(node: PlatformNode): PlatformNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}
