/** The drawn diagram: one group for each node and arrow. An edit replaces only elements that it changes. The focus stays where it was. */
import type { Diagram, DiagramArrow, DiagramNode } from '../../common/diagram/diagram';
import { arrowText, drawArrow, drawNode, nodeText } from '../../common/diagram/drawing';
import type { SvgElement } from '../../common/diagram/svgElement';
import type { Texts } from '../../common/texts';
import { svgNode } from '../svgDom';

interface Drawn {
  readonly key: string;
  readonly element: SVGElement;
}

export class Picture {
  private diagram: Diagram = { width: 0, height: 0, nodes: [], arrows: [] };
  private drawn = new Map<string, Drawn>();
  private byId = new Map<string, DiagramNode>();
  private selectedId: string | undefined;

  /**
   * @param scene parent element of the groups
   * @param texts of the page
   */
  constructor(
    private readonly scene: SVGGElement,
    private readonly texts: Texts,
  ) {}

  get nodes(): readonly DiagramNode[] {
    return this.diagram.nodes;
  }

  get selected(): DiagramNode | undefined {
    return this.selectedId === undefined ? undefined : this.byId.get(this.selectedId);
  }

  node(id: string): DiagramNode | undefined {
    return this.byId.get(id);
  }

  show(diagram: Diagram): void {
    const { texts } = this;
    this.diagram = diagram;
    this.byId = new Map(diagram.nodes.map(node => [node.id, node]));
    const before = this.drawn;
    const hadFocus = this.scene.contains(document.activeElement);
    const focused = [...before].find(([, { element }]) => element === document.activeElement)?.[0];
    this.drawn = new Map();
    const parts = [
      ...diagram.nodes.map(node =>
        this.part(before, node.id, node, () => drawNode(node, texts, nodeAttributes(node, texts))),
      ),
      ...diagram.arrows.map(arrow =>
        this.part(before, arrowId(arrow), arrow, () => drawArrow(arrow, texts, arrowAttributes(arrow, texts))),
      ),
    ];
    // Elements that stay in place are not touched, since reinserting one would lose the focus.
    let next = this.scene.firstChild;
    for (const part of parts) {
      if (part === next) next = next.nextSibling;
      else this.scene.insertBefore(part, next);
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    this.select(this.selected ? this.selectedId : undefined);
    if (hadFocus && !this.scene.contains(document.activeElement)) this.focus(focused);
  }

  /** @param id of the focused node; if undefined, the first node is in the tab order */
  select(id: string | undefined): void {
    this.drawn.get(this.selectedId ?? '')?.element.classList.remove('selected');
    for (const each of this.scene.querySelectorAll('.node[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    this.selectedId = id;
    const element = this.drawn.get(id ?? this.nodes[0]?.id ?? '')?.element;
    if (id !== undefined) element?.classList.add('selected');
    element?.setAttribute('tabindex', '0');
  }

  /** @param id of a node or arrow; if it isn't in the diagram, the selected node gets the focus, or else the first */
  focus(id = ''): void {
    const drawn = this.drawn.get(id) ?? this.drawn.get(this.selectedId ?? this.nodes[0]?.id ?? '');
    drawn?.element.focus({ preventScroll: true });
  }

  /** Highlights search results, and dims all other nodes. @param ids undefined if there is no search */
  mark(ids: ReadonlySet<string> | undefined): void {
    if (!ids && !this.scene.classList.contains('searching')) return;
    this.scene.classList.toggle('searching', ids !== undefined);
    for (const [id, { element }] of this.drawn) element.classList.toggle('found', ids?.has(id) === true);
  }

  private part(
    before: ReadonlyMap<string, Drawn>,
    id: string,
    content: DiagramNode | DiagramArrow,
    draw: () => SvgElement,
  ): SVGElement {
    const key = JSON.stringify(content);
    const same = before.get(id);
    const drawn = same?.key === key ? same : { key, element: named(svgNode(draw())) };
    this.drawn.set(id, drawn);
    return drawn.element;
  }
}

/** The accessible name of the group contains all displayed text, unshortened. */
function named(group: SVGElement): SVGElement {
  for (const text of group.querySelectorAll('text')) text.setAttribute('aria-hidden', 'true');
  return group;
}

const arrowId = ({ from, to }: DiagramArrow): string => `${from}>${to}`;

const nodeAttributes = (node: DiagramNode, texts: Texts): Record<string, string> => ({
  'data-id': node.id,
  role: 'button',
  tabindex: '-1',
  'aria-label': nodeText(node, texts).join(', '),
  'data-vscode-context': nodeContext(node),
});

/** The data of a node for VS Code's context menu and its commands. */
export const nodeContext = ({ kind, name, platform, environment, location }: DiagramNode): string =>
  JSON.stringify({
    webviewSection: kind,
    preventDefaultContextMenuItems: true,
    ...{ kind, label: name, name, platform },
    ...(environment === undefined ? {} : { environment }),
    ...(location ? { location } : {}),
  });

function arrowAttributes(arrow: DiagramArrow, texts: Texts): Record<string, string> {
  const { platform, environment } = arrow;
  return {
    'data-arrow': environment,
    role: 'button',
    tabindex: '0',
    'aria-label': arrowText(arrow, texts),
    'data-vscode-context': JSON.stringify({
      webviewSection: 'promotion',
      preventDefaultContextMenuItems: true,
      ...{ platform, environment },
    }),
  };
}
