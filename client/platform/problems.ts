import type { Location } from 'vscode-languageserver-types';
import { lastSegment } from './platformName';
import { OTHER_PROBLEMS, otherProblemsNode, type PlatformNode } from './platformTree';
import { isWithin } from '../../common/within';

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
 * Assigns problems to modules: to the last one that starts at or before their line, in the environments that they concern. A cluster also has those
 * of its node pools and services. A problem outside of modules belongs to the item of its platform. A tree with one platform has no such item, and
 * some files are in no platform: their problems have an item of their own, which is not in `roots`.
 *
 * @returns counts by id of the node.
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
  const platforms = roots
    .filter(({ kind }) => kind === 'platform')
    .sort((one, other) => other.platform.length - one.platform.length);
  const counts = new Map<string, NodeProblems>();
  const others: Problem[] = [];
  for (const problem of problems) {
    const found = nodesAt(byFile.get(problem.uri) ?? [], problem.line);
    const concerned = concernedNodes(found, problem);
    const clusters = concerned.flatMap(node => (isInCluster(node) ? (node.parent ?? []) : []));
    const platform = platforms.find(({ platform: uri }) => isWithin(problem.uri, uri));
    const nodes = found.length > 0 ? [...concerned, ...new Set(clusters)] : platform ? [platform] : [];
    for (const node of nodes) {
      const count = counts.get(node.id) ?? { node, errors: 0, warnings: 0 };
      if (problem.severity === 'error') count.errors++;
      else count.warnings++;
      counts.set(node.id, count);
    }
    if (nodes.length === 0) others.push(problem);
  }
  const [root] = roots;
  const first = others.find(({ severity }) => severity === 'error') ?? others[0];
  if (root && first) {
    const files = others.map(({ uri }) => lastSegment(uri));
    counts.set(OTHER_PROBLEMS, { node: otherProblemsNode(root.platform, startOf(first), files), ...countsOf(others) });
  }
  return counts;
}

const countsOf = (problems: readonly Problem[]): ProblemCount => ({
  errors: problems.filter(({ severity }) => severity === 'error').length,
  warnings: problems.filter(({ severity }) => severity === 'warning').length,
});

function startOf({ uri, line }: Problem): Location {
  const start = { line, character: 0 };
  return { uri, range: { start, end: start } };
}

/**
 * A problem in the block of an environment concerns that environment; in the base's block, also those that inherit from it. A problem elsewhere in
 * the module concerns all.
 *
 * @param nodes of one module, one per environment.
 */
function concernedNodes(nodes: readonly PlatformNode[], { uri, line }: Problem): PlatformNode[] {
  const block = nodes.find(
    ({ location, module }) =>
      location !== undefined &&
      location !== module &&
      location.uri === uri &&
      location.range.start.line <= line &&
      line <= location.range.end.line,
  )?.environment;
  if (block === undefined) return [...nodes];
  return nodes.filter(({ environment, inheritsFrom }) => environment === block || inheritsFrom === block);
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
