/**
 * The layout of a platform diagram. Environments are side by side in promotion order, and a cluster has the same position in each, so that
 * differences can be found by looking across. docs/diagram.md explains why no library does this.
 */
import type { Box, Diagram, DiagramArrow, DiagramNode, WaitingCommits } from '../../../common/diagram/diagram';
import { english, type Translate } from '../../../common/localization';
import {
  CLUSTER_CARD,
  ENVIRONMENT_BOX,
  PLATFORM_BOX,
  WIDE,
  type DiagramWidths,
} from '../../../common/diagram/measures';
import { largest } from '../../../common/lists';
import { shortVersion } from '../../../common/shortNames';
import { uriComponent } from '../../../common/uriComponent';
import type { ContentCluster, ContentPart, DiagramContent } from './diagramContent';

/** Title of a single platform. Not the folder's name, which may differ between clones: the diagram must be the same everywhere. */
export const diagramTitle = (t: Translate): string => t('Kubestack platform');

/** Preferred ratio of width to height. */
const RATIO = 1.6;

/**
 * @param name distinguishes the platforms
 * @param t sets the language, as it did for the facts in `contents`
 */
export function layOutDiagram(
  contents: readonly DiagramContent[],
  name: (content: DiagramContent) => string,
  waiting: readonly WaitingCommits[],
  t: Translate = english,
  widths: DiagramWidths = WIDE,
): Diagram {
  const nodes: DiagramNode[] = [];
  const arrows: DiagramArrow[] = [];
  let y = 0;
  let width = 0;
  for (const content of contents) {
    const placed = new PlatformLayout(content, name(content), contents.length > 1, y, waiting, t, widths);
    nodes.push(...placed.nodes);
    arrows.push(...placed.arrows);
    width = Math.max(width, placed.width);
    y += placed.height + PLATFORM_BOX.gap;
  }
  return { width, height: Math.max(0, y - PLATFORM_BOX.gap), nodes, arrows };
}

/** A cluster with its position in every environment, relative to the area of clusters. */
interface PlacedCard extends Box {
  readonly id: string;
  readonly cluster: ContentCluster;
  /** From the top of the card. */
  readonly parts: readonly { readonly part: ContentPart; readonly y: number; readonly height: number }[];
}

class PlatformLayout {
  readonly nodes: DiagramNode[] = [];
  readonly arrows: DiagramArrow[] = [];
  readonly width: number;
  readonly height: number;
  private readonly prefix: string;

  constructor(
    private readonly content: DiagramContent,
    name: string,
    isOneOfSeveral: boolean,
    top: number,
    waiting: readonly WaitingCommits[],
    private readonly t: Translate,
    private readonly widths: DiagramWidths,
  ) {
    const { environments, uri, frameworkVersions } = content;
    this.prefix = isOneOfSeveral ? `${uriComponent(name)}/` : '';
    const services = this.loneServices();
    const cards = this.cards([...content.clusters, ...(services ? [services] : [])]);
    const inner = { width: largest(cards.map(right)), height: largest(cards.map(bottom)) };
    const column = Math.max(inner.width, widths.card) + 2 * ENVIRONMENT_BOX.padding;
    const height = ENVIRONMENT_BOX.header + inner.height + ENVIRONMENT_BOX.padding;
    this.width = environments.length * (column + widths.gap) - widths.gap + 2 * PLATFORM_BOX.padding;
    this.height = PLATFORM_BOX.header + height + PLATFORM_BOX.padding;
    const platform = this.prefix + 'platform';
    this.nodes.push({
      id: platform,
      kind: 'platform',
      label: name,
      name,
      platform: uri,
      differences: 0,
      x: 0,
      y: top,
      width: this.width,
      height: this.height,
      facts: frameworkVersions.map(version => ({ text: shortVersion(version) })),
    });
    environments.forEach((environment, index) => {
      const x = PLATFORM_BOX.padding + index * (column + widths.gap);
      const box = { x, y: top + PLATFORM_BOX.header, width: column, height };
      this.placeEnvironment(environment, box, platform, cards, waiting);
    });
  }

  private placeEnvironment(
    environment: string,
    box: Box,
    parent: string,
    cards: readonly PlacedCard[],
    waiting: readonly WaitingCommits[],
  ): void {
    const { uri, baseEnvironment } = this.content;
    const id = this.prefix + uriComponent(environment);
    const isBase = environment === baseEnvironment;
    const node: DiagramNode = {
      id,
      kind: 'environment',
      parent,
      label: environment,
      name: environment,
      platform: uri,
      environment,
      ...box,
      facts: [],
      differences: 0,
      ...(isBase ? { isBase } : {}),
    };
    this.nodes.push(node);
    for (const card of cards) node.differences += this.placeCard(card, environment, id, box);
    const before = this.nodes.findLast(({ kind, x }) => kind === 'environment' && x < box.x);
    if (!before) return;
    const commits = waiting.find(each => each.environment === environment)?.commits;
    this.arrows.push({
      from: before.id,
      to: id,
      platform: uri,
      environment,
      ...(commits === undefined ? {} : { waiting: commits }),
      x1: before.x + before.width,
      x2: box.x,
      y: box.y + ENVIRONMENT_BOX.header / 2,
    });
  }

  /** @returns how many attributes in it differ */
  private placeCard(
    { id, cluster, parts, ...box }: PlacedCard,
    environment: string,
    parent: string,
    area: Box,
  ): number {
    const x = area.x + ENVIRONMENT_BOX.padding + box.x;
    const y = area.y + ENVIRONMENT_BOX.header + box.y;
    const card = `${parent}/${id}`;
    const { t } = this;
    let differences = 0;
    const placeNode = (part: ContentPart, at: Box, own: Pick<DiagramNode, 'id' | 'parent' | 'isCollapsed'>): void => {
      const here = part.environments.get(environment);
      differences += here?.differences ?? 0;
      this.nodes.push({
        ...own,
        kind: part.kind,
        label: part.label,
        name: part.name,
        platform: this.content.uri,
        environment,
        ...(part.provider ? { provider: part.provider } : {}),
        ...at,
        facts: here ? [...here.facts] : [{ text: t('no configuration for {0}', environment) }],
        differences: here?.differences ?? 0,
        ...(here ? {} : { isMissing: true }),
        ...(part.location ? { location: part.location } : {}),
      });
    };
    const isGroup = cluster.name === '';
    if (!isGroup) {
      const { isCollapsed: collapsed } = cluster;
      const isCollapsed = collapsed === undefined ? {} : { isCollapsed: collapsed };
      placeNode(cluster, { ...box, x, y }, { id: card, parent, ...isCollapsed });
    }
    for (const { part, ...at } of parts) {
      const inside = {
        x: x + CLUSTER_CARD.padding,
        y: y + at.y,
        width: box.width - 2 * CLUSTER_CARD.padding,
        height: at.height,
      };
      placeNode(part, inside, { id: `${card}/${uriComponent(part.name)}`, parent: isGroup ? parent : card });
    }
    return differences;
  }

  /** Services of no cluster are laid out like the parts of a card without a frame. */
  private loneServices(): ContentCluster | undefined {
    const { services } = this.content;
    if (services.length === 0) return undefined;
    const card = { kind: 'cluster', name: '', label: '', environments: new Map() } as const;
    return { ...card, parts: services };
  }

  /** Fills columns in source order; the number of columns is the one with the best ratio. */
  private cards(clusters: readonly ContentCluster[]): PlacedCard[] {
    const sized = clusters.map(cluster => this.sized(cluster));
    const total = sized.reduce((sum, { height }) => sum + height + CLUSTER_CARD.gap, 0);
    const columns = this.columnsFor(total, sized.length);
    const limit = total / columns;
    let column = 0;
    let y = 0;
    return sized.map(card => {
      // A column may exceed the height by half a card, so that the last column is not longer than the others.
      if (y > 0 && y + card.height / 2 > limit && column < columns - 1) {
        column++;
        y = 0;
      }
      const placed = { ...card, x: column * (this.widths.card + CLUSTER_CARD.gap), y };
      y += card.height + CLUSTER_CARD.gap;
      return placed;
    });
  }

  private columnsFor(total: number, count: number): number {
    const environments = this.content.environments.length;
    let best = 1;
    let nearest = Infinity;
    for (let columns = 1; columns <= Math.max(1, count); columns++) {
      const width =
        environments *
        (columns * (this.widths.card + CLUSTER_CARD.gap) + 2 * ENVIRONMENT_BOX.padding + this.widths.gap);
      const height = total / columns + ENVIRONMENT_BOX.header + PLATFORM_BOX.header;
      const distance = Math.abs(Math.log(width / height / RATIO));
      if (distance >= nearest) break;
      nearest = distance;
      best = columns;
    }
    return best;
  }

  /** As high as in the environment with most facts. */
  private sized(cluster: ContentCluster): PlacedCard {
    let y = cluster.name === '' ? 0 : heightOf(cluster);
    const parts = cluster.parts.map(part => {
      const height = heightOf(part);
      const placed = { part, y, height };
      y += height + CLUSTER_CARD.partGap;
      return placed;
    });
    const height = parts.length === 0 ? y : y - CLUSTER_CARD.partGap + CLUSTER_CARD.padding;
    return { id: uriComponent(cluster.name), cluster, parts, x: 0, y: 0, width: this.widths.card, height };
  }
}

function heightOf({ kind, environments }: ContentPart): number {
  const lines = largest([...environments.values()].map(({ facts }) => facts.length));
  return (
    (kind === 'cluster' ? CLUSTER_CARD.header : CLUSTER_CARD.partHeader) +
    lines * CLUSTER_CARD.line +
    CLUSTER_CARD.below
  );
}

const right = ({ x, width }: Box): number => x + width;
const bottom = ({ y, height }: Box): number => y + height;
