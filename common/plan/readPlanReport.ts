/** Reads a report from an untrusted source: limits its size, validates its structure, and sorts its changes. */
import { parseJson } from '../jsonNesting';
import { fits, optional, type Shape, oneOfWords } from '../shape';
import { ACTIONS_BY_DANGER, type Owner, type PlannedOutput, type PlannedResource } from './plan';
import {
  REPORT_FORMAT,
  REPORT_VERSION,
  type PlanReport,
  type ReportedOutput,
  type ReportedParts,
  type ReportedResource,
  type ReportOrigin,
} from './planReport';
import { valueOfReport } from './reportValues';

/** Maximum length of a report, in UTF-16 code units. */
export const MAX_REPORT_LENGTH = 64 * 1024 * 1024;

/** Maximum number of changes in a report. */
const MAX_CHANGES = 100_000;

/** The content of a report for the plan view. */
export interface ReadReport {
  readonly origin: ReportOrigin;
  readonly plan: ReportedParts;
}

/** Why a report can't be shown: it is not JSON, not a report, written by a newer version, or too large. */
export type ReportProblem = 'notJson' | 'notReport' | 'newer' | 'tooLarge';

const COMMIT = /^(?:[\da-f]{40}|[\da-f]{64})$/;

const OWNER: Shape = {
  kind: oneOfWords('cluster', 'nodePool', 'service', 'other'),
  name: 'string',
  cluster: optional('string'),
};

const RESOURCE: Shape = {
  address: 'string',
  action: oneOfWords(...ACTIONS_BY_DANGER),
  previousAddress: optional('string'),
  importId: optional('string'),
  mode: oneOfWords('managed', 'data'),
  type: 'string',
  name: 'string',
  moduleAddress: 'string',
  provider: 'string',
  createBeforeDestroy: 'boolean',
  deposed: optional('string'),
  reason: optional('string'),
  replacePaths: ['string'],
  owner: OWNER,
};

const OUTPUT: Shape = { name: 'string', action: oneOfWords('create', 'update', 'delete') };

const CHECK: Shape = {
  address: 'string',
  kind: oneOfWords('check', 'resource', 'output', 'variable'),
  status: oneOfWords('pass', 'fail', 'error', 'unknown'),
  problems: ['string'],
};

const REPORT: Shape = {
  environment: optional('string'),
  commit: optional(value => typeof value === 'string' && COMMIT.test(value)),
  url: optional(value => typeof value === 'string' && /^https?:\/\//.test(value)),
  plannedAt: optional(value => typeof value === 'string' && !Number.isNaN(Date.parse(value))),
  refreshOnly: optional(value => value === true),
  product: oneOfWords('terraform', 'tofu'),
  productVersion: 'string',
  changes: [RESOURCE],
  drift: [RESOURCE],
  outputs: [OUTPUT],
  checks: [CHECK],
};

/** @returns the content of the report, or the reason why it can't be shown */
export function readPlanReport(text: string): ReadReport | { problem: ReportProblem } {
  if (text.length > MAX_REPORT_LENGTH) return { problem: 'tooLarge' };
  let json: unknown;
  try {
    json = parseJson(text.replace(/^\ufeff/, ''));
  } catch {
    return { problem: 'notJson' };
  }
  if (!fits(json, { format: oneOfWords(REPORT_FORMAT), version: 'number' })) return { problem: 'notReport' };
  if ((json as { version: number }).version > REPORT_VERSION) return { problem: 'newer' };
  if (!fits(json, REPORT)) return { problem: 'notReport' };
  const report = json as PlanReport;
  if (report.changes.length + report.drift.length + report.outputs.length + report.checks.length > MAX_CHANGES)
    return { problem: 'tooLarge' };
  const { environment, commit, url, plannedAt, product, productVersion: version, refreshOnly } = report;
  return {
    origin: {
      ...(environment !== undefined && { environment }),
      ...(commit !== undefined && { commit }),
      ...(url !== undefined && { url }),
      ...(plannedAt !== undefined && { plannedAt }),
    },
    plan: {
      product,
      version,
      ...(refreshOnly && { refreshOnly }),
      changes: refreshOnly ? [] : byDanger(report.changes),
      drift: byDanger(report.drift),
      outputs: report.outputs.map(outputOf),
      checks: report.checks.map(({ address, kind, status, problems }) => ({ address, kind, status, problems })),
    },
  };
}

/** Sorts by danger, since the order of the report is not trusted, and removes duplicate identifiers, which must be unique. */
function byDanger(resources: readonly ReportedResource[]): PlannedResource[] {
  const allowed = new Map<string, PlannedResource>();
  for (const resource of resources.map(resourceOf)) if (!allowed.has(resource.id)) allowed.set(resource.id, resource);
  const ranks = new Map(ACTIONS_BY_DANGER.map((action, index) => [action, index]));
  return [...allowed.values()].sort((a, b) => ranks.get(a.action)! - ranks.get(b.action)!);
}

function resourceOf(reported: ReportedResource): PlannedResource {
  const { address, action, previousAddress, importId, mode, type, name, moduleAddress, provider } = reported;
  const { createBeforeDestroy, deposed, reason, replacePaths, owner } = reported;
  return {
    address,
    id: deposed === undefined ? address : `${address} (${deposed})`,
    action,
    ...(previousAddress !== undefined && { previousAddress }),
    ...(importId !== undefined && { importId }),
    mode,
    type,
    name,
    moduleAddress,
    provider,
    createBeforeDestroy,
    ...(deposed !== undefined && { deposed }),
    ...(reason !== undefined && { reason }),
    replacePaths,
    ...sidesOf(reported),
    owner: ownerOf(owner),
  };
}

function ownerOf({ kind, name, cluster }: Owner): Owner {
  return { kind, name, ...(cluster !== undefined && { cluster }) };
}

function outputOf({ name, action, ...sides }: ReportedOutput): PlannedOutput {
  return { name, action, ...sidesOf(sides) };
}

function sidesOf(reported: { before?: unknown; after?: unknown }): Pick<PlannedResource, 'before' | 'after'> {
  return {
    ...(Object.hasOwn(reported, 'before') && { before: valueOfReport(reported.before) }),
    ...(Object.hasOwn(reported, 'after') && { after: valueOfReport(reported.after) }),
  };
}
