/** The page of the platform diagram: draws the server's diagram and sends the host the user's actions. */
import {
  DIAGRAM_HOST_MESSAGES,
  isDiagramState,
  type DiagramAction,
  type DiagramFormat,
  type DiagramHostMessage,
  type DiagramPageMessage,
  type DiagramState,
  type DiagramView,
} from '../../common/webview/diagramMessages';
import { nodeText } from '../../common/diagram/drawing';
import { filledTexts, type Texts } from '../../common/texts';
import { connectHost, elementById } from '../host';
import { button, element } from '../elements';
import { svgNode } from '../svgDom';
import { addPictureStyle } from './colors';
import { nodeInDirection, type Direction } from './direction';
import { Outline } from './outline';
import { PanAndZoom } from './panAndZoom';
import { Picture } from './picture';

/** Distance by which Shift with an arrow key moves the diagram, in pixels. */
const PAN = 80;

class DiagramPage {
  private readonly host = connectHost<DiagramHostMessage, DiagramPageMessage, DiagramState>(
    DIAGRAM_HOST_MESSAGES,
    message => this.receive(message),
  );
  private state: DiagramState = { platform: '', detail: 'auto', toggled: [] };
  private text: Texts = name => name;
  private started = false;
  private picture!: Picture;
  private movement!: PanAndZoom;
  private outline!: Outline;
  private find!: HTMLInputElement;
  private found!: HTMLElement;
  private matches: string[] = [];
  /** The size of the page for which the host was asked. */
  private room: DiagramView['room'];

  run(): void {
    const kept = this.host.savedState;
    if (isDiagramState(kept)) this.state = kept;
    addPictureStyle();
    this.host.post({ type: 'ready', ...this.view });
  }

  /** What the page asks for. The header has no size before the page starts, so the first size is nearly that of the picture. */
  private get view(): DiagramView {
    const { detail, toggled } = this.state;
    const { clientWidth: width, clientHeight: height } = document.getElementById('picture') ?? document.documentElement;
    return { detail, toggled, ...(width > 0 && height > 0 ? { room: { width, height } } : {}) };
  }

  private receive(message: DiagramHostMessage): void {
    if (message.type === 'start') this.start(message.texts, message.state);
    else if (!this.started) return;
    else if (message.type === 'do') this.do(message.action);
    else if (message.type === 'nothing') this.showNothing(message.reason);
    else this.show(message.diagram);
  }

  private start(texts: Record<string, string>, given: DiagramState): void {
    if (this.started) return;
    this.started = true;
    this.text = filledTexts(texts);
    this.keep({ platform: given.platform });
    this.build();
    if (this.state.view) this.movement.setView(this.state.view);
  }

  private build(): void {
    const svg = svgNode({ tag: 'svg', attributes: { class: 'diagram', role: 'group' }, children: [{ tag: 'g' }] });
    svg.setAttribute('aria-label', this.text('picture'));
    const scene = svg.firstChild as SVGGElement;
    const picture = element('main', { attributes: { id: 'picture' }, children: [svg] });
    const tree = element('div', { attributes: { role: 'tree', 'aria-label': this.text('outline') } });
    const nav = element('nav', { attributes: { id: 'outline', 'aria-label': this.text('outline') }, children: [tree] });
    this.find = element('input', { attributes: { id: 'find', type: 'search', placeholder: this.text('find') } });
    this.find.setAttribute('aria-label', this.text('find'));
    this.found = element('span', { attributes: { id: 'found', role: 'status' } });
    const outlineButton = button(this.text('outline'), this.text('outlineHint'), () => this.toggleOutline());
    outlineButton.id = 'toggle-outline';
    const exportButton = (format: DiagramFormat, name: string): HTMLButtonElement =>
      button(this.text(name), this.text(`${name}Hint`), () => this.host.post({ type: 'export', format }));
    const toolbar = element('div', {
      attributes: { class: 'toolbar', role: 'toolbar', 'aria-label': this.text('toolbar') },
      children: [
        ...[outlineButton, this.find, this.found, element('span', { attributes: { class: 'space' } })],
        button('−', this.text('zoomOut'), () => this.movement.zoom(-1)),
        button('+', this.text('zoomIn'), () => this.movement.zoom(1)),
        button(this.text('fit'), this.text('fitHint'), () => this.movement.fit()),
        button(this.text('expandAll'), this.text('expandAllHint'), () => this.request('expanded')),
        button(this.text('collapseAll'), this.text('collapseAllHint'), () => this.request('collapsed')),
        exportButton('svg', 'exportSvg'),
        exportButton('mermaid', 'exportMermaid'),
      ],
    });
    for (const each of toolbar.querySelectorAll('button'))
      if (/^\W$/.test(each.textContent ?? '')) each.setAttribute('aria-label', each.title);
    const nothing = element('p', { attributes: { id: 'nothing', role: 'status', hidden: '' } });
    const content = element('div', { attributes: { id: 'content' }, children: [nav, picture, nothing] });
    const title = element('h1', { attributes: { class: 'only-for-screen-readers' }, children: [this.text('picture')] });
    const header = element('header', { children: [title, toolbar] });
    elementById('page', HTMLElement).replaceChildren(header, content);
    this.picture = new Picture(scene, this.text);
    this.movement = new PanAndZoom(
      picture,
      scene,
      view => this.keep({ view }),
      () => this.resized(),
    );
    this.outline = new Outline(
      tree,
      this.text,
      id => this.select(id),
      id => this.open(id),
    );
    this.showOutline();
    scene.addEventListener('click', event => this.click(event));
    picture.addEventListener('keydown', event => this.press(event));
    this.find.addEventListener('input', () => this.search());
    this.find.addEventListener('keydown', event => this.pressInFind(event));
    addEventListener('keydown', event => {
      if (event.key === 'f' && (event.ctrlKey || event.metaKey)) this.do('find');
    });
  }

  /** The layout depends on the size of the page. */
  private resized(): void {
    const { room } = this.view;
    if (room?.width === this.room?.width && room?.height === this.room?.height) return;
    this.room = room;
    this.host.post({ type: 'detail', ...this.view });
  }

  private show(diagram: Extract<DiagramHostMessage, { type: 'show' }>['diagram']): void {
    elementById('nothing', HTMLElement).hidden = true;
    elementById('picture', HTMLElement).hidden = false;
    // Comes first, since it determines which texts are too small to read, so that they are never laid out.
    this.movement.setPicture(diagram);
    this.picture.show(diagram);
    this.outline.show(diagram.nodes);
    if (!this.picture.selected) this.picture.select(this.state.selected && this.picture.node(this.state.selected)?.id);
    this.search();
  }

  private showNothing(reason: string): void {
    elementById('picture', HTMLElement).hidden = true;
    const nothing = elementById('nothing', HTMLElement);
    nothing.hidden = false;
    nothing.textContent = reason;
    this.outline.show([]);
  }

  private do(action: DiagramAction): void {
    if (action === 'fit') this.movement.fit();
    else this.find.select();
  }

  /** Requests a new layout from the host. */
  private request(detail: DiagramState['detail'], toggled: string[] = []): void {
    this.keep({ detail, toggled });
    this.host.post({ type: 'detail', ...this.view });
  }

  private toggle(name: string): void {
    const { detail, toggled } = this.state;
    this.request(detail, toggled.includes(name) ? toggled.filter(each => each !== name) : [...toggled, name]);
  }

  private click(event: MouseEvent): void {
    const target = (event.target as Element).closest<SVGElement>('[data-id], [data-arrow]');
    if (target?.dataset['arrow'] !== undefined) this.host.post({ type: 'promotion' });
    const id = target?.dataset['id'];
    const node = id === undefined ? undefined : this.picture.node(id);
    if (!node) return;
    this.select(node.id);
    this.picture.focus();
    if ((event.target as Element).classList.contains('caret')) this.toggle(node.name);
    else this.open(node.id);
  }

  private open(id: string): void {
    if (this.picture.node(id)?.kind !== 'platform') this.host.post({ type: 'open', id });
  }

  private select(id: string): void {
    this.picture.select(id);
    const node = this.picture.selected;
    if (node) this.movement.reveal(node);
    this.keep({ selected: id });
  }

  private press(event: KeyboardEvent): void {
    const { key } = event;
    const target = event.target as Element;
    if (target.closest('[data-arrow]') && (key === 'Enter' || key === ' ')) this.host.post({ type: 'promotion' });
    else if (key.startsWith('Arrow')) {
      if (event.shiftKey) this.pan(key as Direction);
      else this.move(key as Direction, target);
    } else if (key === 'Enter') {
      if (this.picture.selected) this.open(this.picture.selected.id);
    } else if (key === ' ') {
      if (this.picture.selected?.kind === 'cluster') this.toggle(this.picture.selected.name);
    } else if (key === '+' || key === '=') this.movement.zoom(1);
    else if (key === '-') this.movement.zoom(-1);
    else if (key === '0') this.movement.fit();
    else if (key === '/') this.do('find');
    else return;
    event.preventDefault();
  }

  private pan(direction: Direction): void {
    const [dx, dy] = { ArrowUp: [0, PAN], ArrowDown: [0, -PAN], ArrowLeft: [PAN, 0], ArrowRight: [-PAN, 0] }[direction];
    this.movement.pan(dx!, dy!);
  }

  private move(direction: Direction, target: Element): void {
    const { nodes } = this.picture;
    const from = this.picture.node(target.closest<SVGElement>('[data-id]')?.dataset['id'] ?? '') ?? nodes[0];
    const next = from && nodeInDirection(nodes, from, direction);
    if (!next) return;
    this.select(next.id);
    this.picture.focus();
  }

  private search(): void {
    const wanted = this.find.value.trim().toLowerCase();
    const found = this.picture.nodes.filter(
      node =>
        wanted !== '' && node.kind !== 'platform' && nodeText(node, this.text).join(' ').toLowerCase().includes(wanted),
    );
    this.matches = found.map(({ id }) => id);
    this.picture.mark(wanted === '' ? undefined : new Set(this.matches));
    this.showCount();
  }

  private showCount(): void {
    const at = this.matches.indexOf(this.picture.selected?.id ?? '') + 1;
    const { length } = this.matches;
    const text = length === 0 ? this.text('notFound') : at > 0 ? `${at} / ${length}` : String(length);
    this.found.textContent = this.find.value.trim() === '' ? '' : text;
  }

  private pressInFind(event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      this.find.value = '';
      this.search();
      this.picture.focus();
    } else if (event.key === 'Enter' && this.matches.length > 0) {
      const { length } = this.matches;
      const at = this.matches.indexOf(this.picture.selected?.id ?? '');
      const next = at < 0 ? 0 : (at + (event.shiftKey ? -1 : 1) + length) % length;
      this.select(this.matches[next]!);
      this.outline.reveal(this.matches[next]!);
      this.showCount();
    } else return;
    event.preventDefault();
  }

  private toggleOutline(): void {
    this.keep({ outline: this.state.outline !== true });
    this.showOutline();
    if (this.state.outline) elementById('outline', HTMLElement).querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  private showOutline(): void {
    const isOpen = this.state.outline === true;
    elementById('outline', HTMLElement).classList.toggle('closed', !isOpen);
    elementById('toggle-outline', HTMLElement).setAttribute('aria-pressed', String(isOpen));
  }

  private keep(change: { [Key in keyof DiagramState]?: DiagramState[Key] | undefined }): void {
    this.state = Object.fromEntries(
      Object.entries({ ...this.state, ...change }).filter(([, value]) => value !== undefined),
    ) as unknown as DiagramState;
    this.host.saveState(this.state);
  }
}

new DiagramPage().run();
