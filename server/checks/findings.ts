/** Runs the checks, and keeps what they found while what they looked at is the same. */
import { levelOfCode } from '../features/reportedFaults';
import type { CheckLevel } from '../features/settings';
import { placedItemOf, type Snapshot } from '../features/snapshot';
import type { EffectiveConfiguration } from '../kubestack/effectiveConfiguration';
import type { ModuleInstance } from '../kubestack/moduleInstance';
import type { PlatformModel } from '../kubestack/platformModel';
import { isWithin, nameOf, parentOf } from '../workspace/uri';
import { isTextPlace, uriOfPlace, type CallCheck, type Check, type Finding, type Fix } from './check';
import type { CallSubject } from './callSubject';
import { checkContext, type CheckContext } from './checkContext';
import { checks } from './registry';

/** A finding, whose it is, and how to mend it. */
export interface Found {
  readonly check: Check;
  readonly finding: Finding;
  readonly level: Exclude<CheckLevel, 'off'>;
  readonly fixes: () => readonly Fix[];
}

/** Root modules that a document is looked at for: a module may be shared by hundreds. */
const MAX_PLATFORMS = 20;

/** Everything that the checks found in a document, Kubestack's configuration or a file beside it; nothing in what does not parse. */
export function findingsIn(snapshot: Snapshot, uri: string): readonly Found[] {
  const found = rootsOf(snapshot, uri)
    .slice(0, MAX_PLATFORMS)
    .flatMap(root => findingsOf(snapshot, root).get(uri) ?? []);
  const seen = new Set<string>();
  // A local module's file is found fault with once, however often it is called.
  return found.filter(each => {
    const { place, message } = each.finding;
    const key = `${each.check.code} ${offsetOf(snapshot, each.finding)} ${place.start} ${place.end} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function offsetOf(snapshot: Snapshot, { place }: Finding): number {
  return isTextPlace(place) ? 0 : (placedItemOf(snapshot, place.item)?.offset ?? -1);
}

/** The root modules of the platforms that a document says something about. */
export function rootsOf({ model }: Snapshot, uri: string): ModuleInstance[] {
  const folder = parentOf(uri);
  const roots = new Set(model.tree.instancesOf(folder).map(instance => instance.root));
  if (!model.workspace.file(uri)) {
    const repository = folder.replace(/\/\.[^/]+(?:\/.*)?$/, '');
    for (const root of model.tree.rootInstances())
      if (isWithin(uri, root.folderUri) || isWithin(root.folderUri, repository)) roots.add(root);
  }
  return [...roots];
}

interface Kept {
  readonly revision: number;
  readonly settings: Snapshot['settings'];
  readonly byUri: ReadonlyMap<string, readonly Found[]>;
}
const kept = new WeakMap<PlatformModel, WeakMap<ModuleInstance, Kept>>();

/** What the checks found in a platform, by document. */
export function findingsOf(snapshot: Snapshot, root: ModuleInstance): ReadonlyMap<string, readonly Found[]> {
  const { model, settings } = snapshot;
  const { revision } = model.workspace;
  let ofModel = kept.get(model);
  if (!ofModel) kept.set(model, (ofModel = new WeakMap<ModuleInstance, Kept>()));
  const known = ofModel.get(root);
  if (known?.revision === revision && known.settings === settings) return known.byUri;
  const byUri = byDocument(runChecks(snapshot, root).filter(each => isCurrent(snapshot, each)));
  ofModel.set(root, { revision, settings, byUri });
  return byUri;
}

/** Nothing is said of what does not parse, but that it does not. */
function isCurrent(snapshot: Snapshot, { finding: { place } }: Found): boolean {
  if (isTextPlace(place)) return true;
  const placed = placedItemOf(snapshot, place.item);
  return placed !== undefined && placed.staleText === undefined && placed.recovered !== true;
}

function byDocument(all: readonly Found[]): Map<string, Found[]> {
  const byUri = new Map<string, Found[]>();
  for (const found of all) {
    const uri = uriOfPlace(found.finding.place);
    const list = byUri.get(uri);
    if (list) list.push(found);
    else byUri.set(uri, [found]);
  }
  return byUri;
}

function runChecks(snapshot: Snapshot, root: ModuleInstance): Found[] {
  const context = checkContext(snapshot, root);
  if (!context) return [];
  const wanted = checks.filter(({ code, level }) => levelOfCode(snapshot, code, level) !== 'off');
  const ofCalls = wanted.filter(check => check.scope === 'call');
  return [
    ...context.calls.flatMap(call => callFindings(subjectOf(snapshot, call), ofCalls)),
    ...wanted.flatMap(check => (check.scope === 'platform' ? platformFindings(context, check) : [])),
  ];
}

const subjectOf = (snapshot: Snapshot, call: CallSubject['call']): CallSubject => ({
  call,
  effective: snapshot.model.effectiveConfiguration(call),
  schemas: snapshot.model.schemas,
  snapshot,
});

const platformFindings = (context: CheckContext, check: Extract<Check, { scope: 'platform' }>): Found[] =>
  check.run(context).map(finding => ({
    check,
    finding,
    level: levelOf(context.snapshot, check, finding),
    fixes: () => check.fix?.(context, finding) ?? [],
  }));

const ofCall = new WeakMap<EffectiveConfiguration, Map<string, readonly Finding[]>>();

function callFindings(subject: CallSubject, wanted: readonly CallCheck[]): Found[] {
  let known = ofCall.get(subject.effective);
  if (!known) ofCall.set(subject.effective, (known = new Map<string, readonly Finding[]>()));
  const found: Found[] = [];
  for (const check of wanted) {
    let findings = known.get(check.code);
    if (!findings) known.set(check.code, (findings = check.run(subject)));
    for (const finding of findings) {
      const level = levelOf(subject.snapshot, check, finding);
      found.push({ check, finding, level, fixes: () => check.fix?.(subject, finding) ?? [] });
    }
  }
  return found;
}

/** `off` never gets here: such checks do not run. */
const levelOf = (snapshot: Snapshot, { code, level }: Check, finding: Finding): Found['level'] =>
  levelOfCode(snapshot, code, finding.level ?? level) as Found['level'];

/** Whether a file of this name may say something about a platform, though it is no configuration. */
export function concernsPlatforms(uri: string): boolean {
  const name = nameOf(uri);
  return /^(?:README\.md|\.gitignore|\.dockerignore)$|^Dockerfile(?:\..+)?$|\.ya?ml$/.test(name);
}
