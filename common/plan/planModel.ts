/** Converts Terraform's JSON to the displayed plan: masks values, finds owners, sorts and counts the changes. */
import { compareNumeric } from '../numericOrder';
import { ownProperty } from '../ownProperty';
import { changedAttributes } from './changedAttributes';
import {
  ACTIONS_BY_DANGER,
  type ActionCounts,
  type Plan,
  type PlanCheck,
  type PlanDiagnostic,
  type PlannedAction,
  type PlannedOutput,
  type PlannedResource,
} from './plan';
import type { JsonChange, JsonCheck, JsonResourceChange, PlanJson } from './planJson';
import { PlanOwners, type PlatformParts } from './planOwner';
import { collectSecrets, displayValue, partOf } from './planValues';
import { collectSecretManifest } from './secretManifests';
import type { WorkSlice } from './workSlice';

/** Information about a plan that is not in its JSON. */
export interface PlanContext extends Pick<
  Plan,
  'environment' | 'folder' | 'product' | 'version' | 'inputs' | 'refreshOnly'
> {
  platform?: PlatformParts;
  diagnostics: readonly PlanDiagnostic[];
  finishedAt: number;
}

/**
 * @param json is consumed: the function removes the changes from it, so that values of a large plan are not in memory twice
 * @param slice lets other work run between the steps, so that thousands of resources don't block the process
 */
export async function buildPlan(json: PlanJson, context: PlanContext, slice: WorkSlice): Promise<Plan> {
  const secrets = await secretsOf(json, slice);
  const owners = new PlanOwners(context.platform);
  const changes = await resourcesOf(json.changes, owners, secrets, slice);
  const drift = await resourcesOf(json.drift, owners, secrets, slice);
  return {
    environment: context.environment,
    folder: context.folder,
    product: context.product,
    version: json.version || context.version,
    finishedAt: context.finishedAt,
    changes: await ordered(changes, owners, slice),
    drift: await ordered(drift, owners, slice),
    outputs: outputsOf(json.outputs, secrets),
    checks: checksOf(json.checks, secrets),
    diagnostics: context.diagnostics.map(diagnostic => ({
      ...diagnostic,
      summary: withoutSecrets(diagnostic.summary, secrets),
      detail: withoutSecrets(diagnostic.detail, secrets),
    })),
    counts: countActions(changes),
    ...(context.refreshOnly && { refreshOnly: true }),
    inputs: context.inputs,
  };
}

/** @returns whether a plan has no changes, no drift and no changed outputs; `read` actions are ignored */
export function isEmptyPlan({ changes, drift, outputs }: Pick<Plan, 'changes' | 'drift' | 'outputs'>): boolean {
  return changes.every(({ action }) => action === 'read') && drift.length === 0 && outputs.length === 0;
}

/** @returns the number of resources for each action */
export function countActions(resources: readonly Pick<PlannedResource, 'action'>[]): ActionCounts {
  const counts = Object.fromEntries(ACTIONS_BY_DANGER.map(action => [action, 0])) as Record<PlannedAction, number>;
  for (const { action } of resources) counts[action]++;
  return counts;
}

async function secretsOf(json: PlanJson, slice: WorkSlice): Promise<Set<string>> {
  const found = new Set<string>();
  for (const [name, { value }] of Object.entries(json.variables)) {
    collectSecrets(value, ownProperty(json.declaredVariables, name)?.sensitive === true, found);
  }
  const changes = [...json.changes.map(({ change }) => change), ...json.drift.map(({ change }) => change)];
  for (const { type, change } of [...json.changes, ...json.drift]) {
    collectSecretManifest(type, change.before, found);
    collectSecretManifest(type, change.after, found);
    if (slice.isOver) await slice.rest();
  }
  for (const change of [...changes, ...Object.values(json.outputs)]) {
    collectSecrets(change.before, change.before_sensitive, found);
    collectSecrets(change.after, change.after_sensitive, found);
    if (slice.isOver) await slice.rest();
  }
  return found;
}

async function resourcesOf(
  changes: JsonResourceChange[],
  owners: PlanOwners,
  secrets: ReadonlySet<string>,
  slice: WorkSlice,
): Promise<PlannedResource[]> {
  const resources: PlannedResource[] = [];
  changes.reverse();
  for (let change = changes.pop(); change; change = changes.pop()) {
    const action = actionOf(change);
    if (action !== undefined) {
      const resource = resourceOf(change, action, owners, secrets);
      changedAttributes(resource);
      resources.push(resource);
    }
    if (slice.isOver) await slice.rest();
  }
  return resources;
}

/** @returns undefined if nothing changes */
function actionOf({ address, previous_address: previous, change }: JsonResourceChange): PlannedAction | undefined {
  const { actions } = change;
  if (actions.length > 1) return 'replace';
  switch (actions[0]) {
    case 'create':
    case 'read':
    case 'update':
    case 'delete':
    case 'forget':
      return actions[0];
    default:
      if (previous !== undefined && previous !== address) return 'move';
      return change.importing ? 'import' : undefined;
  }
}

function resourceOf(
  raw: JsonResourceChange,
  action: PlannedAction,
  owners: PlanOwners,
  secrets: ReadonlySet<string>,
): PlannedResource {
  const { address, previous_address: previous, change, deposed } = raw;
  const moduleAddress = raw.module_address ?? '';
  return {
    address,
    id: deposed === undefined ? address : `${address} (${deposed})`,
    action,
    ...(previous !== undefined && previous !== address && { previousAddress: previous }),
    ...(change.importing?.id !== undefined && { importId: String(shown(change.importing.id, secrets)) }),
    mode: raw.mode ?? 'managed',
    type: raw.type,
    name: raw.name,
    moduleAddress,
    provider: raw.provider_name ?? '',
    createBeforeDestroy: action === 'replace' && change.actions[0] === 'create',
    ...(deposed !== undefined && { deposed }),
    ...(raw.action_reason !== undefined && { reason: raw.action_reason }),
    replacePaths: [...new Set((change.replace_paths ?? []).map(path => pathText(visiblePath(path, change, secrets))))],
    ...sidesOf(change, secrets),
    owner: owners.of(moduleAddress),
  };
}

function shown(text: string, secrets: ReadonlySet<string>): string {
  return secrets.has(text) ? '…' : text;
}

/** Before and after, each only if it exists. */
function sidesOf(change: JsonChange, secrets: ReadonlySet<string>): Pick<PlannedResource, 'before' | 'after'> {
  const { before, after, after_unknown: unknown } = change;
  const exists = before !== null && before !== undefined;
  const willExist = (after !== null && after !== undefined) || unknown === true || !isNothing(unknown);
  return {
    ...(exists && { before: displayValue({ value: before, sensitive: change.before_sensitive }, secrets) }),
    ...(willExist && {
      after: displayValue(
        { value: after, sensitive: change.after_sensitive, unknown, other: { value: before, exists } },
        secrets,
      ),
    }),
  };
}

function isNothing(unknown: unknown): boolean {
  return typeof unknown !== 'object' || unknown === null || Object.keys(unknown).length === 0;
}

/** A path up to a sensitive value, whose keys are a part of it. Keys that are sensitive elsewhere are hidden. */
function visiblePath(
  path: readonly (string | number)[],
  { before_sensitive: before, after_sensitive: after }: JsonChange,
  secrets: ReadonlySet<string>,
): readonly (string | number)[] {
  const shownSteps: (string | number)[] = [];
  let marks = [before, after];
  for (const step of path) {
    if (marks.includes(true)) break;
    shownSteps.push(typeof step === 'string' ? shown(step, secrets) : step);
    marks = marks.map(mark => partOf(mark, String(step)));
  }
  return shownSteps;
}

/** `["disk", 0, "labels", "a.b"]` → `disk[0].labels["a.b"]` */
function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!/^[A-Za-z_][\w-]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Groups the changes by danger and owner, and then sorts each group by address in its own slice. */
async function ordered(
  resources: readonly PlannedResource[],
  owners: PlanOwners,
  slice: WorkSlice,
): Promise<PlannedResource[]> {
  const groups = new Map<string, { rank: number; position: number; members: PlannedResource[] }>();
  for (const resource of resources) {
    const rank = ACTIONS_BY_DANGER.indexOf(resource.action);
    const position = owners.position(resource.owner);
    const key = `${rank} ${position}`;
    const group = groups.get(key) ?? { rank, position, members: [] };
    group.members.push(resource);
    groups.set(key, group);
  }
  const inOrder = [...groups.values()].sort((a, b) => a.rank - b.rank || a.position - b.position);
  const sorted: PlannedResource[] = [];
  for (const { members } of inOrder) {
    const keyed: { key: string; resource: PlannedResource }[] = [];
    for (const resource of members) {
      keyed.push({ key: sortKey(resource.id), resource });
      if (slice.isOver) await slice.rest();
    }
    await slice.rest();
    // A collator takes ten times as long, which matters for thousands of addresses.
    keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const { resource } of keyed) sorted.push(resource);
  }
  return sorted;
}

/** Sorts `b[2]` before `b[10]`. */
function sortKey(id: string): string {
  return id.replace(/\d+/g, digits => digits.padStart(12, '0'));
}

function outputsOf(outputs: Readonly<Record<string, JsonChange>>, secrets: ReadonlySet<string>): PlannedOutput[] {
  return Object.entries(outputs)
    .flatMap(([name, change]): PlannedOutput[] => {
      const action = change.actions[0];
      if (change.actions.length === 1 && action !== 'create' && action !== 'update' && action !== 'delete') return [];
      const shown = action === 'create' || action === 'delete' ? action : 'update';
      const sides = sidesOf(change, secrets);
      return [{ name, action: change.actions.length > 1 ? 'update' : shown, ...sides }];
    })
    .sort((a, b) => compareNumeric(a.name, b.name));
}

const CHECK_KINDS: Readonly<Record<string, PlanCheck['kind']>> = {
  check: 'check',
  resource: 'resource',
  output_value: 'output',
  var: 'variable',
};
const CHECK_ORDER: readonly PlanCheck['status'][] = ['error', 'fail', 'unknown', 'pass'];

function checksOf(checks: readonly JsonCheck[], secrets: ReadonlySet<string>): PlanCheck[] {
  return checks
    .map(({ address, status, instances }): PlanCheck => {
      const problems = (instances ?? []).flatMap(instance =>
        (instance.problems ?? []).map(({ message }) => message ?? ''),
      );
      return {
        address: address.to_display,
        kind: ownProperty(CHECK_KINDS, address.kind ?? '') ?? 'check',
        status: CHECK_ORDER.find(shown => shown === status) ?? 'unknown',
        problems: problems.map(problem => withoutSecrets(problem, secrets)),
      };
    })
    .sort(
      (a, b) => CHECK_ORDER.indexOf(a.status) - CHECK_ORDER.indexOf(b.status) || compareNumeric(a.address, b.address),
    );
}

/** Hides sensitive values in texts that a provider can put them into. */
function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  let result = text;
  for (const secret of secrets) if (result.includes(secret)) result = result.replaceAll(secret, '…');
  return result;
}
