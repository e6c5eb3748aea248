/** The controls above the matrix: scope, filter, restrictions, comparison and copying. */
import type { Matrix } from '../../common/matrix/matrix';
import type { MatrixFormat } from '../../common/matrix/matrixText';
import type { MatrixRestriction } from '../../common/matrix/visibleRows';
import type { MatrixState } from '../../common/webview/matrixMessages';
import { visibleText } from '../../common/visibleText';
import { button, element } from '../elements';
import type { Texts } from '../../common/texts';

export interface ToolbarEvents {
  scope(scope: MatrixState['scope']): void;
  filter(text: string): void;
  restrict(restriction: MatrixRestriction): void;
  /** Selects a revision, or ends the comparison with it. */
  compare(): void;
  copy(format: MatrixFormat): void;
  /** Moves the focus from the filter to the table. */
  leave(): void;
}

export class Toolbar {
  readonly element: HTMLElement;
  private readonly scope: HTMLSelectElement;
  private readonly filter: HTMLInputElement;
  private readonly count = element('span', { attributes: { id: 'count', role: 'status' } });
  private readonly restrictions: Readonly<Record<MatrixRestriction, HTMLButtonElement>>;
  private readonly compare: HTMLButtonElement;

  constructor(
    private readonly texts: Texts,
    events: ToolbarEvents,
    private readonly canCompare: boolean,
  ) {
    this.scope = element('select', { attributes: { id: 'scope', 'aria-label': texts('scope') } });
    this.scope.addEventListener('change', () => events.scope(scopeOf(this.scope.value)));
    this.filter = element('input', {
      attributes: { id: 'filter', type: 'search', placeholder: texts('filter'), title: texts('filterHint') },
    });
    this.filter.setAttribute('aria-label', texts('filter'));
    this.filter.addEventListener('input', () => events.filter(this.filter.value));
    this.filter.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        this.filter.value = '';
        events.filter('');
        events.leave();
      } else if (event.key === 'ArrowDown' || event.key === 'Enter') events.leave();
      else return;
      event.preventDefault();
    });
    const restriction = (name: MatrixRestriction): HTMLButtonElement =>
      button(texts(name), texts(`${name}Hint`), () => events.restrict(name));
    this.restrictions = {
      differences: restriction('differences'),
      unknown: restriction('unknown'),
      changes: restriction('changes'),
    };
    this.compare = button('', '', () => events.compare());
    const copy = (format: MatrixFormat, name: string): HTMLButtonElement =>
      button(texts(name), texts(`${name}Hint`), () => events.copy(format));
    this.element = element('div', {
      attributes: { class: 'toolbar', role: 'toolbar', 'aria-label': texts('toolbar') },
      children: [
        ...[this.scope, this.filter, this.restrictions.differences, this.restrictions.unknown],
        ...[this.compare, this.restrictions.changes, this.count],
        element('span', { attributes: { class: 'space' } }),
        ...[copy('markdown', 'copyMarkdown'), copy('csv', 'copyCsv')],
      ],
    });
  }

  show({ filter, only, scope, revision }: MatrixState): void {
    if (this.filter.value !== filter) this.filter.value = filter;
    for (const [name, each] of Object.entries(this.restrictions))
      each.setAttribute('aria-pressed', String(only.includes(name as MatrixRestriction)));
    this.scope.value = valueOf(scope);
    this.compare.hidden = !this.canCompare;
    this.compare.textContent =
      revision === undefined ? this.texts('compare') : this.texts('changesSince', visibleText(revision));
    this.compare.title = this.texts(revision === undefined ? 'compareHint' : 'stopHint');
    this.compare.setAttribute('aria-pressed', String(revision !== undefined));
    this.restrictions.changes.hidden = revision === undefined;
  }

  /** @param scope the selected one, even if it is no longer in the platform. */
  showModules(modules: Matrix['modules'], scope: MatrixState['scope']): void {
    const options = (kind: 'cluster' | 'module', names: readonly string[]): HTMLOptionElement[] =>
      names.map(name =>
        element('option', { attributes: { value: valueOf({ kind, name }) }, children: [visibleText(name)] }),
      );
    const group = (label: string, children: readonly HTMLOptionElement[]): HTMLElement[] =>
      children.length === 0 ? [] : [element('optgroup', { attributes: { label }, children })];
    const clusters = modules.filter(({ kind }) => kind === 'cluster').map(({ name }) => name);
    const all = modules.map(({ name }) => name);
    if (scope) {
      const environments = scope.kind === 'cluster' ? clusters : all;
      if (!environments.includes(scope.name)) environments.push(scope.name);
    }
    this.scope.replaceChildren(
      element('option', { attributes: { value: '' }, children: [this.texts('wholePlatform')] }),
      ...group(this.texts('clusters'), options('cluster', clusters)),
      ...group(this.texts('modules'), options('module', all)),
    );
    this.scope.value = valueOf(scope);
  }

  showCount(text: string): void {
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  focusFilter(): void {
    this.filter.select();
  }
}

const valueOf = (scope: MatrixState['scope']): string => (scope ? `${scope.kind} ${scope.name}` : '');

function scopeOf(value: string): MatrixState['scope'] {
  const [, kind, name] = /^(cluster|module) ([^]*)$/.exec(value) ?? [];
  return name === undefined ? undefined : { kind: kind as 'cluster' | 'module', name };
}
