/** Runs the checks. Caches the findings until an input of the checks changes. */
import { append } from '../../../common/lists';
import { memoize } from '../../../common/memoize';
import { callsInFile } from '../../semantics/moduleCalls';
import { levelOfCode } from '../../semantics/reportedDiagnostics';
import { placedItemOf, type RequestContext } from '../../semantics/requestContext';
import { forEachPausing } from '../../scheduling/pausing';
import { now } from '../../../common/now';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { InstanceMemo, type MemoKey } from '../../kubestack/memoization/instanceMemo';
import { isWithin, parentOf } from '../../workspace/uri';
import {
  codeOf,
  isTextFileRange,
  uriOfRange,
  type Check,
  type CheckFinding,
  type Finding,
  type FindingRange,
  type PlatformCheck,
} from './check';
import { callFindings, levelOfFinding, reportFailure } from './callFindings';
import { checkContext, type CheckContext } from './checkContext';
import { callConfiguration, prepareCall } from './perCall';
import { prepareFacts, withFacts } from './perContext';
import { CHECKS } from './registry';
import { sharedDiagnostics, type SharedDiagnostic } from './sharedDiagnostics';

/** Maximum number of root modules to check for a document: hundreds of them can share a module. */
const MAX_PLATFORMS = 20;

/**
 * Maximum number of modules of a platform whose checks run while a request waits, which takes about 12 ms. Larger platforms are checked in the
 * background. A count instead of a time limit, so that results do not depend on the load of the machine.
 */
const MAX_MODULES_AT_ONCE = 120;

/**
 * All findings in a document, which can be configuration or another file of a platform; none in items that do not parse. Provisional findings for a
 * large platform, see {@link isProvisional}. Must be stopped when something changes.
 */
export function* findingsIn(request: RequestContext, uri: string): Generator<undefined, readonly CheckFinding[]> {
  // Findings in a module that is called several times, or in a shared local, are reported once.
  const once = new Map<string, CheckFinding>();
  for (const root of platformRootsOf(request, uri).slice(0, MAX_PLATFORMS)) {
    const found = isDeferred(request, root)
      ? yield* provisionalFindings(request, root, uri)
      : ((yield* findingsOf(request, root)).get(uri) ?? []);
    yield* forEachPausing(found, each => {
      const { range, message } = each.finding;
      const key = `${codeOf(each)} ${offsetOf(request, each.finding)} ${range.start} ${range.end} ${message}`;
      const cached = once.get(key);
      once.set(key, cached ? withRelatedOf(cached, each) : each);
    });
  }
  return [...once.values()];
}

/** Maximum number of related places of a finding. */
const MAX_RELATED = 20;

/** Merges two findings with the same message and place, with the related places of both. */
function withRelatedOf(first: CheckFinding, second: CheckFinding): CheckFinding {
  const [own, more] = [first.finding.related ?? [], second.finding.related ?? []];
  const added = more.filter(
    ({ message, range }) => !own.some(each => each.message === message && isSameRange(each.range, range)),
  );
  if (added.length === 0 || own.length >= MAX_RELATED) return first;
  return { ...first, finding: { ...first.finding, related: [...own, ...added].slice(0, MAX_RELATED) } };
}

const isSameRange = (a: FindingRange, b: FindingRange): boolean =>
  uriOfRange(a) === uriOfRange(b) &&
  a.start === b.start &&
  ('item' in a && 'item' in b ? a.item === b.item : 'file' in a && 'file' in b);

function offsetOf(request: RequestContext, { range }: Finding): number {
  return isTextFileRange(range) ? 0 : (placedItemOf(request, range.item)?.offset ?? -1);
}

/** The root modules of the platforms to which a document belongs. */
export function platformRootsOf({ model }: RequestContext, uri: string): ModuleInstance[] {
  const folder = parentOf(uri);
  const roots = new Set(model.tree.instancesOf(folder).map(instance => instance.root));
  if (!model.workspace.file(uri)) {
    const repository = folder.replace(/\/\.[^/]+(?:\/.*)?$/, '');
    for (const root of model.tree.rootInstances())
      if (isWithin(uri, root.folderUri) || isWithin(root.folderUri, repository)) roots.add(root);
  }
  return [...roots];
}

/** The findings in a platform. */
interface PlatformFindings {
  readonly settings: RequestContext['settings'];
  readonly byUri: ReadonlyMap<string, readonly CheckFinding[]>;
  /** Diagnostics of evaluation outside the calls. */
  readonly shared: ReadonlyMap<string, readonly SharedDiagnostic[]>;
  /** Number of modules that were checked. */
  readonly modules: number;
  /** Folders of the platform's own modules; empty if the root module calls no Kubestack modules. */
  readonly folders: ReadonlySet<string>;
}
const results = new InstanceMemo<PlatformFindings>();

/** Whether a configuration file of a document's platforms does not parse, so that checks may not report what they would find otherwise. */
export const isIncomplete = (request: RequestContext, uri: string): boolean =>
  platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .some(root =>
      [root.folderUri, ...now(resultOf(request, root)).folders].some(
        folder => request.model.workspace.folder(folder)?.hasDiagnostics === true,
      ),
    );

const keyOf = ({ model, settings, lifecycle }: RequestContext): MemoKey => [
  model.workspace.revision,
  settings,
  lifecycle?.today,
];

/**
 * Whether the findings for a document are incomplete, since the checks of its large platform have not run yet. The client asks again after
 * {@link findingsOf} has finished.
 */
export const isProvisional = (request: RequestContext, uri: string): boolean =>
  platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .some(root => isDeferred(request, root));

function isDeferred(request: RequestContext, root: ModuleInstance): boolean {
  if (!request.client.canRefreshDiagnostics || results.get(root, keyOf(request))) return false;
  const modules = results.last(root)?.modules ?? root.folder?.namesInOrder('module').length ?? 0;
  return modules > MAX_MODULES_AT_ONCE;
}

/** Findings of the calls in the document, and findings in the rest of the platform from before the last change. */
function* provisionalFindings(
  request: RequestContext,
  root: ModuleInstance,
  uri: string,
): Generator<undefined, CheckFinding[]> {
  const wanted = wantedChecks(request).filter(check => check.scope === 'call');
  const calls = callsInFile(request, uri).filter(call => call.instance.root === root);
  const before = results.last(root);
  const found: CheckFinding[] = [];
  for (const call of calls) append(found, yield* callFindings(request, call, wanted));
  const others = before?.settings === request.settings ? (before.byUri.get(uri) ?? []) : [];
  append(
    found,
    others.filter(({ check }) => check.scope === 'platform'),
  );
  return (yield* currentOnes(request, found)).filter(({ finding }) => uriOfRange(finding.range) === uri);
}

/**
 * Diagnostics of evaluation in a document for calls in other documents. For a large platform, those from before the last change, see
 * {@link isProvisional}.
 */
export function sharedDiagnosticsIn(request: RequestContext, uri: string): readonly SharedDiagnostic[] {
  return platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .flatMap(root => {
      const found = isDeferred(request, root) ? results.last(root) : now(resultOf(request, root));
      return found?.settings === request.settings ? (found.shared.get(uri) ?? []) : [];
    })
    .filter(({ diagnostic }) => isCurrentRange(request, diagnostic.range));
}

/** The findings in a platform, by the URI of the document. Must be stopped when something changes. */
export function* findingsOf(
  request: RequestContext,
  root: ModuleInstance,
): Generator<undefined, ReadonlyMap<string, readonly CheckFinding[]>> {
  return (yield* resultOf(request, root)).byUri;
}

/**
 * The URIs of all documents that can have findings: configuration of the platform's modules, and other files of the platform. Empty if the root
 * module calls no Kubestack modules. Must be stopped when something changes.
 */
export function* documentsOf(request: RequestContext, root: ModuleInstance): Generator<undefined, Set<string>> {
  const { folders, byUri, shared } = yield* resultOf(request, root);
  if (folders.size === 0) return new Set();
  const { workspace } = request.model;
  const sources = [...folders].flatMap(folder => workspace.folder(folder)?.sourceFiles() ?? []);
  return new Set([...sources.map(({ uri }) => uri), ...byUri.keys(), ...shared.keys()]);
}

const resultOf = (request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformFindings> =>
  results.compute(
    root,
    () => keyOf(request),
    () => runChecks(request, root),
  );

/** Excludes findings in items that do not parse, which have syntax errors instead, and in texts that have changed. */
const isCurrent = (request: RequestContext, { finding: { range } }: CheckFinding): boolean =>
  isCurrentRange(request, range);

function isCurrentRange({ model, ...request }: RequestContext, range: FindingRange): boolean {
  if (isTextFileRange(range)) return model.workspace.texts.file(range.file.uri) === range.file;
  const placed = placedItemOf({ model, ...request }, range.item);
  return placed !== undefined && placed.staleText === undefined && placed.recovered !== true;
}

function byDocument(all: readonly CheckFinding[]): Map<string, CheckFinding[]> {
  const byUri = new Map<string, CheckFinding[]>();
  for (const found of all) {
    const uri = uriOfRange(found.finding.range);
    const list = byUri.get(uri);
    if (list) list.push(found);
    else byUri.set(uri, [found]);
  }
  return byUri;
}

const wantedChecks = (request: RequestContext): Check[] =>
  CHECKS.filter(({ code, level }) => levelOfCode(request, code, level) !== 'off');

function* runChecks(request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformFindings> {
  const context = yield* checkContext(request, root);
  const found = context ? yield* findingsOfChecks(request, context) : [];
  return {
    settings: request.settings,
    byUri: byDocument(found),
    shared: context ? yield* sharedDiagnostics(request, context) : new Map(),
    modules: context?.modules.length ?? 0,
    folders: new Set(context ? [root.folderUri, ...context.modules.map(({ instance }) => instance.folderUri)] : []),
  };
}

function* findingsOfChecks(request: RequestContext, context: CheckContext): Generator<undefined, CheckFinding[]> {
  const wanted = wantedChecks(request);
  const ofCalls = wanted.filter(check => check.scope === 'call');
  const found: CheckFinding[] = [];
  const seen = new Set<unknown>();
  for (const call of context.calls) {
    yield;
    const configuration = callConfiguration(call, request.model);
    // A local module that is called for several clusters has one configuration.
    if (seen.has(configuration)) continue;
    seen.add(configuration);
    append(found, yield* callFindings(request, call, ofCalls));
    prepareCall(call, request.model);
  }
  const ofPlatform = wanted.filter(check => check.scope === 'platform');
  const before = new Map(ofPlatform.map(check => [check, findingsBefore(context, check)]));
  yield* prepareFacts(
    context,
    ofPlatform.filter(check => !before.get(check)),
  );
  for (const check of ofPlatform)
    append(
      found,
      before.get(check)?.map(finding => toFound(context, check, finding)) ?? (yield* platformFindings(context, check)),
    );
  return yield* currentOnes(request, found);
}

/** The findings of the checks that read only declarations, as long as these are the same. */
const ofDeclarations = memoize((_declarations: object) => new Map<PlatformCheck, KeptFindings>());

interface KeptFindings {
  readonly settings: RequestContext['settings'];
  readonly today: string | undefined;
  readonly findings: readonly Finding[];
}

/** The findings of a check before an edit that can't have changed them; undefined if it has to run again. */
function findingsBefore({ request, declarations }: CheckContext, check: PlatformCheck): readonly Finding[] | undefined {
  const kept = check.reads === 'declarations' ? ofDeclarations(declarations).get(check) : undefined;
  if (kept?.settings !== request.settings || kept.today !== request.lifecycle?.today) return undefined;
  const areCurrent = kept.findings.every(({ range, related = [] }) =>
    [range, ...related.map(each => each.range)].every(each => isCurrentRange(request, each)),
  );
  return areCurrent ? kept.findings : undefined;
}

/** Number of findings between two pauses. */
const FINDINGS_PER_PAUSE = 64;

function* currentOnes(request: RequestContext, found: readonly CheckFinding[]): Generator<undefined, CheckFinding[]> {
  const current: CheckFinding[] = [];
  for (const [index, each] of found.entries()) {
    if (index % FINDINGS_PER_PAUSE === 0) yield;
    if (isCurrent(request, each)) current.push(each);
  }
  return current;
}

/** Runs one check. */
function* platformFindings(context: CheckContext, check: PlatformCheck): Generator<undefined, CheckFinding[]> {
  const { request, declarations } = context;
  const findings: Finding[] = [];
  try {
    for (const finding of withFacts(check, check.run(context))) {
      if (finding) findings.push(finding);
      else yield;
    }
    if (check.reads === 'declarations')
      ofDeclarations(declarations).set(check, {
        settings: request.settings,
        today: request.lifecycle?.today,
        findings,
      });
  } catch (error) {
    reportFailure(request, check, error);
  }
  yield;
  return findings.map(finding => toFound(context, check, finding));
}

const toFound = (context: CheckContext, check: PlatformCheck, finding: Finding): CheckFinding => ({
  check,
  finding,
  level: levelOfFinding(context.request, check, finding),
  fixes: () => check.fix?.(context, finding) ?? [],
});
