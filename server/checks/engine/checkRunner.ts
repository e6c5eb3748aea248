/** Runs the checks, and keeps what they found while what they looked at is the same. */
import { append } from '../../../common/lists';
import { callsInFile } from '../../semantics/moduleCalls';
import { levelOfCode } from '../../semantics/diagnostics/reportedDiagnostics';
import { placedItemOf, type RequestContext } from '../../semantics/requestContext';
import { runToCompletion } from '../../scheduling/runToCompletion';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { InstanceMemo, type MemoKey } from '../../kubestack/memoization/instanceMemo';
import { isWithin, parentOf } from '../../workspace/uri';
import {
  isTextFileRange,
  uriOfRange,
  type Check,
  type CheckFinding,
  type Finding,
  type FindingRange,
  type PlatformCheck,
} from './check';
import { callFindings, levelOfFinding, tellFailure } from '../support/callFindings';
import { checkContextInSteps, type CheckContext } from './checkContext';
import { callConfiguration } from '../support/perCall';
import { prepareFacts } from './perContext';
import { CHECKS } from './registry';
import { sharedDiagnosticsInSteps, type SharedDiagnostic } from './sharedDiagnostics';

/** Root modules that a document is looked at for: a module may be shared by hundreds. */
const MAX_PLATFORMS = 20;

/**
 * Modules of a platform that are checked while somebody waits; a larger platform is checked while nobody does. That takes about 12 ms: a
 * count, not a clock, so that an answer does not depend on how busy the machine is.
 */
const MAX_MODULES_AT_ONCE = 120;

/**
 * Everything that the checks found in a document, Kubestack's configuration or a file beside it; nothing in what does not parse. Of a
 * large platform that is what can be said at once, see {@link isProvisional}.
 */
export function findingsIn(request: RequestContext, uri: string): readonly CheckFinding[] {
  const found = platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .flatMap(root =>
      isDeferred(request, root) ? provisionalFindings(request, root, uri) : (findingsOf(request, root).get(uri) ?? []),
    );
  // A local module's file is reported once, however often it is called, and so is a local that several modules use.
  const once = new Map<string, CheckFinding>();
  for (const each of found) {
    const { place, message } = each.finding;
    const key = `${each.check.code} ${offsetOf(request, each.finding)} ${place.start} ${place.end} ${message}`;
    const known = once.get(key);
    once.set(key, known ? withRelatedOf(known, each) : each);
  }
  return [...once.values()];
}

/** Other places that one finding lists. */
const MAX_RELATED = 20;

/** One finding of two that say the same of the same place, with the modules that use it. */
function withRelatedOf(first: CheckFinding, second: CheckFinding): CheckFinding {
  const [own, more] = [first.finding.related ?? [], second.finding.related ?? []];
  const added = more.filter(
    ({ message, place }) => !own.some(each => each.message === message && isSameRange(each.place, place)),
  );
  if (added.length === 0 || own.length >= MAX_RELATED) return first;
  return { ...first, finding: { ...first.finding, related: [...own, ...added].slice(0, MAX_RELATED) } };
}

const isSameRange = (a: FindingRange, b: FindingRange): boolean =>
  uriOfRange(a) === uriOfRange(b) &&
  a.start === b.start &&
  ('item' in a && 'item' in b ? a.item === b.item : 'file' in a && 'file' in b);

function offsetOf(request: RequestContext, { place }: Finding): number {
  return isTextFileRange(place) ? 0 : (placedItemOf(request, place.item)?.offset ?? -1);
}

/** The root modules of the platforms that a document says something about. */
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

/** What the checks found in a platform. */
interface PlatformFindings {
  readonly settings: RequestContext['settings'];
  readonly byUri: ReadonlyMap<string, readonly CheckFinding[]>;
  /** What the evaluator refuses, where it is not written in the call itself. */
  readonly shared: ReadonlyMap<string, readonly SharedDiagnostic[]>;
  /** Modules that were looked at. */
  readonly modules: number;
  /** Folders of the platform's own modules; none where nothing is Kubestack's. */
  readonly folders: ReadonlySet<string>;
}
const results = new InstanceMemo<PlatformFindings>();

const keyOf = ({ model, settings }: RequestContext): MemoKey => [model.workspace.revision, settings];

/**
 * Whether more is to be found in a document than can be told at once: the checks of its platform take their time, and the client will
 * ask again once {@link findingsInSteps} is done.
 */
export const isProvisional = (request: RequestContext, uri: string): boolean =>
  platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .some(root => isDeferred(request, root));

function isDeferred(request: RequestContext, root: ModuleInstance): boolean {
  if (!request.client.asksAgain || results.get(root, keyOf(request))) return false;
  const modules = results.last(root)?.modules ?? root.folder?.namesInOrder('module').length ?? 0;
  return modules > MAX_MODULES_AT_ONCE;
}

/** What the calls of the document itself have, and of the rest of the platform what was found before the last change. */
function provisionalFindings(request: RequestContext, root: ModuleInstance, uri: string): CheckFinding[] {
  const wanted = wantedChecks(request).filter(check => check.scope === 'call');
  const calls = callsInFile(request, uri).filter(call => call.instance.root === root);
  const before = results.last(root);
  const own = calls.flatMap(call => runToCompletion(callFindings(request, call, wanted)));
  const others = before?.settings === request.settings ? (before.byUri.get(uri) ?? []) : [];
  return [...own, ...others.filter(({ check }) => check.scope === 'platform')].filter(
    each => uriOfRange(each.finding.place) === uri && isCurrent(request, each),
  );
}

/**
 * What the evaluator refuses in a document, where the calls that it breaks are elsewhere: of a large platform, what was found before the last
 * change, see {@link isProvisional}.
 */
export function sharedDiagnosticsIn(request: RequestContext, uri: string): readonly SharedDiagnostic[] {
  return platformRootsOf(request, uri)
    .slice(0, MAX_PLATFORMS)
    .flatMap(root => {
      const found = isDeferred(request, root) ? results.last(root) : runToCompletion(resultInSteps(request, root));
      return found?.settings === request.settings ? (found.shared.get(uri) ?? []) : [];
    })
    .filter(({ diagnostic }) => isCurrentRange(request, diagnostic.place));
}

/** Runs the checks that {@link findingsIn} and {@link sharedDiagnosticsIn} need, with pauses. */
export function* prepareFindings(request: RequestContext, uri: string): Generator<undefined, void> {
  for (const root of platformRootsOf(request, uri).slice(0, MAX_PLATFORMS))
    if (!isDeferred(request, root)) yield* resultInSteps(request, root);
}

/** What the checks found in a platform, by document. */
export const findingsOf = (
  request: RequestContext,
  root: ModuleInstance,
): ReadonlyMap<string, readonly CheckFinding[]> => runToCompletion(findingsInSteps(request, root));

/** The same, a little at a time. It is not to go on after something has changed. */
export function* findingsInSteps(
  request: RequestContext,
  root: ModuleInstance,
): Generator<undefined, ReadonlyMap<string, readonly CheckFinding[]>> {
  return (yield* resultInSteps(request, root)).byUri;
}

/**
 * The documents in which something may be found: those of the platform's modules, and files beside them; none where nothing is
 * Kubestack's. To be abandoned when something changes.
 */
export function* documentsInSteps(request: RequestContext, root: ModuleInstance): Generator<undefined, Set<string>> {
  const { folders, byUri, shared } = yield* resultInSteps(request, root);
  if (folders.size === 0) return new Set();
  const { workspace } = request.model;
  const sources = [...folders].flatMap(folder => [...(workspace.folder(folder)?.sourceFiles() ?? [])]);
  return new Set([...sources.map(({ uri }) => uri), ...byUri.keys(), ...shared.keys()]);
}

const resultInSteps = (request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformFindings> =>
  results.computeInSteps(
    root,
    () => keyOf(request),
    () => runChecks(request, root),
  );

/** Nothing is said of what does not parse, but that it does not; nor of a text that is another one by now. */
const isCurrent = (request: RequestContext, { finding: { place } }: CheckFinding): boolean =>
  isCurrentRange(request, place);

function isCurrentRange({ model, ...request }: RequestContext, place: FindingRange): boolean {
  if (isTextFileRange(place)) return model.workspace.texts.file(place.file.uri) === place.file;
  const placed = placedItemOf({ model, ...request }, place.item);
  return placed !== undefined && placed.staleText === undefined && placed.recovered !== true;
}

function* byDocument(all: readonly CheckFinding[]): Generator<undefined, Map<string, CheckFinding[]>> {
  const byUri = new Map<string, CheckFinding[]>();
  for (const [index, found] of all.entries()) {
    if (index % FINDINGS === 0) yield;
    const uri = uriOfRange(found.finding.place);
    const list = byUri.get(uri);
    if (list) list.push(found);
    else byUri.set(uri, [found]);
  }
  return byUri;
}

const wantedChecks = (request: RequestContext): Check[] =>
  CHECKS.filter(({ code, level }) => levelOfCode(request, code, level) !== 'off');

function* runChecks(request: RequestContext, root: ModuleInstance): Generator<undefined, PlatformFindings> {
  const context = yield* checkContextInSteps(request, root);
  const found = context ? yield* findingsOfChecks(request, context) : [];
  return {
    settings: request.settings,
    byUri: yield* byDocument(found),
    shared: context ? yield* sharedDiagnosticsInSteps(request, context) : new Map(),
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
    // A module that is bound to many clusters has one configuration.
    if (seen.has(configuration)) continue;
    seen.add(configuration);
    append(found, yield* callFindings(request, call, ofCalls));
  }
  yield* prepareFacts(context);
  for (const check of wanted) {
    if (check.scope !== 'platform') continue;
    yield* platformFindings(context, check, found);
  }
  return yield* currentOnes(request, found);
}

/** Findings between two pauses. */
const FINDINGS = 64;

function* currentOnes(request: RequestContext, found: readonly CheckFinding[]): Generator<undefined, CheckFinding[]> {
  const current: CheckFinding[] = [];
  for (const [index, each] of found.entries()) {
    if (index % FINDINGS === 0) yield;
    if (isCurrent(request, each)) current.push(each);
  }
  return current;
}

/** @param found gets what is found */
function* platformFindings(
  context: CheckContext,
  check: PlatformCheck,
  found: CheckFinding[],
): Generator<undefined, void> {
  const { request } = context;
  try {
    for (const finding of check.run(context)) {
      if (!finding) yield;
      else {
        const level = levelOfFinding(request, check, finding);
        found.push({ check, finding, level, fixes: () => check.fix?.(context, finding) ?? [] });
      }
    }
  } catch (error) {
    tellFailure(request, check, error);
  }
  yield;
}
