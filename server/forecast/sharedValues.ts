/**
 * Values that are the same in all environments of a side: most of a platform's configuration doesn't depend on `terraform.workspace`, and merging the
 * environments of a cluster takes longer than all of its resources.
 */
import { memoize } from '../../common/memoize';
import type { EvaluatedExpression } from '../kubestack/modules/instanceReferences';
import type { ForecastSide } from './forecastSide';

/** By the address of the module and the name of the declaration. */
export class SharedValues {
  private readonly values = new Map<string, EvaluatedExpression>();

  /** Keeps the value, unless it depends on the environment. */
  computed(key: string, compute: () => EvaluatedExpression | undefined): EvaluatedExpression | undefined {
    const cached = this.values.get(key);
    if (cached) return cached;
    const computed = compute();
    if (computed && !computed.usesWorkspace) this.values.set(key, computed);
    return computed;
  }
}

/** The values of a side, as long as something refers to it. */
export const sharedValues = memoize((_side: ForecastSide): SharedValues => new SharedValues());
