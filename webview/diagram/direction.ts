/** Determines the node that an arrow key moves to. */
import type { DiagramNode } from '../../common/diagram/diagram';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/**
 * The nearest node in a direction; undefined if there is none. Up and down stay in an environment, left and right move to the same part in a
 * neighbouring environment.
 */
export function nodeInDirection(
  nodes: readonly DiagramNode[],
  from: DiagramNode,
  direction: Direction,
): DiagramNode | undefined {
  let best: DiagramNode | undefined;
  let nearest = Infinity;
  for (const node of nodes) {
    const distance = node === from ? Infinity : distanceTo(from, node, direction);
    if (distance >= nearest) continue;
    nearest = distance;
    best = node;
  }
  return best;
}

/**
 * The distance between the nodes' top left corners, in which sideways offsets count more; Infinity if the node is not in that direction.
 */
function distanceTo(from: DiagramNode, to: DiagramNode, direction: Direction): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const isDown = direction === 'ArrowDown' || direction === 'ArrowUp';
  const ahead = (isDown ? dy : dx) * (direction === 'ArrowUp' || direction === 'ArrowLeft' ? -1 : 1);
  const aside = Math.abs(isDown ? dx : dy);
  if (ahead <= 0) return Infinity;
  // Left and right move only between nodes of the same level: from a node pool, never to an environment that begins a little further.
  if (!isDown && from.kind !== to.kind) return Infinity;
  if (isDown && aside > Math.max(from.width, to.width)) return Infinity;
  return ahead + aside * (isDown ? 0.5 : 20);
}
