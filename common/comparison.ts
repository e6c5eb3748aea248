/** The values of a review: what differs between two sides. */
import type { ModuleKind } from './moduleKind';

/** Differences between two sides. Contains no secrets: sensitive values are replaced by `(sensitive value)`. */
export interface Comparison {
  /** Environments of both sides, in promotion order. */
  environments: string[];
  addedEnvironments: string[];
  removedEnvironments: string[];
  modules: ComparedModule[];
  attributes: ComparedAttribute[];
  /** What changed versions of the framework apply differently, beside values; absent if nothing is known. */
  releaseChanges?: ComparedRelease[];
  /** Versions of Kubernetes that skip one, or reach a later environment first; absent if there are none. */
  versionOrder?: ComparedVersionOrder[];
  /** Configurations that are not compared because one side can't be evaluated. */
  problems: ComparisonProblem[];
}

interface ComparedPart {
  /** Name of the cluster that the module defines or belongs to. */
  cluster?: string;
  /** Folder of the platform, relative to the compared folder. Absent if both are the same. */
  platform?: string;
}

export interface ComparedModule extends ComparedPart {
  /** Label of the module block; `a.b` for a block in a local module. */
  name: string;
  kind: ModuleKind;
  change: 'added' | 'removed' | 'version' | 'source';
  /** Version; for the change `source`, the module source. */
  before?: string;
  after?: string;
}

export interface ComparedAttribute extends ComparedPart {
  environment: string;
  module: string;
  path: string[];
  change: 'added' | 'removed' | 'changed';
  /** Only in an added environment: the value is the base environment's. */
  inherited?: true;
  /** JSON value; null if the expression is set instead. */
  before?: unknown;
  after?: unknown;
  /** Source text if the value is unknown before a plan, JSON with all digits if a double can't represent a number in it, or `(sensitive value)`. */
  beforeExpression?: string;
  afterExpression?: string;
}

export interface ComparedVersionOrder {
  environment: string;
  /** The cluster. */
  module: string;
  message: string;
}

export interface ComparedRelease {
  /** The first release with the change. */
  release: string;
  /** Names of the modules that it concerns. */
  modules: string[];
  effect: 'destroys' | 'replaces' | 'changes' | 'requires';
  summary: string;
  /** What to do. */
  action?: string;
}

export interface ComparisonProblem extends ComparedPart {
  side: 'before' | 'after';
  /** The name of the module; for a file that could not be read, its path. */
  module: string;
  message: string;
}
