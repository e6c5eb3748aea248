/** The Kubestack calls of a platform. An edit that changes a few blocks updates the list instead of finding all calls again. */
import { memoize } from '../../../common/memoize';
import { isCallComputed } from '../../workspace/staticEvaluation';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import { writtenEnvironments } from '../inheritance/environmentKeys';
import { InstanceMemo } from '../memoization/instanceMemo';
import type { ModuleCall } from '../modules/moduleCall';
import type { ModuleInstance } from '../modules/moduleInstance';
import type { PlatformModel } from './platformModel';
import { platformStructure, type PlatformStructure } from './platformStructure';

/** The environments of a platform, and its base environment. */
export interface PlatformEnvironments {
  readonly keys: readonly string[];
  readonly base: string;
}

export interface PlatformCalls {
  /** The same array as long as no call has changed. With a basis, each call has its place in the structure's list. */
  readonly calls: readonly ModuleCall[];
  /** Set by the first function that computes them. */
  environments?: PlatformEnvironments;
  /** Whether the environments of all calls are constants in their blocks. Set by the first function that needs it. */
  areWritten?: boolean;
  /** Undefined if the list can't be updated, since calls may depend on more than their blocks. */
  readonly basis: Basis | undefined;
}

/** What the calls were found in. While it is the same structure, a call can change only with its block, or with the module that it calls. */
interface Basis {
  readonly structure: PlatformStructure;
  /** The folders that contain calls. */
  readonly ofCalls: ReadonlySet<ModuleFolder>;
  /** `interfaceRevision` of each folder of the workspace. */
  readonly revisions: ReadonlyMap<ModuleFolder, number>;
}

const kept = new InstanceMemo<PlatformCalls>();

/** Number of calls between two pauses. */
const CALLS_PER_PAUSE = 64;

/** The calls of a root module and of the local modules below it. It must be abandoned when something changes. */
export const platformCalls = (root: ModuleInstance, model: PlatformModel): Generator<undefined, PlatformCalls> =>
  kept.compute(
    root,
    () => [model.workspace.revision],
    () => findCalls(root, model),
  );

function* findCalls(root: ModuleInstance, model: PlatformModel): Generator<undefined, PlatformCalls> {
  const structure = yield* platformStructure(root, model);
  const before = kept.last(root);
  const updated = before?.basis?.structure === structure ? updatedCalls(before, before.basis, model) : undefined;
  if (updated) return updated;
  const calls: ModuleCall[] = [];
  const ofCalls = new Set<ModuleFolder>();
  const called = new Set<string>();
  let areStatic = true;
  for (const [index, { instance, name }] of structure.calls.entries()) {
    if (index % CALLS_PER_PAUSE === 0) yield;
    const { folder } = instance;
    const call = model.call(instance, name);
    if (call) calls.push(call);
    if (folder) ofCalls.add(folder);
    if (call?.module.folderUri !== undefined) called.add(call.module.folderUri);
    areStatic &&= folder !== undefined && call !== undefined && !isCallComputed(call.declaration);
  }
  const isUpdatable = areStatic && ![...ofCalls].some(({ uri }) => called.has(uri));
  return { calls, basis: isUpdatable ? { structure, ofCalls, revisions: revisionsIn(model) } : undefined };
}

const revisionsIn = ({ workspace }: PlatformModel): Map<ModuleFolder, number> =>
  new Map([...workspace.allFolders()].map(folder => [folder, folder.interfaceRevision]));

/** The calls after an edit; undefined if they must be found again. */
function updatedCalls(before: PlatformCalls, basis: Basis, model: PlatformModel): PlatformCalls | undefined {
  const calls = [...before.calls];
  const indexes = indexesOf(basis.structure);
  let areNew = false;
  let haveSameEnvironments = true;
  for (const [folder, revision] of basis.revisions) {
    if (folder.interfaceRevision === revision) continue;
    const changed = basis.ofCalls.has(folder) ? folder.callsChangedSince(revision) : undefined;
    if (!changed) return undefined;
    for (const index of [...changed].flatMap(name => indexes.get(name) ?? [])) {
      const old = calls[index]!;
      if (old.instance.folder !== folder) continue;
      const call = model.call(old.instance, old.name);
      if (!call || isCallComputed(call.declaration)) return undefined;
      calls[index] = call;
      areNew ||= call !== old;
      haveSameEnvironments &&= writtenEnvironments(call, model) === writtenEnvironments(old, model);
    }
  }
  const updated = { calls: areNew ? calls : before.calls, basis: { ...basis, revisions: revisionsIn(model) } };
  if (!haveSameEnvironments) return updated;
  const { environments } = before;
  before.areWritten ??= before.calls.every(call => writtenEnvironments(call, model) !== undefined);
  const { areWritten } = before;
  return { ...updated, areWritten, ...(environments && areWritten ? { environments } : {}) };
}

/** Indexes in the list of calls by label. */
const indexesOf = memoize(({ calls }: PlatformStructure): ReadonlyMap<string, readonly number[]> => {
  const indexes = new Map<string, number[]>();
  for (const [index, { name }] of calls.entries()) {
    const cached = indexes.get(name);
    if (cached) cached.push(index);
    else indexes.set(name, [index]);
  }
  return indexes;
});
