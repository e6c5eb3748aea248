/** The line below the matrix: the unshortened content of the focused cell, and its actions. */
import type { Matrix, MatrixRow } from '../../common/matrix/matrix';
import { FIRST_ENVIRONMENT } from '../../common/matrix/visibleRows';
import { visibleText } from '../../common/visibleText';
import { button, element } from '../elements';
import type { Texts } from '../../common/texts';
import { remarks } from './cells';

export interface DetailsEvents {
  open(): void;
  change(): void;
}

export class Details {
  readonly element: HTMLElement;
  private readonly text = element('span', { attributes: { class: 'details-text' } });
  private readonly open: HTMLButtonElement;
  private readonly change: HTMLButtonElement;

  constructor(
    private readonly texts: Texts,
    events: DetailsEvents,
  ) {
    this.open = button(texts('open'), texts('openHint'), () => events.open());
    this.change = button('', '', () => events.change());
    this.element = element('footer', {
      attributes: { id: 'details' },
      children: [this.text, this.open, this.change],
    });
  }

  /** @param column of an environment; other columns have no details. */
  show(row: MatrixRow | undefined, column: number, matrix: Matrix): void {
    const index = column - FIRST_ENVIRONMENT;
    const cell = row?.cells[index];
    const environment = matrix.environments[index];
    if (!row || !cell || environment === undefined) {
      this.text.textContent = '';
      this.open.hidden = this.change.hidden = true;
      return;
    }
    const name = `${visibleText(row.module)} · ${visibleText(row.attribute)} · ${visibleText(environment)}`;
    const value = cell.text === '' ? '' : ` = ${visibleText(cell.text)}`;
    const parts = [remarks(cell, environment, matrix, this.texts).join(', '), visibleText(cell.why ?? '')];
    this.text.textContent = `${name}${value} — ${parts.filter(Boolean).join(' — ')}`;
    this.text.title = this.text.textContent;
    this.open.hidden = !cell.place;
    const isInherited = cell.origin === 'inherited';
    this.change.hidden = !cell.place || !canChange(row, column, matrix);
    this.change.textContent = this.texts(isInherited ? 'override' : 'reset');
    this.change.title = this.texts(isInherited ? 'overrideHint' : 'resetHint');
  }
}

/** Whether a cell can be overridden or reset, which is not possible in the base environment. */
export function canChange(row: MatrixRow, column: number, { environments, baseEnvironment }: Matrix): boolean {
  const index = column - FIRST_ENVIRONMENT;
  const origin = row.cells[index]?.origin;
  return origin !== undefined && environments[index] !== baseEnvironment;
}
