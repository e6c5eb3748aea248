/** Adds the states of environments to a platform diagram. */
import type { Diagram, DiagramNode, StateTexts } from '../../common/diagram/diagram';

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
