/**
 * A plan as plain data, for the plan view, the diff, the summary and the comparison. It contains no secrets: values that Terraform marks as
 * sensitive are replaced while the plan is read.
 */

/**
 * The action for a resource. `move` and `import` mean that there is no other change; a moved or imported resource with other changes has the
 * action `update` and `previousAddress` or `importId`. `read` is a data source that can be read only during the apply.
 */
export type PlannedAction = 'delete' | 'replace' | 'forget' | 'update' | 'move' | 'import' | 'create' | 'read';

/** Actions in display order, most dangerous first. */
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
 * Replaces a value that can't be shown: `sensitive`, `sensitiveChanged` (sensitive and changed), or `unknown` (known only after the apply). It is
 * a class, so that it differs from every value of a plan.
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

/** The part of the platform that a resource belongs to, determined by the module call in the root module. */
export interface Owner {
  /** `other`: the root module itself, or a module that is not a cluster, node pool or service. */
  kind: 'cluster' | 'nodePool' | 'service' | 'other';
  /** Label of the module block in the root module; '' for the root module itself. */
  name: string;
  /** Label of the cluster that it belongs to; for a cluster, equal to `name`. Absent if there is no cluster. */
  cluster?: string;
}

/** A resource that the plan changes, or that has drifted. */
export interface PlannedResource {
  /** Not unique, since deposed objects have the same address: use `id` as a key. */
  address: string;
  /** Unique within `changes`, and within `drift`. */
  id: string;
  action: PlannedAction;
  /** Previous address in the state, if the resource was moved. */
  previousAddress?: string;
  /** Import id. Also absent for an import if the id is unknown before the apply. */
  importId?: string;
  mode: 'managed' | 'data';
  type: string;
  name: string;
  /** `module.a.module.b["x"]`; '' for the root module. */
  moduleAddress: string;
  /** Source address of the provider: `registry.terraform.io/hashicorp/aws`. */
  provider: string;
  /** Whether a replacement creates the new object before it deletes the old one (`create_before_destroy`). */
  createBeforeDestroy: boolean;
  /** Key of a deposed object, which an earlier apply failed to delete. */
  deposed?: string;
  /** Terraform's `action_reason`, for example `replace_because_tainted` or `delete_because_no_resource_config`. */
  reason?: string;
  /** Attributes that force the replacement, for example `cluster_version` or `disk[0].size`. Empty for other actions. */
  replacePaths: readonly string[];
  /** Value before the change; absent if the resource does not exist yet. */
  before?: PlanValue;
  /** Value after the change; absent if the resource will no longer exist. */
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

/** A check block, or a condition of a resource, output or variable, with its result. */
export interface PlanCheck {
  /** For example `check.dns` or `module.a.terraform_data.b`. */
  address: string;
  kind: 'check' | 'resource' | 'output' | 'variable';
  status: 'pass' | 'fail' | 'error' | 'unknown';
  /** Messages of the failed conditions. */
  problems: readonly string[];
}

/** A range in a file. Lines and characters are zero-based, and characters are UTF-16 code units. */
export interface PlanRange {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** A diagnostic of Terraform. */
export interface PlanDiagnostic {
  severity: 'error' | 'warning';
  summary: string;
  /** Can be empty. */
  detail: string;
  /** Address of the resource or module. */
  address?: string;
  /** Absolute path. Absent for diagnostics without a location; if it is set, so is `range`. */
  file?: string;
  range?: PlanRange;
}

/** Number of resources for each action, including 0. */
export type ActionCounts = Readonly<Record<PlannedAction, number>>;

/** The result of a plan for one environment. */
export interface Plan {
  environment: string;
  /** Absolute path of the root module. */
  folder: string;
  product: 'terraform' | 'tofu';
  /** Version of that program. */
  version: string;
  /** Time when it was finished, in milliseconds since 1970. */
  finishedAt: number;
  /** Most dangerous first, then by cluster in the platform's order, then by address. */
  changes: readonly PlannedResource[];
  /** Changes outside of Terraform that the plan detected, in the same order. */
  drift: readonly PlannedResource[];
  /** Sorted by name. */
  outputs: readonly PlannedOutput[];
  /** Failed and erroneous ones first. */
  checks: readonly PlanCheck[];
  /** Only warnings, since errors prevent a plan. */
  diagnostics: readonly PlanDiagnostic[];
  counts: ActionCounts;
  /** Whether it is a drift check, which plans no changes (`-refresh-only`). */
  refreshOnly?: true;
  /** Origin of a plan from a pipeline's report. */
  origin?: PlanOrigin;
  /** Files that the plan depends on, see staleness.ts. */
  inputs: PlanInputs;
}

/** Origin of the report of a pipeline. */
export interface PlanOrigin {
  /** Name of the file. */
  readonly file: string;
  /** Full hash of the commit that was planned. */
  readonly commit?: string;
  /** The commit whose pipelines were searched: for a pull request, its newest commit. `commit` can be the merge commit instead. */
  readonly asked?: string;
  /** Page of the pipeline run. */
  readonly url?: string;
  /** Git host, pipeline run and search target: `gitlab.com · plan · pull request #3`. */
  readonly source?: string;
}

/** SHA-256 hashes (hexadecimal) of the files that a plan depends on, by absolute path; null for a file that did not exist. */
export interface PlanInputs {
  readonly files: Readonly<Record<string, string | null>>;
}
