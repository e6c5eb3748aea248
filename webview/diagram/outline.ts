/** The diagram as a tree, for screen readers and for users who prefer a list. */
import { ownProperty } from '../../common/ownProperty';
import type { DiagramNode } from '../../common/diagram/diagram';
import { nodeText } from '../../common/diagram/drawing';
import type { Texts } from '../../common/texts';
import { element } from '../elements';
import { nodeContext } from './picture';

/** Environments with more nodes are initially collapsed. */
const MAX_OPEN = 200;

export class Outline {
  private nodes: readonly DiagramNode[] = [];
  private children = new Map<string | undefined, DiagramNode[]>();
  /** Nodes that the user has expanded or collapsed. */
  private readonly chosen = new Map<string, boolean>();
  private current: string | undefined;

  /**
   * @param tree the element with the role `tree`.
   * @param texts of the page.
   * @param select called with the node that the user has focused or clicked.
   * @param open called with the node to open.
   */
  constructor(
    private readonly tree: HTMLElement,
    private readonly texts: Texts,
    private readonly select: (id: string) => void,
    private readonly open: (id: string) => void,
  ) {
    tree.addEventListener('keydown', event => this.press(event));
    tree.addEventListener('click', event => this.click(event));
  }

  show(nodes: readonly DiagramNode[]): void {
    this.nodes = nodes;
    this.children = new Map();
    const platforms = nodes.filter(({ kind }) => kind === 'platform');
    for (const node of nodes) {
      if (node.kind === 'platform' && platforms.length === 1) continue;
      const parent = node.parent === platforms[0]?.id && platforms.length === 1 ? undefined : node.parent;
      this.children.set(parent, [...(this.children.get(parent) ?? []), node]);
    }
    this.draw();
  }

  /** Moves the tree's cursor to a node and expands its ancestors. */
  reveal(id: string): void {
    const byId = new Map(this.nodes.map(node => [node.id, node]));
    for (let at = byId.get(id)?.parent; at !== undefined; at = byId.get(at)?.parent) this.chosen.set(at, true);
    this.current = id;
    this.draw();
  }

  private isOpen({ id, kind }: DiagramNode): boolean {
    return this.chosen.get(id) ?? (kind === 'platform' || (kind === 'environment' && this.nodes.length <= MAX_OPEN));
  }

  private draw(): void {
    const hadFocus = this.tree.contains(document.activeElement);
    const items: HTMLElement[] = [];
    const add = (parent: string | undefined, level: number): void => {
      const siblings = this.children.get(parent) ?? [];
      siblings.forEach((node, index) => {
        const hasChildren = this.children.has(node.id);
        const isOpen = hasChildren && this.isOpen(node);
        const short = nodeText({ ...node, name: node.label }, this.texts);
        items.push(
          element('div', {
            attributes: {
              role: 'treeitem',
              tabindex: '-1',
              'data-id': node.id,
              'data-level': String(level),
              'aria-level': String(level),
              'aria-setsize': String(siblings.length),
              'aria-posinset': String(index + 1),
              ...(hasChildren ? { 'aria-expanded': String(isOpen) } : {}),
              'aria-label': short.join(', '),
              title: nodeText(node, this.texts).join('\n'),
              'data-vscode-context': nodeContext(node),
            },
            children: [short[0]!],
          }),
        );
        if (isOpen) add(node.id, level + 1);
      });
    };
    add(undefined, 1);
    this.tree.replaceChildren(...items);
    const current = items.find(item => item.dataset['id'] === this.current) ?? items[0];
    this.current = current?.dataset['id'];
    current?.setAttribute('tabindex', '0');
    current?.setAttribute('aria-selected', 'true');
    if (hadFocus) current?.focus();
  }

  private moveTo(item: Element | null | undefined): void {
    if (!(item instanceof HTMLElement)) return;
    const before = this.tree.querySelector('[tabindex="0"]');
    before?.setAttribute('tabindex', '-1');
    before?.removeAttribute('aria-selected');
    item.setAttribute('tabindex', '0');
    item.setAttribute('aria-selected', 'true');
    item.focus();
    this.current = item.dataset['id'];
    if (this.current !== undefined) this.select(this.current);
  }

  private press(event: KeyboardEvent): void {
    // The focused item, since a screen reader may have moved the focus.
    const item = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    const id = item?.dataset['id'];
    if (!item || id === undefined) return;
    const expanded = item.getAttribute('aria-expanded');
    const actions: Record<string, () => void> = {
      ArrowDown: () => this.moveTo(item.nextElementSibling),
      ArrowUp: () => this.moveTo(item.previousElementSibling),
      Home: () => this.moveTo(this.tree.firstElementChild),
      End: () => this.moveTo(this.tree.lastElementChild),
      ArrowRight: () =>
        expanded === 'false' ? this.toggle(id, true) : expanded && this.moveTo(item.nextElementSibling),
      ArrowLeft: () => (expanded === 'true' ? this.toggle(id, false) : this.moveTo(this.parentOf(item))),
      Enter: () => this.open(id),
    };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    ownProperty(actions, event.key)!();
  }

  private parentOf(item: HTMLElement): Element | null {
    const level = Number(item.dataset['level']);
    let at = item.previousElementSibling;
    while (at instanceof HTMLElement && Number(at.dataset['level']) >= level) at = at.previousElementSibling;
    return at;
  }

  private toggle(id: string, isOpen: boolean): void {
    this.chosen.set(id, isOpen);
    this.current = id;
    this.draw();
  }

  private click(event: MouseEvent): void {
    const item = (event.target as Element).closest<HTMLElement>('[role="treeitem"]');
    const id = item?.dataset['id'];
    if (!item || id === undefined) return;
    const expanded = item.getAttribute('aria-expanded');
    this.moveTo(item);
    if (expanded !== null) this.toggle(id, expanded !== 'true');
    else this.open(id);
  }
}
