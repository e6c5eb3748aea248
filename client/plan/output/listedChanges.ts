/**
 * Collects the changes that `plan -json` lists, without values. Terraform writes them after planning, so they can be shown while the plan
 * file is still being read. Format: `planned_change`, `resource_drift` and `outputs` in the machine-readable UI.
 */
import { ownProperty } from '../../../common/ownProperty';
import { optional, type Shape } from '../../../common/shape';
import type { JsonChange, JsonResourceChange, PlanJson } from '../../../common/plan/planJson';

interface ListedResource {
  addr?: string;
  module?: string;
  /** The address in its module. */
  resource?: string;
  resource_type?: string;
  resource_name?: string;
  implied_provider?: string;
}

/** A line of `plan -json` that lists a change. */
export interface ListedLine {
  type?: string;
  change?: {
    resource?: ListedResource;
    previous_resource?: ListedResource;
    action?: string;
    reason?: string;
    importing?: object;
  };
  outputs?: Readonly<Record<string, { action?: string }>>;
}

const RESOURCE: Shape = {
  addr: optional('string'),
  module: optional('string'),
  resource: optional('string'),
  resource_type: optional('string'),
  resource_name: optional('string'),
};

/** `change` of a line. */
export const LISTED_CHANGE: Shape = {
  resource: optional(RESOURCE),
  previous_resource: optional(RESOURCE),
  action: optional('string'),
  reason: optional('string'),
  importing: optional({}),
};

/** Maps actions in these lines to those of `show -json`. All others change nothing. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  create: ['create'],
  read: ['read'],
  update: ['update'],
  replace: ['delete', 'create'],
  delete: ['delete'],
  remove: ['forget'],
  move: ['no-op'],
  import: ['no-op'],
};

/** The same for reasons, where the words differ. Source: internal/command/views/json/change.go and jsonplan/plan.go of hashicorp/terraform. */
const REASONS: Readonly<Record<string, string>> = {
  tainted: 'replace_because_tainted',
  requested: 'replace_by_request',
  replace_triggered_by: 'replace_by_triggers',
  cannot_update: 'replace_because_cannot_update',
};

/** Collects lines. */
export class ListedChanges {
  private readonly changes = new Map<string, JsonResourceChange>();
  private readonly drift = new Map<string, JsonResourceChange>();
  private outputs: Record<string, JsonChange> = {};

  push({ type, change, outputs }: ListedLine): void {
    if (type === 'planned_change') add(change, this.changes);
    else if (type === 'resource_drift') add(change, this.drift);
    else if (type === 'outputs') this.outputs = outputChanges(outputs ?? {});
  }

  /** @returns the changes as `show -json` has them, without values, checks and paths that force a replacement. */
  get json(): PlanJson {
    return {
      changes: [...this.changes.values()],
      drift: [...this.drift.values()],
      outputs: this.outputs,
      checks: [],
      variables: {},
      declaredVariables: {},
      version: '',
    };
  }
}

function add(change: ListedLine['change'], to: Map<string, JsonResourceChange>): void {
  const listed = change && resourceChange(change);
  if (!listed) return;
  // A second change of the same address is of a deposed object, left behind by an earlier apply.
  const isSecond = to.has(listed.address);
  const id = isSecond ? `${listed.address} ${to.size}` : listed.address;
  to.set(id, isSecond ? { ...listed, deposed: String(to.size) } : listed);
}

function resourceChange({
  resource,
  previous_resource: previous,
  action = '',
  reason,
  importing,
}: NonNullable<ListedLine['change']>): JsonResourceChange | undefined {
  const listed = ownProperty(ACTIONS, action);
  if (!listed || resource?.addr === undefined) return undefined;
  const isData = resource.resource?.startsWith('data.') === true;
  return {
    address: resource.addr,
    ...(previous?.addr !== undefined && { previous_address: previous.addr }),
    ...(resource.module !== undefined && { module_address: resource.module }),
    mode: isData ? 'data' : 'managed',
    type: resource.resource_type ?? '',
    name: resource.resource_name ?? '',
    ...(reason !== undefined && { action_reason: ownProperty(REASONS, reason) ?? reason }),
    // The ID of an import may be sensitive, which only the plan file states.
    change: { actions: listed, ...((importing !== undefined || action === 'import') && { importing: {} }) },
  };
}

function outputChanges(outputs: NonNullable<ListedLine['outputs']>): Record<string, JsonChange> {
  const changed = Object.entries(outputs).filter(([, { action }]) => action !== undefined && action !== 'noop');
  return Object.fromEntries(changed.map(([name, { action }]) => [name, { actions: [action ?? 'update'] }]));
}
