/**
 * What a plan says, as plain data: what the view, the diff, the summary and the comparison are made from. Everything in here may be
 * shown: values that terraform marks as sensitive were replaced while the plan was read, and are nowhere in it.
 */

/**
 * What happens to a resource. `move` and `import` stand for resources whose only change is that; one that is updated as well is an
 * `update` with `previousAddress` or `importId`. `read` is a data source that can only be read while applying.
 */
export type PlannedAction = 'delete' | 'replace' | 'forget' | 'update' | 'move' | 'import' | 'create' | 'read';

/** In the order a reviewer reads: most dangerous first. */
export const ACTIONS_BY_DANGER: readonly PlannedAction[] = [
  'delete',
  'replace',
  'forget',
  'update',
  'move',
  'import',
  'create',
  'read',
];

/**
 * Stands in a plan where a value can't be shown: `sensitive`, `sensitiveChanged` (sensitive, and another one than before), or
 * `unknown`: terraform knows it after the apply only. A class, so that no value of a plan can be mistaken for one.
 */
export class Hidden {
  private constructor(readonly why: 'sensitive' | 'sensitiveChanged' | 'unknown') {}
  static readonly sensitive = new Hidden('sensitive');
  static readonly sensitiveChanged = new Hidden('sensitiveChanged');
  static readonly unknown = new Hidden('unknown');
}

/** A value of a plan. Keys of objects are sorted. */
export type PlanValue =
  null | boolean | number | string | Hidden | readonly PlanValue[] | { readonly [key: string]: PlanValue };

/** Which part of the platform a resource belongs to, by the module call of the root module that it is in. */
export interface Owner {
  /** `other`: of the root module itself, or of a module that is no cluster, node pool or service. */
  kind: 'cluster' | 'nodePool' | 'service' | 'other';
  /** Label of the module block in the root module; '' for the root module itself. */
  name: string;
  /** Label of the cluster that it belongs to; the name itself for a cluster. Missing where there is none. */
  cluster?: string;
}

/** A resource that the plan changes, or that has drifted. */
export interface PlannedResource {
  /** Unique within a plan, but for deposed objects: use `id`. */
  address: string;
  /** Unique within `changes`, and within `drift`. */
  id: string;
  action: PlannedAction;
  /** Where it was in the state, for one that moved. */
  previousAddress?: string;
  /** By which id it is imported; missing too when the id is not known yet: then `action` alone tells. */
  importId?: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  /** `module.a.module.b["x"]`; '' for the root module. */
  moduleAddress: string;
  /** Source address of the provider: `registry.terraform.io/hashicorp/aws`. */
  provider: string;
  /** The object that is replaced first and deleted last; of resources with `create_before_destroy`. */
  createBeforeDestroy: boolean;
  /** Key of an object that an earlier apply has left behind. */
  deposed?: string;
  /** Why terraform does that, by its own word: `replace_because_tainted`, `delete_because_no_resource_config`. */
  reason?: string;
  /** What forces the replacement: `cluster_version`, `disk[0].size`. Empty for other actions. */
  replacePaths: readonly string[];
  /** What there is; missing for what does not exist yet. */
  before?: PlanValue;
  /** What there will be; missing for what will not exist any more. */
  after?: PlanValue;
  owner: Owner;
}

/** An output value that changes. */
export interface PlannedOutput {
  name: string;
  action: 'create' | 'update' | 'delete';
  before?: PlanValue;
  after?: PlanValue;
}

/** A check block, or a condition of a resource, output or variable, and how it came out. */
export interface PlanCheck {
  /** `check.dns`, `module.a.terraform_data.b`. */
  address: string;
  kind: 'check' | 'resource' | 'output' | 'variable';
  status: 'pass' | 'fail' | 'error' | 'unknown';
  /** Messages of the conditions that failed. */
  problems: readonly string[];
}

/** A place in a file. Lines and characters are zero-based, characters are UTF-16 units. */
export interface PlanRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** What terraform has to say, and where. */
export interface PlanDiagnostic {
  severity: 'error' | 'warning';
  summary: string;
  /** '' where it says nothing more. */
  detail: string;
  /** The resource or module it is about. */
  address?: string;
  /** Absolute path. Missing for what has no place; `range` is there whenever `file` is. */
  file?: string;
  range?: PlanRange;
}

/** How many resources per action; each is there, 0 where there are none. */
export type ActionCounts = Readonly<Record<PlannedAction, number>>;

/** The outcome of one plan in one environment. */
export interface Plan {
  environment: string;
  /** Absolute path of the root module. */
  folder: string;
  product: 'terraform' | 'tofu';
  /** Version of that program. */
  version: string;
  /** When it was finished, in milliseconds since 1970. */
  finishedAt: number;
  /** Most dangerous first, then by cluster in the platform's order, then by address. */
  changes: readonly PlannedResource[];
  /** Changes that were made outside of terraform, as far as this plan noticed. In the same order. */
  drift: readonly PlannedResource[];
  /** Sorted by name. */
  outputs: readonly PlannedOutput[];
  /** Failed and erroneous ones first. */
  checks: readonly PlanCheck[];
  /** Warnings, as errors leave no plan behind. */
  diagnostics: readonly PlanDiagnostic[];
  counts: ActionCounts;
  /** Where it comes from, when it is the report of a pipeline. */
  origin?: PlanOrigin;
  /** What it was computed from: see staleness.ts. */
  inputs: PlanInputs;
}

/** Where the report of a pipeline's plan comes from. */
export interface PlanOrigin {
  /** Name of the file. */
  readonly file: string;
  /** Full hash of the commit that was planned. */
  readonly commit?: string;
  /** The commit whose pipelines were asked for it: of a pull request its newest one, where `commit` may be its merge. */
  readonly asked?: string;
  /** Page of the pipeline run. */
  readonly url?: string;
  /** The Git host that had it, the run, and what it was asked for: `gitlab.com · plan · pull request #3`. */
  readonly source?: string;
}

/** The files a plan depends on, and what was in them: SHA-256 in hex by absolute path; null for one that was not there. */
export interface PlanInputs {
  readonly files: Readonly<Record<string, string | null>>;
}
