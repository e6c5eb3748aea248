/** Marks values in the environment matrix that differ from an earlier revision, and adds removed attributes. */
import type { MatrixCell, MatrixChange, MatrixRow } from '../../../common/matrix/matrix';
import type { ComparedAttribute, Comparison } from '../../../common/protocol';
import { onOneLine, shortened } from '../../../common/shortened';
import { printJson } from '../../semantics/hclPrinter';
import { emptyRow, rowId } from './matrixRow';

/** Maximum length of a value, in characters. */
const MAX_TEXT_LENGTH = 200;

export class ChangedCells {
  /** Modules that were not marked yet, by name. */
  private readonly changes = new Map<string, ComparedAttribute[]>();

  /** @param isShown whether a module is among the rows, by its name in the platform. */
  constructor(
    comparison: Comparison,
    private readonly environments: readonly string[],
    isShown: (module: string) => boolean,
  ) {
    for (const change of comparison.attributes) {
      // A platform in a subfolder is another one.
      if (change.platform !== undefined || !isShown(change.module)) continue;
      const others = this.changes.get(change.module);
      if (others) others.push(change);
      else this.changes.set(change.module, [change]);
    }
  }

  /** The rows of a module with their changes; rows of removed attributes are last. */
  marked(module: string, rows: readonly MatrixRow[]): MatrixRow[] {
    const byId = new Map(rows.map(row => [row.id, row]));
    for (const change of this.changes.get(module) ?? []) {
      const column = this.environments.indexOf(change.environment);
      if (column < 0) continue;
      const id = rowId(module, change.path);
      const row = byId.get(id) ?? emptyRow(module, change.path, this.environments.length);
      byId.set(id, row);
      const cell: MatrixCell = { ...row.cells[column]!, change: changeOf(change) };
      row.cells[column] = cell;
    }
    this.changes.delete(module);
    return [...byId.values()];
  }

  /** The rows of removed modules. Must be called after all others are marked. */
  goneModules(): MatrixRow[] {
    return [...this.changes.keys()].flatMap(module => this.marked(module, []));
  }
}

function changeOf({ change, before, beforeExpression }: ComparedAttribute): MatrixChange {
  if (change === 'added') return {};
  const text = beforeExpression ?? printJson(before);
  return { before: shortened(onOneLine(text), MAX_TEXT_LENGTH) };
}
