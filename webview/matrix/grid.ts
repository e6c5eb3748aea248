/** The table of the environment matrix: an ARIA grid in which only the visible rows are elements of the page. */
import type { Matrix, MatrixRow } from '../../common/matrix/matrix';
import { FIRST_ENVIRONMENT, type MatrixSort } from '../../common/matrix/visibleRows';
import { visibleText } from '../../common/visibleText';
import { element } from '../elements';
import type { Texts } from '../../common/texts';
import { environmentCell } from './cells';
import { nodeRows } from './nodeRows';

/** Number of additional rows above and below the visible ones. */
const BEYOND = 8;
/** Estimated height of a row before one is drawn, in pixels. */
const ROW = 26;

/** Key of a cell's row: `head`, `nodes`, `zone:` with the name of a zone, or `row:` with the id of a row. */
export interface GridPosition {
  readonly row: string;
  readonly column: number;
}

export interface GridEvents {
  /** Another cell was focused. */
  moved(position: GridPosition): void;
  /** A cell was activated by a click or Enter. */
  activated(position: GridPosition): void;
  /** A key that the grid doesn't handle was pressed on a cell. */
  pressed(event: KeyboardEvent, position: GridPosition): void;
  scrolled(top: number): void;
}

export interface GridContent {
  readonly matrix: Matrix;
  readonly rows: readonly MatrixRow[];
  readonly platform: string;
  readonly sort: MatrixSort | undefined;
  readonly zones: boolean;
}

export class Grid {
  readonly element: HTMLElement;
  private readonly table: HTMLTableElement;
  private readonly head = element('thead', { attributes: { role: 'rowgroup' } });
  private readonly above = spacer();
  private readonly body = element('tbody', { attributes: { role: 'rowgroup' } });
  private readonly below = spacer();
  private readonly foot = element('tfoot', { attributes: { role: 'rowgroup' } });
  private content: GridContent | undefined;
  /** Keys of all rows in order, including those that are not drawn. */
  private keys: string[] = [];
  private indexes = new Map<string, number>();
  private drawn = new Map<string, HTMLTableRowElement>();
  private rowHeight = ROW;
  private active: GridPosition = { row: 'head', column: 0 };

  constructor(
    private readonly texts: Texts,
    private readonly events: GridEvents,
  ) {
    this.table = element('table', {
      attributes: { role: 'grid', 'aria-label': texts('table'), 'aria-readonly': 'true' },
      children: [this.head, this.above, this.body, this.below, this.foot],
    });
    this.element = element('div', { attributes: { id: 'grid', tabindex: '-1' }, children: [this.table] });
    this.element.addEventListener('scroll', () => {
      this.draw();
      events.scrolled(Math.round(this.element.scrollTop));
    });
    this.element.addEventListener('keydown', event => this.press(event));
    this.element.addEventListener('click', event => this.click(event));
    this.element.addEventListener('focusin', event => this.focused(event));
    this.element.addEventListener('contextmenu', event => this.focused(event));
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  /**
   * @param top new scroll position, if any
   * @param active the cell to focus, if it changes.
   */
  show(
    content: GridContent,
    { top, active }: { top?: number | undefined; active?: GridPosition | undefined } = {},
  ): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.content = content;
    const foot = nodeRows(content, this.texts);
    const footKeys = foot.map(row => row.dataset['key'] ?? '');
    this.keys = ['head', ...content.rows.map(({ id }) => `row:${id}`), ...footKeys];
    this.indexes = new Map(this.keys.map((key, index) => [key, index]));
    if (active) this.active = active;
    if (!this.indexes.has(this.active.row) || this.active.column >= this.columns)
      this.active = { row: 'head', column: 0 };
    this.table.setAttribute('aria-rowcount', String(this.keys.length));
    this.table.setAttribute('aria-colcount', String(this.columns));
    this.table.style.setProperty('--environments', String(content.matrix.environments.length));
    const headRow = this.headRow(content);
    this.head.replaceChildren(headRow);
    this.foot.replaceChildren(...foot);
    this.foot.classList.toggle('long', foot.length > 7);
    for (const [index, row] of [headRow, ...foot].entries())
      this.number(row, index === 0 ? 0 : this.keys.length - foot.length + index - 1);
    this.drawn = new Map();
    this.body.replaceChildren();
    this.draw();
    if (top !== undefined) {
      this.element.scrollTop = top;
      this.draw();
    }
    if (hadFocus) this.focus();
  }

  /** Focuses the cell that was focused last. */
  focus(): void {
    this.reveal(this.active.row);
    (this.cellAt(this.active) ?? this.element).focus({ preventScroll: true });
  }

  /** Draws the visible rows, and keeps those that are already drawn. */
  private draw(): void {
    const { content } = this;
    if (!content) return;
    const { rows } = content;
    const visible = Math.ceil(this.element.clientHeight / this.rowHeight) + 2 * BEYOND;
    const first = Math.max(
      0,
      Math.min(rows.length - visible, Math.floor(this.element.scrollTop / this.rowHeight) - BEYOND),
    );
    const last = Math.min(rows.length, first + visible);
    const before = this.drawn;
    const drawn = new Map<string, HTMLTableRowElement>();
    const elements: HTMLTableRowElement[] = [];
    for (let index = first; index < last; index++) {
      const row = rows[index]!;
      const tr = before.get(row.id) ?? this.number(this.bodyRow(row, content), index + 1);
      drawn.set(row.id, tr);
      elements.push(tr);
    }
    const hadFocus = this.body.contains(document.activeElement);
    if (elements.length !== this.body.childElementCount || elements.some((tr, at) => this.body.children[at] !== tr)) {
      for (const [id, tr] of before) if (!drawn.has(id)) tr.remove();
      elements.forEach((tr, at) => {
        if (this.body.children[at] !== tr) this.body.insertBefore(tr, this.body.children[at] ?? null);
      });
    }
    this.drawn = drawn;
    this.measure(elements[0]);
    setHeight(this.above, first * this.rowHeight);
    setHeight(this.below, (rows.length - last) * this.rowHeight);
    this.markActive();
    // If a removed row had the focus, the table gets it, so that keys still work.
    if (hadFocus && !this.body.contains(document.activeElement)) this.element.focus({ preventScroll: true });
  }

  private measure(row: HTMLElement | undefined): void {
    const height = row?.getBoundingClientRect().height ?? 0;
    if (height > 0) this.rowHeight = height;
  }

  private headRow({ matrix, sort }: GridContent): HTMLTableRowElement {
    const names = [this.texts('module'), this.texts('attribute'), ...matrix.environments.map(visibleText)];
    const cells = names.map((name, column) => {
      const sorted = sort?.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none';
      const isBase = matrix.environments[column - FIRST_ENVIRONMENT] === matrix.baseEnvironment;
      const mark = sorted === 'none' ? '' : sorted === 'ascending' ? ' ▲' : ' ▼';
      return element('th', {
        attributes: {
          role: 'columnheader',
          scope: 'col',
          'aria-sort': sorted,
          title: `${name}\n${this.texts('sortHint')}`,
        },
        children: [
          name,
          ...(isBase
            ? [element('span', { attributes: { class: 'remark' }, children: [` ${this.texts('base')}`] })]
            : []),
          element('span', { attributes: { 'aria-hidden': 'true' }, children: [mark] }),
        ],
      });
    });
    return element('tr', { attributes: { role: 'row', 'data-key': 'head' }, children: cells });
  }

  private bodyRow(row: MatrixRow, { matrix, platform }: GridContent): HTMLTableRowElement {
    const [module, attribute] = [visibleText(row.module), visibleText(row.attribute)];
    return element('tr', {
      attributes: { role: 'row', 'data-key': `row:${row.id}` },
      children: [
        element('td', {
          attributes: { role: 'gridcell', class: 'module', title: module, 'aria-label': module },
          children: [nameInParts(module, /^([^]*_)([^_]+)$/)],
        }),
        element('th', {
          attributes: {
            ...{ role: 'rowheader', scope: 'row', class: 'attribute' },
            ...{ title: `${module}\n${attribute}`, 'aria-label': attribute },
          },
          children: [nameInParts(attribute, /^([^]*\.)("[^]*"|[^".]+)$/)],
        }),
        ...row.cells.map((_, index) => environmentCell(row, index + FIRST_ENVIRONMENT, matrix, platform, this.texts)),
      ],
    });
  }

  /** @param index of the row among all rows, zero-based. */
  private number(row: HTMLTableRowElement, index: number): HTMLTableRowElement {
    row.setAttribute('aria-rowindex', String(index + 1));
    [...row.children].forEach((cell, column) => {
      cell.setAttribute('aria-colindex', String(column + 1));
      cell.setAttribute('tabindex', '-1');
    });
    return row;
  }

  private get columns(): number {
    return FIRST_ENVIRONMENT + (this.content?.matrix.environments.length ?? 0);
  }

  private rowAt(key: string): Element | undefined {
    if (key.startsWith('row:')) return this.drawn.get(key.slice(4));
    return [...this.head.children, ...this.foot.children].find(row => (row as HTMLElement).dataset['key'] === key);
  }

  private cellAt({ row, column }: GridPosition): HTMLElement | undefined {
    return this.rowAt(row)?.children[column] as HTMLElement | undefined;
  }

  private positionOf(target: EventTarget | null): GridPosition | undefined {
    const cell = target instanceof Element ? target.closest('td, th') : null;
    const row = cell?.closest('tr');
    const key = row?.dataset['key'];
    return cell && row && key !== undefined ? { row: key, column: [...row.children].indexOf(cell) } : undefined;
  }

  private focused(event: Event): void {
    const position = this.positionOf(event.target);
    if (position) this.activate(position);
  }

  private activate(position: GridPosition): void {
    const { active } = this;
    this.active = position;
    this.markActive();
    if (position.row !== active.row || position.column !== active.column) this.events.moved(position);
  }

  private markActive(): void {
    for (const each of this.table.querySelectorAll('[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    const cell = this.cellAt(this.active);
    // If the cell is not visible, Tab moves to the table itself.
    this.element.setAttribute('tabindex', cell ? '-1' : '0');
    cell?.setAttribute('tabindex', '0');
  }

  private click(event: MouseEvent): void {
    const position = this.positionOf(event.target);
    if (!position) return;
    this.activate(position);
    this.cellAt(position)?.focus({ preventScroll: true });
    this.events.activated(position);
  }

  private press(event: KeyboardEvent): void {
    const { key } = event;
    const { row, column } = this.active;
    const at = this.indexes.get(row) ?? 0;
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.rowHeight) - 3);
    const lastRow = this.keys.length - 1;
    const lastColumn = this.columns - 1;
    const control = event.ctrlKey || event.metaKey;
    if (key === 'ArrowDown') this.move(at + 1, column);
    else if (key === 'ArrowUp') this.move(at - 1, column);
    else if (key === 'ArrowRight') this.move(at, column + 1);
    else if (key === 'ArrowLeft') this.move(at, column - 1);
    else if (key === 'PageDown') this.move(at + page, column);
    else if (key === 'PageUp') this.move(at - page, column);
    else if (key === 'Home') this.move(control ? 0 : at, 0);
    else if (key === 'End') this.move(control ? lastRow : at, lastColumn);
    else if (key === 'Enter') this.events.activated(this.active);
    else return this.events.pressed(event, this.active);
    event.preventDefault();
  }

  private move(row: number, column: number): void {
    const key = this.keys[Math.max(0, Math.min(this.keys.length - 1, row))]!;
    this.activate({ row: key, column: Math.max(0, Math.min(this.columns - 1, column)) });
    this.focus();
  }

  /** Scrolls until a row is drawn and not covered. */
  private reveal(key: string): void {
    const index = this.indexes.get(key) ?? 0;
    if (key.startsWith('row:')) {
      const top = (index - 1) * this.rowHeight;
      const room = this.element.clientHeight - this.head.offsetHeight - this.foot.offsetHeight - this.rowHeight;
      if (top < this.element.scrollTop) this.element.scrollTop = top;
      else if (top > this.element.scrollTop + room) this.element.scrollTop = top - Math.max(0, room);
      this.draw();
    }
    const cell = this.cellAt({ row: key, column: this.active.column });
    if (cell) this.revealColumn(cell);
  }

  /** The first columns stay at the left edge, and cover the others. */
  private revealColumn(cell: HTMLElement): void {
    const box = cell.getBoundingClientRect();
    const window = this.element.getBoundingClientRect();
    const sticky = [...(this.head.firstElementChild?.children ?? [])]
      .slice(0, FIRST_ENVIRONMENT)
      .filter(each => getComputedStyle(each).left !== 'auto');
    if (sticky.includes(this.head.firstElementChild?.children[this.active.column] as Element)) return;
    const left = Math.max(window.left, ...sticky.map(each => each.getBoundingClientRect().right));
    if (box.left < left) this.element.scrollLeft -= left - box.left;
    else if (box.right > window.right) this.element.scrollLeft += Math.min(box.right - window.right, box.left - left);
  }
}

/**
 * Shortens long names at the start, since many rows share it.
 *
 * @param parts groups of the start and of the end
 */
function nameInParts(name: string, parts: RegExp): HTMLElement {
  const [, parents = '', own = name] = parts.exec(name) ?? [];
  const part = (kind: string, text: string): HTMLElement =>
    element('span', { attributes: { class: kind }, children: [text] });
  return element('div', {
    attributes: { class: 'path' },
    children: [...(parents === '' ? [] : [part('parents', parents)]), part('own', own)],
  });
}

/** A placeholder for the rows that are not drawn. */
const spacer = (): HTMLElement =>
  element('tbody', {
    attributes: { role: 'presentation', class: 'spacer', 'aria-hidden': 'true' },
    children: [element('tr', { children: [element('td')] })],
  });

function setHeight(spacer: HTMLElement, height: number): void {
  const cell = spacer.querySelector('td');
  if (cell) cell.style.height = `${height}px`;
}
