/** Filters and sorts the rows of the environment matrix, for both the page and copied text. */
import { compareNumeric } from '../numericOrder';
import type { Matrix, MatrixCell, MatrixRow } from './matrix';

/** A row is shown if it has a cell of each selected kind. */
export type MatrixRestriction = 'differences' | 'unknown' | 'changes';

export interface MatrixView {
  /** Words that a row must all have, ignoring case. */
  filter: string;
  only: MatrixRestriction[];
  /** Absent for the order of the source. */
  sort?: MatrixSort;
}

export interface MatrixSort {
  /** 0: modules, 1: attributes, 2 and following: environments. */
  column: number;
  descending: boolean;
}

/** The column of the first environment. */
export const FIRST_ENVIRONMENT = 2;

const RESTRICTIONS: Readonly<Record<MatrixRestriction, (cell: MatrixCell) => boolean>> = {
  differences: ({ differs }) => differs === true,
  unknown: ({ unknown }) => unknown === true,
  changes: ({ change }) => change !== undefined,
};

export function visibleRows({ rows, environments }: Matrix, { filter, only, sort }: MatrixView): MatrixRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(row => only.every(each => row.cells.some(RESTRICTIONS[each])) && hasWords(row, words));
  if (!sort || sort.column >= FIRST_ENVIRONMENT + environments.length) return shown;
  const text = (row: MatrixRow): string => columnText(row, sort.column);
  const sign = sort.descending ? -1 : 1;
  // Unset values come last in both directions.
  return shown.sort((one, other) => {
    const [a, b] = [text(one), text(other)];
    return a === '' || b === '' ? Number(a === '') - Number(b === '') : sign * compareNumeric(a, b);
  });
}

function hasWords({ module, attribute, cells }: MatrixRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = [module, attribute, ...cells.map(cell => cell.text)].join('\n').toLowerCase();
  return words.every(word => text.includes(word));
}

/** @param column as in `MatrixSort` */
const columnText = ({ module, attribute, cells }: MatrixRow, column: number): string =>
  column === 0 ? module : column === 1 ? attribute : (cells[column - FIRST_ENVIRONMENT]?.text ?? '');
