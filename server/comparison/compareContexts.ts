/** Describes and compares two sides. */
import type { Comparison } from '../../common/protocol';
import type { RequestContext } from '../semantics/requestContext';
import { compareSides } from './compare';
import { describeSide } from './describedSide';

/**
 * @param uri folder whose platforms are compared
 * @param environment only differences in this one
 */
export function* compareContexts(
  before: RequestContext,
  after: RequestContext,
  uri: string,
  environment?: string,
): Generator<undefined, Comparison> {
  const whole = yield* compareSides(
    yield* describeSide(before, uri),
    yield* describeSide(after, uri),
    after.model.schemas,
  );
  const isRequested = (name: string): boolean => environment === undefined || name === environment;
  const { versionOrder: order = [], ...others } = whole;
  const requestedOrder = order.filter(each => isRequested(each.environment));
  return {
    ...others,
    ...(requestedOrder.length > 0 ? { versionOrder: requestedOrder } : {}),
    environments: whole.environments.filter(isRequested),
    addedEnvironments: whole.addedEnvironments.filter(isRequested),
    removedEnvironments: whole.removedEnvironments.filter(isRequested),
    attributes: whole.attributes.filter(each => isRequested(each.environment)),
  };
}
