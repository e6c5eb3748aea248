/** One call of a Kubestack module, in one instance of the module that contains it. */
import type { Item, Span } from '../../syntax/ast';
import type { SourceRange } from '../../hcl/model';
import type { Declaration } from '../../workspace/declarations';
import type { ModuleInstance } from './moduleInstance';
import type { ModuleInterface } from './moduleInterface';

export interface ModuleCall {
  readonly name: string;
  /** `module.a.module.b`, starting at the root module. */
  readonly address: string;
  readonly instance: ModuleInstance;
  readonly declaration: Declaration;
  readonly module: ModuleInterface;
}

export const rangeIn = (item: Item, span: Span): SourceRange => ({ item, start: span.start, end: span.end });

/** The label of the call's block. */
export function labelRange(declaration: Declaration): SourceRange {
  const label = declaration.block.labels.at(-1);
  return rangeIn(declaration.item, label ?? { start: 0, end: declaration.block.type.length });
}
