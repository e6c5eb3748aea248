/**
 * The platform diagram: what `kubestack/diagram` answers, and what is drawn. The server decides what is shown and where; a page and the
 * exported SVG draw the same boxes (`drawing.ts`). Lengths are pixels at 100 %, positions are from the top left corner.
 */
import type { Cluster, Provider } from '../protocol';

/** `auto` collapses clusters when there are too many to show. */
export type DiagramDetail = 'auto' | 'expanded' | 'collapsed';

export interface DiagramParams {
  /** Folder of a platform's root module, or a file in it. */
  uri: string;
  /** Left out: `auto`. */
  detail?: DiagramDetail;
  /** Names of clusters that are expanded where the others are collapsed, and the other way around. */
  toggled?: string[];
  /** Commits that wait to be promoted, if Git is available. */
  waiting?: WaitingCommits[];
  /** Size of the page, in pixels. The layout is compact if this makes a diagram readable that is too wide. */
  room?: DiagramRoom;
}

export interface DiagramRoom {
  width: number;
  height: number;
}

/** Commits that are in the environment before this one, but not yet in this one. */
export interface WaitingCommits {
  environment: string;
  commits: number;
}

/** What an environment runs, if Git is available. The extension host adds it to the answer; exported pictures don't have it. */
export interface StateTexts {
  environment: string;
  texts: string[];
  /** The last apply has failed, or resources have drifted. */
  problem?: 'failed' | 'drifted';
}

export interface DiagramResult {
  /** Absent if the platform no longer exists. */
  diagram?: Diagram;
}

/** `kubestack/diagramText`: the diagram as a self-contained text. */
export interface DiagramTextParams extends DiagramParams {
  format: 'svg' | 'mermaid';
}
export interface DiagramTextResult {
  /** Absent if the platform no longer exists. */
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
  /** In drawing order: a node comes before the nodes inside it. */
  nodes: DiagramNode[];
  arrows: DiagramArrow[];
}

export type DiagramNodeKind = 'platform' | 'environment' | 'cluster' | 'nodePool' | 'service';

export interface DiagramNode extends Box {
  /** Unique, and the same after every edit that keeps the names. */
  id: string;
  kind: DiagramNodeKind;
  /** Id of the node that contains it. */
  parent?: string;
  /** The displayed name, without the part that the containing node already shows. */
  label: string;
  /** Label of the module block, name of the environment, or folder of the platform. */
  name: string;
  /** Folder of the platform. */
  platform: string;
  environment?: string;
  provider?: Provider;
  /** What is drawn below the name. */
  facts: DiagramFact[];
  /** Number of attributes that differ from the base environment. */
  differences: number;
  /** The other environments inherit from this one. */
  isBase?: boolean;
  /** The last apply of this environment has failed, or resources have drifted. */
  problem?: 'failed' | 'drifted';
  /** The module has no configuration for this environment. */
  isMissing?: boolean;
  /** Whether the node pools and services of a cluster are hidden. Absent for other nodes. */
  isCollapsed?: boolean;
  location?: Cluster['location'];
}

export interface DiagramFact {
  text: string;
  /** The value differs from the base environment. */
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
  /** Number of commits that wait; undefined if Git does not know. */
  waiting?: number;
  /** A horizontal line. */
  x1: number;
  x2: number;
  y: number;
}
