/** Runs the checks of module calls. Keeps the findings until something changes that the checks read. */
import { t } from '../../../common/localization';
import { levelOfCode } from '../../semantics/reportedDiagnostics';
import type { RequestContext } from '../../semantics/requestContext';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { DependencyTracker, validResult, type Cached } from '../../kubestack/memoization/dependencyTracker';
import type { CallCheck, Check, CheckFinding, Finding } from './check';
import { understoodConfiguration, type CallSubject } from './callSubject';

interface CallFinding {
  readonly check: CallCheck;
  readonly finding: Finding;
}

interface CachedFindings {
  readonly checks: readonly CallCheck[];
  readonly findings: readonly CallFinding[];
}
const kept = new WeakMap<ModuleCall, Cached<CachedFindings>>();
/** Shared by all calls without findings. */
const NONE: readonly CallFinding[] = [];

/** Computes the findings for a call, with a pause after each check, since a call may have tens of thousands of attributes. */
export function* callFindings(
  request: RequestContext,
  call: ModuleCall,
  checks: readonly CallCheck[],
): Generator<undefined, CheckFinding[]> {
  return (yield* findingsOf(request, call, checks)).map(({ check, finding }) => ({
    check,
    finding,
    level: levelOfFinding(request, check, finding),
    fixes: () => check.fix?.(subjectOf(request, call, new DependencyTracker()), finding) ?? [],
  }));
}

function* findingsOf(
  request: RequestContext,
  call: ModuleCall,
  checks: readonly CallCheck[],
): Generator<undefined, readonly CallFinding[]> {
  const { revision } = request.model.workspace;
  const cached = validResult(kept.get(call), revision);
  if (cached && isSameList(cached.result.checks, checks)) return cached.result.findings;
  const reads = new DependencyTracker();
  const subject = subjectOf(request, call, reads);
  const findings: CallFinding[] = [];
  for (const check of checks) {
    for (const finding of attempted(check, subject)) findings.push({ check, finding: withUser(call, finding) });
    yield;
  }
  const result = { checks, findings: findings.length > 0 ? findings : NONE };
  kept.set(call, { result, reads: reads.complete(), checkedAt: revision });
  return result.findings;
}

/** Adds the call to findings outside of it, for example in a local. */
function withUser(call: ModuleCall, finding: Finding): Finding {
  const { range, related = [] } = finding;
  if (!('item' in range) || range.item === call.declaration.item) return finding;
  const user = { message: t('Used by module "{0}"', call.name), range: labelRange(call.declaration) };
  return { ...finding, related: [...related, user] };
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((each, index) => each === b[index]));

const subjectOf = (request: RequestContext, call: ModuleCall, reads: DependencyTracker): CallSubject => ({
  call,
  effective: understoodConfiguration(request.model.effectiveConfiguration(call, reads)),
  schemas: request.model.schemas,
  request,
  reads,
});

function attempted(check: CallCheck, subject: CallSubject): readonly Finding[] {
  try {
    return check.run(subject);
  } catch (error) {
    reportFailure(subject.request, check, error);
    return [];
  }
}

/**
 * Reports the failure of a check to the client, so that the other checks can continue.
 * @throws the error, if the client can't report it
 */
export function reportFailure({ client }: RequestContext, { code }: Check, error: unknown): void {
  if (!client.failed) throw error;
  client.failed(`The check ${code} failed`, error);
}

/** The configured level of a finding. Never `off`, since such checks do not run. */
export const levelOfFinding = (
  request: RequestContext,
  { code, level }: Check,
  finding: Finding,
): CheckFinding['level'] => levelOfCode(request, finding.code ?? code, finding.level ?? level) as CheckFinding['level'];
