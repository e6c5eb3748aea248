/** The plan report that a pipeline stores: a small JSON file without secrets. docs/plan-report.md describes the format. */
import { changedAttributePaths } from './changedPaths';
import { ownerGroups, resourcesIn, type OwnerGroup } from './ownerGroups';
import type { ActionCounts, Owner, Plan, PlanCheck, PlanValue, PlannedOutput, PlannedResource } from './plan';
import { countActions } from './planModel';
import { reportedValue } from './reportValues';

/** Identifies a report among other JSON. */
export const REPORT_FORMAT = 'kubestack-plan-report';
/** Incremented for changes that older readers would misinterpret. New properties don't require a new version. */
export const REPORT_VERSION = 1;

/** Maximum number of paths for each resource; `morePaths` is set if there are more. */
const MAX_PATHS = 100;

export interface PlanReport {
  readonly format: typeof REPORT_FORMAT;
  readonly version: typeof REPORT_VERSION;
  readonly environment?: string;
  /** Full hash of the commit that was planned. */
  readonly commit?: string;
  /** Page of the pipeline run that planned it. */
  readonly url?: string;
  /** Time of the plan in RFC 3339. */
  readonly plannedAt?: string;
  /** Whether the plan only compares the state with reality: `changes` is empty, and `drift` is complete. */
  readonly refreshOnly?: true;
  readonly product: Plan['product'];
  readonly productVersion: string;
  readonly counts: ActionCounts;
  readonly groups: readonly ReportedGroup[];
  readonly changes: readonly ReportedResource[];
  readonly drift: readonly ReportedResource[];
  readonly outputs: readonly ReportedOutput[];
  readonly checks: readonly PlanCheck[];
}

/** A part of the platform, with the `id`s of its changes. */
export interface ReportedGroup extends Owner {
  readonly counts: ActionCounts;
  readonly changes: readonly string[];
  readonly parts?: readonly ReportedGroup[];
}

/** A resource; `before` and `after` as JSON, see reportValues.ts. */
export interface ReportedResource extends Omit<PlannedResource, 'before' | 'after'> {
  readonly changedPaths: readonly string[];
  /** Whether there are more changed paths. */
  readonly morePaths?: true;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ReportedOutput extends Omit<PlannedOutput, 'before' | 'after'> {
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The part of a report about the origin of a plan. */
export type ReportOrigin = Pick<PlanReport, 'environment' | 'commit' | 'url' | 'plannedAt'>;

/** The part of a plan that a report contains. */
export type ReportedParts = Pick<
  Plan,
  'product' | 'version' | 'changes' | 'drift' | 'outputs' | 'checks' | 'refreshOnly'
>;

/**
 * Creates the report of a plan. It contains only values that the plan view shows.
 *
 * @returns JSON in pieces, so that it is never in memory as a whole: one line for each property, and one for each change
 */
export function* planReportText(plan: ReportedParts, origin: ReportOrigin): Generator<string> {
  yield '{\n';
  for (const [name, value] of Object.entries(reportHead(plan, origin)))
    yield `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`;
  yield* reportedList('changes', plan.changes);
  yield ',\n';
  yield* reportedList('drift', plan.drift);
  yield '\n}\n';
}

function* reportedList(name: 'changes' | 'drift', resources: readonly PlannedResource[]): Generator<string> {
  yield `  "${name}": [`;
  let separator = '\n    ';
  for (const resource of resources) {
    yield `${separator}${JSON.stringify(reportedResource(resource))}`;
    separator = ',\n    ';
  }
  yield resources.length === 0 ? ']' : '\n  ]';
}

function reportHead(plan: ReportedParts, origin: ReportOrigin): Omit<PlanReport, 'changes' | 'drift'> {
  const { environment, commit, url, plannedAt } = origin;
  return {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    ...(environment !== undefined && { environment }),
    ...(commit !== undefined && { commit }),
    ...(url !== undefined && { url }),
    ...(plannedAt !== undefined && { plannedAt }),
    ...(plan.refreshOnly && { refreshOnly: true }),
    product: plan.product,
    productVersion: plan.version,
    counts: countActions(plan.changes),
    groups: ownerGroups(plan.changes).map(reportedGroup),
    outputs: plan.outputs.map(output => ({ ...output, ...reportedSides(output) })),
    checks: plan.checks,
  };
}

function reportedGroup(group: OwnerGroup): ReportedGroup {
  const { owner, resources, parts } = group;
  return {
    ...owner,
    counts: countActions(resourcesIn(group)),
    changes: resources.map(({ id }) => id),
    ...(parts.length > 0 && { parts: parts.map(reportedGroup) }),
  };
}

function reportedResource(resource: PlannedResource): ReportedResource {
  const { paths, more } = changedAttributePaths(resource, MAX_PATHS);
  return {
    ...resource,
    changedPaths: paths.filter(path => path !== ''),
    ...(more && { morePaths: true as const }),
    ...reportedSides(resource),
  };
}

function reportedSides({ before, after }: { before?: PlanValue; after?: PlanValue }): {
  before?: unknown;
  after?: unknown;
} {
  return {
    ...(before !== undefined && { before: reportedValue(before) }),
    ...(after !== undefined && { after: reportedValue(after) }),
  };
}
