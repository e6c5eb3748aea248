/** Finds a place for problems of the platform as a whole. */
import type { SourceRange } from '../../hcl/model';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import type { CheckContext } from '../engine/checkContext';
import { clusterCalls } from '../platform/platformLayout';

/** The first `terraform` block of the root module, otherwise the label of the first cluster, otherwise of the first call. */
export function platformRange(context: CheckContext): SourceRange {
  const [block] = context.root.folder?.declarations('terraform', '') ?? [];
  if (block) return rangeIn(block.item, { start: block.block.start, end: block.block.start + block.block.type.length });
  const [call = context.calls[0]!] = clusterCalls(context);
  return labelRange(call.declaration);
}
