/** The page of the promotion board: shows the host's data and sends it the user's actions. */
import { ownProperty } from '../../common/ownProperty';
import {
  BOARD_HOST_MESSAGES,
  isBoardState,
  type BoardAction,
  type BoardHostMessage,
  type BoardPageMessage,
  type BoardTarget,
  type BoardRepository,
  type BoardState,
} from '../../common/webview/boardMessages';
import { button, element } from '../elements';
import { connectHost, elementById } from '../host';
import { patchChildren } from '../patch';
import { filledTexts, type Texts } from '../../common/texts';
import { ACTION, HASH, repositorySection } from './columns';

class BoardPage {
  private readonly host = connectHost<BoardHostMessage, BoardPageMessage, BoardState>(BOARD_HOST_MESSAGES, message =>
    this.receive(message),
  );
  private texts: Texts = name => name;
  private state: BoardState = isBoardState(this.host.savedState) ? this.host.savedState : { left: {}, top: 0 };
  private readonly content = element('main', { attributes: { id: 'content' } });
  private readonly nothing = element('p', { attributes: { id: 'nothing', role: 'status', hidden: '' } });
  private isStarted = false;
  private isShown = false;

  run(): void {
    this.host.saveState(this.state);
    this.host.post({ type: 'ready' });
  }

  private receive(message: BoardHostMessage): void {
    if (message.type === 'start') this.start(message.texts);
    else if (!this.isStarted) return;
    else if (message.type === 'show') this.show(message.repositories);
    else this.showNothing(message.reason);
  }

  private start(texts: Record<string, string>): void {
    if (this.isStarted) return;
    this.isStarted = true;
    this.texts = filledTexts(texts);
    const title = element('h1', { children: [this.texts('board')] });
    const refresh = button(this.texts('refresh'), this.texts('refreshHint'), () => this.host.post({ type: 'refresh' }));
    const space = element('span', { attributes: { class: 'space' } });
    const toolbar = element('div', {
      attributes: { class: 'toolbar', role: 'toolbar', 'aria-label': this.texts('toolbar') },
      children: [title, space, refresh],
    });
    const header = element('header', { children: [toolbar] });
    elementById('page', HTMLElement).replaceChildren(header, this.content, this.nothing);
    this.content.addEventListener('click', event => this.clicked(event));
    this.content.addEventListener('keydown', event => this.pressed(event));
    this.content.addEventListener('focusin', event => this.focused(event));
    this.content.addEventListener('scroll', event => this.scrolled(event), { capture: true });
  }

  private show(repositories: readonly BoardRepository[]): void {
    const hadFocus = this.content.contains(document.activeElement);
    const targets = repositories.flatMap(({ root, columns }) =>
      columns.map(({ environment }) => ({ repository: root, environment })),
    );
    const { column } = this.state;
    const active = targets.find(target => column !== undefined && isSame(target, column)) ?? targets[0];
    const isActive = (target: BoardTarget): boolean => active !== undefined && isSame(target, active);
    this.nothing.hidden = true;
    this.content.hidden = false;
    const isOnly = repositories.length === 1;
    patchChildren(
      this.content,
      repositories.map(repository => repositorySection(repository, isOnly, isActive, this.texts)),
    );
    // The pressed button may have been removed, so the focus moves to its column.
    if (hadFocus && !this.content.contains(document.activeElement)) this.columnAt(active)?.focus();
    if (!this.isShown) this.scrollBack();
    this.isShown = true;
  }

  private showNothing(reason: string): void {
    this.content.hidden = true;
    this.nothing.hidden = false;
    this.nothing.textContent = reason;
  }

  private clicked({ target }: Event): void {
    const pressed = target instanceof Element ? target.closest(`[${ACTION}]`) : null;
    const pressedTarget = pressed && targetOf(pressed);
    if (!pressed || !pressedTarget) return;
    const type = pressed.getAttribute(ACTION) as BoardAction | 'commit';
    if (type === 'commit') this.host.post({ type, ...pressedTarget, hash: pressed.getAttribute(HASH) ?? '' });
    else this.host.post({ type, ...pressedTarget });
  }

  /** The arrow keys move between columns, and Tab moves through the buttons of a column. */
  private pressed(event: KeyboardEvent): void {
    const { key, target } = event;
    const column = target instanceof Element ? target.closest<HTMLElement>('.column') : null;
    if (!column || event.ctrlKey || event.altKey || event.metaKey) return;
    const columns = [...this.content.querySelectorAll<HTMLElement>('.column')];
    const index = columns.indexOf(column);
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: index - 1,
      ArrowRight: index + 1,
      Home: 0,
      End: columns.length - 1,
    };
    const step = ownProperty(steps, key);
    const next = step === undefined ? undefined : columns[step];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  private focused({ target }: Event): void {
    const column = target instanceof Element ? targetOf(target) : undefined;
    if (!column) return;
    this.keep({ column });
    const active = this.columnAt(column);
    for (const column of this.content.querySelectorAll<HTMLElement>('.column'))
      column.tabIndex = column === active ? 0 : -1;
  }

  private scrolled({ target }: Event): void {
    if (target === this.content) this.keep({ top: Math.round(this.content.scrollTop) });
    else if (target instanceof HTMLElement && target.dataset['repository'] !== undefined)
      this.keep({ left: { ...this.state.left, [target.dataset['repository']]: Math.round(target.scrollLeft) } });
  }

  private scrollBack(): void {
    for (const columns of this.content.querySelectorAll<HTMLElement>('.columns'))
      columns.scrollLeft = ownProperty(this.state.left, columns.dataset['repository'] ?? '') ?? 0;
    this.content.scrollTop = this.state.top;
  }

  private columnAt(target: BoardTarget | undefined): HTMLElement | undefined {
    return [...this.content.querySelectorAll<HTMLElement>('.column')].find(column => {
      const found = targetOf(column);
      return found !== undefined && target !== undefined && isSame(found, target);
    });
  }

  private keep(change: Partial<BoardState>): void {
    this.state = { ...this.state, ...change };
    this.host.saveState(this.state);
  }
}

const isSame = (one: BoardTarget, other: BoardTarget): boolean =>
  one.repository === other.repository && one.environment === other.environment;

/** The environment of an element. */
function targetOf(element: Element): BoardTarget | undefined {
  const repository = element.closest<HTMLElement>('[data-repository]')?.dataset['repository'];
  const environment = element.closest<HTMLElement>('[data-environment]')?.dataset['environment'];
  return repository === undefined || environment === undefined ? undefined : { repository, environment };
}

new BoardPage().run();
