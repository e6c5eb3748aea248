/** Rows of the environment matrix without values. */
import type { MatrixRow } from '../../../common/matrix/matrix';
import { printKey } from '../../semantics/hclPrinter';

/** @param module its name in the platform. @param path of an attribute, below the environment. */
export const rowId = (module: string, path: readonly string[]): string => JSON.stringify([module, ...path]);

/** A row of an attribute that no environment sets. */
export const emptyRow = (module: string, path: readonly string[], environments: number): MatrixRow => ({
  id: rowId(module, path),
  module,
  attribute: path.map(printKey).join('.'),
  cells: Array.from({ length: environments }, () => ({ text: '' })),
});
