/** The page of the environment matrix: shows the server's matrix and sends the host the user's actions. */
import type { Matrix, MatrixRow } from '../../common/matrix/matrix';
import type { MatrixFormat } from '../../common/matrix/matrixText';
import { FIRST_ENVIRONMENT, visibleRows, type MatrixRestriction } from '../../common/matrix/visibleRows';
import {
  isMatrixState,
  MATRIX_HOST_MESSAGES,
  type MatrixHostMessage,
  type MatrixPageMessage,
  type MatrixQuestion,
  type MatrixState,
} from '../../common/webview/matrixMessages';
import { button, element } from '../elements';
import { connectHost, elementById } from '../host';
import { counted, filledTexts, type Texts } from '../../common/texts';
import { canChange, Details } from './details';
import { Grid, type GridPosition } from './grid';
import { Toolbar } from './toolbar';

class MatrixPage {
  private readonly host = connectHost<MatrixHostMessage, MatrixPageMessage, MatrixState>(
    MATRIX_HOST_MESSAGES,
    message => this.receive(message),
  );
  private state: MatrixState | undefined;
  private texts: Texts = name => name;
  private toolbar!: Toolbar;
  private grid!: Grid;
  private details!: Details;
  private readonly nothing = element('p', { attributes: { id: 'nothing', role: 'status', hidden: '' } });
  private matrix: Matrix | undefined;
  private rows: MatrixRow[] = [];

  run(): void {
    this.host.post({ type: 'ready' });
  }

  private receive(message: MatrixHostMessage): void {
    if (message.type === 'start') this.start(message);
    else if (!this.state) return;
    else if (message.type === 'show') this.show(message.matrix);
    else if (message.type === 'revision') this.setRevision(message.revision);
    else if (message.type === 'copied') this.toolbar.showCount(this.texts('copied', message.rows));
    else this.showNothing(message.reason);
  }

  private start({ texts, state, canCompare }: Extract<MatrixHostMessage, { type: 'start' }>): void {
    if (this.state) return;
    const kept = this.host.savedState;
    this.state = isMatrixState(kept) ? { ...kept, platform: state.platform } : state;
    this.keep({});
    this.texts = filledTexts(texts);
    this.toolbar = new Toolbar(
      this.texts,
      {
        scope: scope => this.request({ scope }),
        filter: filter => this.look({ filter }),
        restrict: restriction => this.restrict(restriction),
        compare: () => this.compare(),
        copy: format => this.copy(format),
        leave: () => this.grid.focus(),
      },
      canCompare,
    );
    this.grid = new Grid(this.texts, {
      moved: position => this.moved(position),
      activated: position => this.activated(position),
      pressed: (event, position) => this.pressed(event, position),
      scrolled: top => this.keep({ top }),
    });
    this.details = new Details(this.texts, {
      open: () => this.sendAction('open'),
      change: () => this.sendAction('change'),
    });
    const main = element('main', { attributes: { id: 'content' }, children: [this.grid.element, this.nothing] });
    const title = element('h1', {
      attributes: { class: 'only-for-screen-readers' },
      children: [this.texts('table')],
    });
    const header = element('header', { children: [title, this.toolbar.element] });
    elementById('page', HTMLElement).replaceChildren(header, main, this.details.element);
    this.toolbar.show(this.state);
    this.grid.element.hidden = true;
    addEventListener('keydown', event => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.toolbar.focusFilter();
    });
  }

  private show(matrix: Matrix): void {
    const { state } = this;
    if (!state) return;
    const isFirst = this.matrix === undefined;
    this.matrix = matrix;
    this.toolbar.showModules(matrix.modules, state.scope);
    const active = state.row === undefined ? undefined : { row: state.row, column: state.column ?? 0 };
    this.draw(isFirst ? { top: state.top, active } : {});
  }

  private draw(at: Parameters<Grid['show']>[1] = {}): void {
    const { state, matrix } = this;
    if (!state || !matrix) return;
    this.rows = visibleRows(matrix, state);
    this.grid.element.hidden = false;
    const { sort, platform, zones = false } = state;
    this.grid.show({ matrix, rows: this.rows, platform, sort, zones }, at);
    this.toolbar.show(state);
    const [shown, all] = [this.rows.length, matrix.rows.length];
    this.toolbar.showCount(shown === all ? counted(this.texts, 'count', all) : this.texts('countFiltered', shown, all));
    const messages = [
      ...(shown === 0 ? [this.texts('none')] : []),
      ...(matrix.omitted > 0 ? [counted(this.texts, 'omitted', matrix.omitted)] : []),
      ...matrix.problems,
    ];
    this.nothing.hidden = messages.length === 0;
    const isRestricted = shown === 0 && all > 0;
    this.nothing.replaceChildren(
      ...messages.map(each => element('span', { children: [each] })),
      ...(isRestricted ? [button(this.texts('showAll'), this.texts('showAllHint'), () => this.showAll())] : []),
    );
    this.showDetails();
  }

  private showAll(): void {
    this.look({ filter: '', only: [] });
    this.grid.focus();
  }

  private showNothing(reason: string): void {
    this.matrix = undefined;
    this.grid.element.hidden = true;
    this.nothing.hidden = false;
    this.nothing.textContent = reason;
    this.details.element.hidden = true;
  }

  private showDetails(): void {
    const { state, matrix } = this;
    if (!state || !matrix) return;
    this.details.element.hidden = false;
    this.details.show(this.rowOf(state.row), state.column ?? 0, matrix);
  }

  private moved({ row, column }: GridPosition): void {
    this.keep({ row, column });
    this.showDetails();
  }

  private activated({ row, column }: GridPosition): void {
    if (row === 'head') this.sort(column);
    else if (row === 'nodes') this.look({ zones: this.state?.zones !== true });
    else this.sendAction('open');
  }

  private pressed(event: KeyboardEvent, { row: key, column }: GridPosition): void {
    const row = this.rowOf(key);
    const origin = row?.cells[column - FIRST_ENVIRONMENT]?.origin;
    if (event.key === '/') this.toolbar.focusFilter();
    else if (event.key === 'F2' && origin === 'inherited') this.sendAction('change');
    else if (event.key === 'Delete' && origin !== undefined && origin !== 'inherited') this.sendAction('change');
    else return;
    event.preventDefault();
  }

  /** Sends the host an action for the focused cell; in the name columns, for the base environment's cell. */
  private sendAction(type: 'open' | 'change'): void {
    const { state, matrix } = this;
    const row = this.rowOf(state?.row);
    if (!state || !matrix || !row) return;
    const column = state.column ?? 0;
    if (type === 'change' && !canChange(row, column, matrix)) return;
    const environment = matrix.environments[column - FIRST_ENVIRONMENT] ?? matrix.baseEnvironment;
    this.host.post({ type, row: row.id, environment });
  }

  private rowOf(key: string | undefined): MatrixRow | undefined {
    return key?.startsWith('row:') ? this.rows.find(({ id }) => id === key.slice(4)) : undefined;
  }

  /** Changes the order: ascending, descending, then the order of the source. */
  private sort(column: number): void {
    const sort = this.state?.sort;
    if (sort?.column !== column) this.look({ sort: { column, descending: false } });
    else this.look({ sort: sort.descending ? undefined : { column, descending: true } });
  }

  private restrict(restriction: MatrixRestriction): void {
    const only = this.state?.only ?? [];
    this.look({
      only: only.includes(restriction) ? only.filter(each => each !== restriction) : [...only, restriction],
    });
  }

  private compare(): void {
    if (this.state?.revision === undefined) this.host.post({ type: 'compare' });
    else {
      this.setRevision(undefined);
      this.request({});
    }
  }

  private setRevision(revision: string | undefined): void {
    const only = (this.state?.only ?? []).filter(each => each !== 'changes');
    this.look({ revision, ...(revision === undefined ? { only } : {}) });
  }

  private copy(format: MatrixFormat): void {
    const { state } = this;
    if (!state) return;
    const { filter, only, sort } = state;
    this.host.post({ type: 'copy', format, view: { filter, only, ...(sort ? { sort } : {}) } });
  }

  private request(change: Changes<MatrixQuestion>): void {
    this.look({ ...change, top: undefined });
    const { scope, revision } = this.state ?? {};
    this.host.post({ type: 'ask', ...(scope ? { scope } : {}), ...(revision === undefined ? {} : { revision }) });
  }

  private look(change: Changes<MatrixState>): void {
    this.keep(change);
    this.draw();
  }

  private keep(change: Changes<MatrixState>): void {
    const changed = Object.entries({ ...this.state, ...change }).filter(([, value]) => value !== undefined);
    this.state = Object.fromEntries(changed) as unknown as MatrixState;
    this.host.saveState(this.state);
  }
}

/** `undefined` removes a property. */
type Changes<State> = { [Key in keyof State]?: State[Key] | undefined };

new MatrixPage().run();
