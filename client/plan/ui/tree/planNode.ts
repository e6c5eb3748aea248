/** One item of the plan view, as plain data: planTree.ts makes them, planView.ts shows them. */
import { uriComponent } from '../../../../common/uriComponent';
import type { PlanItemKind } from '../../../core/ids';
import type { PlanRange } from '../../../../common/plan/plan';
import type { Style } from './actionStyles';

/** What opens when an item is chosen. */
export type PlanNodeTarget =
  /** The two sides of a change. `id` as in the list that `of` names; the name of an output. */
  | { kind: 'difference'; of: 'changes' | 'drift' | 'outputs'; id: string }
  /** A place in a file, or the raw log where there is none. */
  | { kind: 'place'; file: string; range: PlanRange }
  | { kind: 'log' }
  /** A command of ours, called with the item. */
  | { kind: 'command'; command: string; title: string };

export interface PlanNode extends Partial<Style> {
  kind: PlanItemKind;
  /** Unique in the tree and the same after every refresh. */
  id: string;
  label: string;
  /** What stands behind the label; may be empty. */
  description: string;
  /** Lines of the tooltip; made when it is asked for. */
  details: () => string[];
  /** What a screen reader says. */
  accessibilityLabel: string;
  /** Folder of the platform, as a URI. */
  platform: string;
  /** Absent on a platform only. */
  environment?: string;
  /** Address of the resource, where it is one. */
  address?: string;
  target?: PlanNodeTarget;
  expanded: boolean;
  parent?: PlanNode;
  /** Made when they are asked for, once. Missing where there can't be any. */
  children?: () => readonly PlanNode[];
}

/** Makes children on first use, and their parent known to them. */
export function withChildren(node: PlanNode, make: () => readonly PlanNode[]): PlanNode {
  let made: readonly PlanNode[] | undefined;
  node.children = () => {
    if (made) return made;
    made = make();
    for (const child of made) child.parent = node;
    return made;
  };
  return node;
}

/** @returns an id below another one; any text may be a step. */
export function idBelow(parent: string, step: string): string {
  return `${parent}/${uriComponent(step)}`;
}
