/** Draws the parts of a platform diagram. The server computes the layout; `style.ts` sets the colors, and `words.ts` has the words. */
import { counted, type Texts } from '../texts';
import { visibleText } from '../visibleText';
import type { DiagramArrow, DiagramNode } from './diagram';
import { CLUSTER_CARD, WIDE } from './measures';
import type { SvgElement } from './svgElement';
import { fitText } from './textWidth';

/** Font sizes, in pixels. */
const SIZES = { platform: 16, environment: 15, cluster: 13, nodePool: 12, service: 12, fact: 12 } as const;
const INSET = 10;

/**
 * Draws a node without the nodes inside it.
 *
 * @param words of `diagramWords`
 * @param attributes of the group element, besides its class. A page passes some; then the mouse targets are drawn too.
 */
export function drawNode(
  node: DiagramNode,
  words: Texts,
  attributes?: Readonly<Record<string, string | number>>,
): SvgElement {
  const { kind, x, y, width, height } = node;
  const classes = [
    'node',
    kind,
    ...(node.isBase ? ['base'] : []),
    ...(node.isMissing ? ['missing'] : []),
    ...(node.problem ? [node.problem] : []),
    ...(node.differences > 0 && kind !== 'environment' ? ['different'] : []),
  ];
  return {
    tag: 'g',
    attributes: { class: classes.join(' '), ...attributes },
    children: [
      { tag: 'title', children: [nodeText(node, words).join(', ')] },
      { tag: 'rect', attributes: { class: 'box', x, y, width, height, rx: RADIUS[kind] } },
      ...(node.differences > 0 && kind !== 'environment' ? [mark(node)] : []),
      ...(kind === 'platform' || kind === 'environment' ? heading(node, words) : texts(node, attributes !== undefined)),
    ],
  };
}

const RADIUS = { platform: 8, environment: 6, cluster: 4, nodePool: 3, service: 3 } as const;

/** A bar at the left edge marks a difference, so that it does not depend on color alone. */
const mark = ({ x, y, height }: DiagramNode): SvgElement => ({
  tag: 'rect',
  attributes: { class: 'mark', x, y, width: 4, height },
});

function heading(node: DiagramNode, words: Texts): SvgElement[] {
  const { kind, x, y, width, label, facts, isBase, differences, problem } = node;
  const size = kind === 'platform' ? SIZES.platform : SIZES.environment;
  const own = facts.map(({ text }) => text);
  const general = [
    ...(isBase ? [words('base')] : []),
    ...(differences > 0 ? [counted(words, 'differences', differences)] : []),
  ];
  // The end may be cut off.
  const remarks = (problem ? [...own, ...general] : [...general, ...own]).join(' · ');
  const room = width - 2 * INSET;
  const name = kind === 'environment' ? fitText(visibleText(label), room, size) : visibleText(label);
  return [
    text('name', x + INSET + 4, y + 22, size, name),
    ...(remarks === ''
      ? []
      : [
          text(
            'fact',
            x + INSET + 4,
            y + 40,
            SIZES.fact,
            fitText(visibleText(remarks), room * (problem ? 0.94 : 1), SIZES.fact),
          ),
        ]),
  ];
}

function texts(
  { kind, x, y, width, height, label, facts, differences, isCollapsed }: DiagramNode,
  isInPage: boolean,
): SvgElement[] {
  const size = kind === 'cluster' ? SIZES.cluster : SIZES.nodePool;
  const first = y + (kind === 'cluster' ? CLUSTER_CARD.header : CLUSTER_CARD.partHeader);
  const line = facts.length === 0 ? y + height / 2 + 4 : first - 8;
  const room = width - 2 * INSET;
  const count = differences > 0 ? String(differences) : '';
  const hasCaret = isInPage && isCollapsed !== undefined;
  const left = x + INSET + (hasCaret ? 14 : 0);
  return [
    ...(hasCaret ? [text('caret', x + INSET - 2, line, SIZES.cluster, isCollapsed ? '▸' : '▾')] : []),
    text(
      'name',
      left,
      line,
      size,
      fitText(visibleText(label), x + width - INSET - left - (count === '' ? 0 : 20 + 8 * count.length), size),
    ),
    ...(count === '' ? [] : [text('count', x + width - INSET, line, SIZES.fact, `≠${count}`)]),
    ...facts.map((fact, index) =>
      text(
        fact.differs ? 'fact differs' : 'fact',
        x + INSET,
        first + 8 + index * CLUSTER_CARD.line,
        SIZES.fact,
        fitText(visibleText(fact.text), room * (fact.differs ? 0.94 : 1), SIZES.fact),
      ),
    ),
  ];
}

const text = (className: string, x: number, y: number, size: number, content: string): SvgElement => ({
  tag: 'text',
  attributes: { class: className, x, y, 'font-size': size },
  children: [content],
});

/** Draws an arrow with the number of commits that wait to be promoted along it. Between narrow gaps, the words are only in the tooltip. */
export function drawArrow(
  arrow: DiagramArrow,
  words: Texts,
  attributes: Readonly<Record<string, string | number>> = {},
): SvgElement {
  const { x1, x2, y, waiting } = arrow;
  const [start, end] = [x1 + 8, x2 - 8];
  const isWaiting = waiting !== undefined && waiting > 0;
  const middle = (start + end) / 2;
  return {
    tag: 'g',
    attributes: { class: isWaiting ? 'arrow waiting' : 'arrow', ...attributes },
    children: [
      { tag: 'title', children: [arrowText(arrow, words)] },
      // The mouse target is wider than the line.
      { tag: 'rect', attributes: { class: 'target', x: start, y: y - 20, width: end - start, height: 34 } },
      { tag: 'path', attributes: { class: 'line', d: `M${start} ${y}H${end - 8}` } },
      { tag: 'path', attributes: { class: 'head', d: `M${end} ${y}l-10 -5v10z` } },
      ...(waiting === undefined
        ? []
        : [
            text(
              'waits',
              middle,
              y - 8,
              SIZES.fact,
              x2 - x1 < WIDE.gap ? String(waiting) : waitingLabel(waiting, words),
            ),
          ]),
    ],
  };
}

/** The label of an arrow between environments. @param waiting number of commits */
export const waitingLabel = (waiting: number, words: Texts): string =>
  waiting === 0 ? words('upToDate') : counted(words, 'waiting', waiting);

/** The tooltip of an arrow. */
export function arrowText({ environment, waiting }: DiagramArrow, words: Texts): string {
  const name = visibleText(environment);
  return waiting === undefined
    ? words('promotion', name)
    : words('promotionWaiting', name, waitingLabel(waiting, words));
}

/** The tooltip of a node, one line per fact, with names in full. */
export function nodeText(node: DiagramNode, words: Texts): string[] {
  const { facts, differences } = node;
  return [
    title(node, words),
    ...facts.map(({ text, differs }) => (differs ? words('differs', text) : text)),
    ...(differences > 0 ? [counted(words, 'fromBase', differences)] : []),
  ].map(visibleText);
}

function title({ kind, name, environment, isBase }: DiagramNode, words: Texts): string {
  if (kind === 'environment') return words(isBase ? 'environmentBase' : 'environment', name);
  return environment === undefined ? words(kind, name) : words(`${kind}In`, name, environment);
}
