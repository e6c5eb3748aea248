/** An item of the plan view as plain data: planTree.ts creates items, planView.ts shows them. */
import { uriComponent } from '../../../../common/uriComponent';
import type { PlanItemKind } from '../../../core/ids';
import type { PlanRange } from '../../../../common/plan/plan';
import type { Style } from './actionStyles';

/** What activating an item opens. */
export type PlanNodeTarget =
  /** The two sides of a change. `id` is its id in the list named by `of`, or the name of an output. */
  | { kind: 'difference'; of: 'changes' | 'drift' | 'outputs'; id: string }
  /** A location in a file, or the raw log if there is none. */
  | { kind: 'location'; file: string; range: PlanRange }
  | { kind: 'log' }
  /** A command of this extension, called with the item. */
  | { kind: 'command'; command: string; title: string };

export interface PlanNode extends Partial<Style> {
  kind: PlanItemKind;
  /** Unique in the tree, and stable across refreshes. */
  id: string;
  label: string;
  /** Text after the label; can be empty. */
  description: string;
  /** Lines of the tooltip, created on demand. */
  details: () => string[];
  /** Label for screen readers. */
  accessibilityLabel: string;
  /** Folder of the platform, as a URI. */
  platform: string;
  /** Undefined only for a platform. */
  environment?: string;
  /** Set for the items of a drift check. */
  purpose?: 'drift';
  /** Address of the resource, if it is one. */
  address?: string;
  target?: PlanNodeTarget;
  expanded: boolean;
  parent?: PlanNode;
  /** Created once, on demand. Undefined if there can't be any. */
  children?: () => readonly PlanNode[];
}

/** Creates children on first use, and sets their parent. */
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

/** @returns an id below another one; steps can be any text. */
export function idBelow(parent: string, step: string): string {
  return `${parent}/${uriComponent(step)}`;
}
