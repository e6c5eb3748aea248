/**
 * The environment matrix: what `kubestack/matrix` answers, and what its page shows. A row is an attribute of a module, a column an
 * environment. All texts are HCL on one line, shortened where they are long; sensitive values are `(sensitive value)`.
 */
import type { ComparisonSide, ModuleKind, Origin } from '../protocol';

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
  before?: ComparisonSide;
}

export interface MatrixResult {
  /** Absent where there is no platform any more. */
  matrix?: Matrix;
}

export interface Matrix {
  /** In promotion order. */
  environments: string[];
  baseEnvironment: string;
  /** What can be looked at alone: module blocks of the root module, in the order of the source. */
  modules: MatrixModule[];
  /** In the order of the source. */
  rows: MatrixRow[];
  /** Rows that were left out because there are too many. */
  omitted: number;
  /** One for each environment. */
  nodes: NodeCounts[];
  /** URIs of the files that cells name by their index. */
  files: string[];
  /** What is not understood, and therefore not among the rows or not compared: a sentence for each. */
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
  /** '' where the attribute is not set. */
  text: string;
  /** Absent where the attribute is not set. */
  origin?: Origin;
  /** It is another value than the base environment's. */
  differs?: boolean;
  /** Not known before a plan: the text is the expression. */
  unknown?: boolean;
  /** The value of the base that it takes the place of. */
  overrides?: string;
  /** The value is another one than at the revision that is compared with. */
  change?: MatrixChange;
  /** Where the value that counts is written: index in `files`, and zero-based line and character. */
  place?: [file: number, line: number, character: number];
}

export interface MatrixChange {
  /** The value at the revision; absent where the attribute was not set. */
  before?: string;
}

/** How many nodes an environment has, as far as that can be known. */
export interface NodeCounts extends NodeRange {
  /** Node pools whose size is not known, or not how many zones they are in: there are more nodes than `max` says. */
  unknown: number;
  /** By the name of the zone. */
  zones: (NodeRange & { zone: string })[];
}

export interface NodeRange {
  min: number;
  max: number;
}
