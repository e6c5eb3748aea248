/** A scaffold with the answers that are usual where the cursor is. */
import type { ScaffoldKind } from '../../common/protocol';

export interface ScaffoldOffer {
  readonly title: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
}
