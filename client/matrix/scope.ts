/** The part of a platform that an environment matrix shows. */
import type { MatrixScope } from '../../common/matrix/matrix';

/** @param argument of the command: an item of the view, a node of the diagram, or anything else. */
export function scopeOf(argument: unknown): MatrixScope | undefined {
  if (argument === null || typeof argument !== 'object') return undefined;
  const { kind, name } = argument as Record<string, unknown>;
  if (typeof name !== 'string') return undefined;
  if (kind === 'cluster') return { kind, name };
  return kind === 'nodePool' || kind === 'service' ? { kind: 'module', name } : undefined;
}

export const isSameScope = (one: MatrixScope | undefined, other: MatrixScope | undefined): boolean =>
  one?.kind === other?.kind && one?.name === other?.name;
