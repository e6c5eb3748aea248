/**
 * The environment matrix: what `kubestack/matrix` answers, and what its page shows. A row is an attribute of a module, a column an
 * environment. All texts are HCL on one line, shortened where they are long; sensitive values are `(sensitive value)`.
 */
import type { ModuleKind, Origin } from '../protocol';
import type { NeededSides, ReviewSide } from '../review/review';

/** Part of a platform: a cluster with its node pools and services, or one module block of the root module. */
export interface MatrixScope {
  kind: 'cluster' | 'module';
  /** Label of the module block. */
  name: string;
}

export interface MatrixParams {
  /** Folder of a platform's root module, or a file in it. */
  uri: string;
  /** Left out: the whole platform. */
  scope?: MatrixScope;
  /** The revision since which changes are marked: its files, with paths relative to the platform's folder. */
  before?: ReviewSide;
}

export interface MatrixResult extends NeededSides {
  /** Absent if the platform no longer exists. */
  matrix?: Matrix;
}

export interface Matrix {
  /** In promotion order. */
  environments: string[];
  baseEnvironment: string;
  /** The possible scopes: module blocks of the root module, in the order of the source. */
  modules: MatrixModule[];
  /** In the order of the source. */
  rows: MatrixRow[];
  /** Number of rows that were left out because there are too many. */
  omitted: number;
  /** One for each environment. */
  nodes: NodeCounts[];
  /** URIs of the files that cells name by their index. */
  files: string[];
  /** Parts of the configuration that could not be evaluated and have no rows or no comparison: one sentence each. */
  problems: string[];
}

export interface MatrixModule {
  kind: ModuleKind;
  name: string;
}

export interface MatrixRow {
  /** Unique, and the same after every edit that keeps the names. */
  id: string;
  /** Label of the module block; `a.b` of a block in a local module. */
  module: string;
  /** `default_node_pool.min_size` */
  attribute: string;
  /** One for each environment. */
  cells: MatrixCell[];
}

export interface MatrixCell {
  /** '' if the attribute is not set. */
  text: string;
  /** Absent if the attribute is not set. */
  origin?: Origin;
  /** The value differs from the base environment's. */
  differs?: boolean;
  /** Not known before a plan; the text is the expression. */
  unknown?: boolean;
  /** The value of the base environment that it overrides. */
  overrides?: string;
  /** The locals and variables that the value comes from: `local.size = var.size · var.size = 3`. */
  why?: string;
  /** The value differs from the one at the compared revision. */
  change?: MatrixChange;
  /** Where the effective value is set: index in `files`, and zero-based line and character. */
  // eslint-disable-next-line kubestack/vocabulary -- a property of a request
  place?: [file: number, line: number, character: number];
}

export interface MatrixChange {
  /** The value at the revision; absent if the attribute was not set. */
  before?: string;
}

/** Number of nodes in an environment, as far as it is known. */
export interface NodeCounts extends NodeRange {
  /** Number of node pools with an unknown size or number of zones: there can be more nodes than `max`. */
  unknown: number;
  /** By the name of the zone. */
  zones: (NodeRange & { zone: string })[];
}

export interface NodeRange {
  min: number;
  max: number;
}
