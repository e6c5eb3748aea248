/**
 * The platform diagram: what `kubestack/diagram` answers, and what is drawn. The server decides what is shown and where; a page and the
 * exported SVG draw the same boxes (`drawing.ts`). Lengths are pixels at 100 %, positions are from the top left corner.
 */
import type { Cluster, Provider } from '../protocol';

/** `auto`: clusters are collapsed where there are too many to look at. */
export type DiagramDetail = 'auto' | 'expanded' | 'collapsed';

export interface DiagramParams {
  /** Folder of a platform's root module, or a file in it. */
  uri: string;
  /** Left out: `auto`. */
  detail?: DiagramDetail;
  /** Names of clusters that are expanded where the others are collapsed, and the other way around. */
  toggled?: string[];
  /** What waits to be promoted, where Git knows. */
  waiting?: WaitingCommits[];
}

/** Commits that are in the environment before this one, and not in this one yet. */
export interface WaitingCommits {
  environment: string;
  commits: number;
}

export interface DiagramResult {
  /** Absent where there is no platform any more. */
  diagram?: Diagram;
}

/** `kubestack/diagramText`: the picture as text that stands alone. */
export interface DiagramTextParams extends DiagramParams {
  format: 'svg' | 'mermaid';
}
export interface DiagramTextResult {
  /** Absent where there is no platform any more. */
  text?: string;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Diagram {
  width: number;
  height: number;
  /** In drawing order: what is around others comes first. */
  nodes: DiagramNode[];
  arrows: DiagramArrow[];
}

export type DiagramNodeKind = 'platform' | 'environment' | 'cluster' | 'nodePool' | 'service';

export interface DiagramNode extends Box {
  /** Unique, and the same after every edit that keeps the names. */
  id: string;
  kind: DiagramNodeKind;
  /** The node that it is in. */
  parent?: string;
  /** What is drawn as its name: without what the node around it says already. */
  label: string;
  /** Label of the module block, name of the environment, or folder of the platform. */
  name: string;
  /** Folder of the platform. */
  platform: string;
  environment?: string;
  provider?: Provider;
  /** What is drawn below the name. */
  facts: DiagramFact[];
  /** Attributes that have another value than in the base environment. */
  differences: number;
  /** The other environments inherit from this one. */
  isBase?: boolean;
  /** The module has no configuration for this environment. */
  isMissing?: boolean;
  /** Of a cluster that has node pools or services: whether these are not drawn. */
  isCollapsed?: boolean;
  location?: Cluster['location'];
}

export interface DiagramFact {
  text: string;
  /** It is another one than in the base environment. */
  differs?: boolean;
}

/** Promotion, from one environment to the next. */
export interface DiagramArrow {
  /** Ids of environments. */
  from: string;
  to: string;
  platform: string;
  /** Name of the environment that it leads to. */
  environment: string;
  /** Commits that wait; undefined where Git does not know. */
  waiting?: number;
  /** A horizontal line. */
  x1: number;
  x2: number;
  y: number;
}
