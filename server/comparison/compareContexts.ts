/** `kubestack/compareConfigurations`: describes and compares two sides. */
import type { Comparison } from '../../common/protocol';
import type { RequestContext } from '../semantics/requestContext';
import { compareSides } from './compare';
import { comparisonMarkdown } from './comparisonMarkdown';
import { describeSide } from './describedSide';

/** @param uri folder whose platforms are compared */
export function* compareContexts(
  before: RequestContext,
  after: RequestContext,
  uri: string,
  options: { readonly environment?: string | undefined; readonly markdown?: boolean | undefined } = {},
): Generator<undefined, Comparison> {
  const whole = yield* compareSides(
    yield* describeSide(before, uri),
    yield* describeSide(after, uri),
    after.model.schemas,
  );
  const { environment } = options;
  const isRequested = (name: string): boolean => environment === undefined || name === environment;
  const { versionOrder: order = [], ...others } = whole;
  const requestedOrder = order.filter(each => isRequested(each.environment));
  const comparison: Comparison = {
    ...others,
    ...(requestedOrder.length > 0 ? { versionOrder: requestedOrder } : {}),
    environments: whole.environments.filter(isRequested),
    addedEnvironments: whole.addedEnvironments.filter(isRequested),
    removedEnvironments: whole.removedEnvironments.filter(isRequested),
    attributes: whole.attributes.filter(each => isRequested(each.environment)),
  };
  yield;
  return options.markdown ? { ...comparison, markdown: yield* comparisonMarkdown(comparison) } : comparison;
}
