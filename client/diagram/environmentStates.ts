/** What Git tells about environments, for a platform diagram. */
import type { Diagram, DiagramNode, StateTexts, WaitingCommits } from '../../common/diagram/diagram';
import type { Stage } from '../promotion/stage';

/**
 * Labels for the arrows: how many commits wait for promotion.
 * @returns no entry for an environment if the previous environment's commit is unknown, as in a repository without a remote
 */
export const waitingCommits = (stages: readonly Stage[]): WaitingCommits[] =>
  stages.flatMap(({ environment, previous, source, waiting }) =>
    previous !== undefined && source ? [{ environment, commits: waiting.length }] : [],
  );

/** Adds the states of environments. */
export function withStates(diagram: Diagram, states: readonly StateTexts[]): Diagram {
  const byName = new Map(states.map(state => [state.environment, state]));
  const stated = (node: DiagramNode): DiagramNode => {
    const state = node.kind === 'environment' ? byName.get(node.name) : undefined;
    if (!state) return node;
    const facts = [...node.facts, ...state.texts.map(text => ({ text }))];
    return { ...node, facts, ...(state.problem ? { problem: state.problem } : {}) };
  };
  return byName.size === 0 ? diagram : { ...diagram, nodes: diagram.nodes.map(stated) };
}
