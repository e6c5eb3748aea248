/** Reads from the code of revisions what is being replaced, and how far. Nothing is stored elsewhere. */
import { CURRENT_FILES, type ReplacementStage, type StagedChange } from '../../../common/replacement/stagedChange';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { effectiveValueAt } from '../../semantics/effectiveParts';
import { plainValue } from '../../semantics/plainValue';
import type { RequestContext } from '../../semantics/requestContext';
import { AnswerReader } from '../answerReader';
import { cloudOf } from '../cluster/clouds';
import { removalStage } from '../removalActions';
import { scaffoldContextOf, type ScaffoldContext } from '../scaffoldContext';
import { poolPathOf } from './defaultPool';
import { addsPoolsLater, missingPools } from './laterPools';
import { markersIn, type ReplacementMarker } from './marker';
import { taintPath } from './takesTaints';

/** The taint that keeps new pods off the old nodes. */
export const REPLACED_TAINT = 'kubestack-replaced';

/** A replacement that the code of one revision contains. */
export interface FoundReplacement extends Pick<StagedChange, 'part' | 'old' | 'next' | 'stages'> {
  readonly marker: ReplacementMarker;
  /** Number of stages in this code. */
  readonly done: number;
}

/** The replacements that a platform's code has begun and not ended. */
export const replacementsIn = (request: RequestContext, root: ModuleInstance): FoundReplacement[] =>
  root.folder
    ? markersIn(root.folder).flatMap(marker => {
        const found = replacementOf(request, root, marker);
        return found ? [found] : [];
      })
    : [];

function replacementOf(
  request: RequestContext,
  root: ModuleInstance,
  marker: ReplacementMarker,
): FoundReplacement | undefined {
  const { old: label, next, isDefaultPool } = marker;
  const old = callNamed(request, root, label);
  const taken = callNamed(request, root, next);
  if (isDefaultPool && old?.module.kind !== 'cluster') return undefined;
  const part = isDefaultPool ? 'defaultPool' : taken?.module.kind === 'cluster' ? 'cluster' : 'nodePool';
  const stages = replacementStages(request, root, part, isDefaultPool ? old : (old ?? taken), taken);
  const found = { part, old: label, next, stages, marker } as const;
  return { ...found, done: doneIn(request, root, found, old) };
}

/** The stages of a replacement; the old nodes get a taint only if that doesn't replace them. */
export function replacementStages(
  request: RequestContext,
  root: ModuleInstance,
  part: StagedChange['part'],
  call: ModuleCall | undefined,
  next?: ModuleCall,
): readonly ReplacementStage[] {
  // Only GKE protects clusters.
  const protection: ReplacementStage[] = call?.module.provider === 'google' ? ['protection'] : [];
  if (part === 'cluster') {
    const context = contextOf(request, root);
    const isSplit = [call, next].some(each => each && addsPoolsLater(context, each.name));
    return ['add', ...(isSplit ? ['pools' as const] : []), 'services', 'nodePools', ...protection, 'remove'];
  }
  const move: ReplacementStage[] = call && taintPathOf(request, root, call) ? ['move'] : [];
  return part === 'defaultPool' ? ['add', ...move, 'change', 'remove'] : ['add', ...move, 'remove'];
}

/** The path of the taints of a pool, or of a cluster's default pool, to which one can be added in place. */
export function taintPathOf(
  request: RequestContext,
  root: ModuleInstance,
  call: ModuleCall,
): readonly string[] | undefined {
  const cloud = cloudOf(call.module.provider);
  const lockFile = request.model.workspace.texts.file(`${root.folderUri}/.terraform.lock.hcl`)?.text ?? '';
  return cloud && call.module.schema && taintPath(cloud, call.module.schema, call.module.kind === 'cluster', lockFile);
}

function doneIn(
  request: RequestContext,
  root: ModuleInstance,
  { part, stages, marker, next }: Omit<FoundReplacement, 'done'>,
  old: ModuleCall | undefined,
): number {
  if (
    part === 'cluster' &&
    old &&
    stages.includes('pools') &&
    missingPools(contextOf(request, root), old.name, next).length > 0
  )
    return stages.indexOf('pools');
  if (part === 'cluster') return old ? stages.indexOf(removalStageOf(request, root, old.name)) : stages.length;
  if (part === 'nodePool' && !old) return stages.length;
  if (!old) return 0;
  if (part === 'defaultPool' && hasValues(request, old, marker)) return stages.indexOf('change') + 1;
  const path = stages.includes('move') ? taintPathOf(request, root, old) : undefined;
  return path && isTainted(request, old, path) ? stages.indexOf('move') + 1 : 1;
}

const contextOf = (request: RequestContext, root: ModuleInstance): ScaffoldContext =>
  scaffoldContextOf(request, root.folderUri, new AnswerReader({}));

/** The next stage of the removal of a cluster. */
function removalStageOf(request: RequestContext, root: ModuleInstance, cluster: string): ReplacementStage {
  const stage = removalStage(contextOf(request, root), cluster);
  return stage === 'cluster' ? 'remove' : stage;
}

/** Whether the nodes of a pool have the taint in every environment. */
function isTainted({ model }: RequestContext, call: ModuleCall, path: readonly string[]): boolean {
  const environments = [...model.effectiveConfiguration(call).environments.values()];
  return (
    environments.length > 0 &&
    environments.every(inEffect => {
      const value = effectiveValueAt(inEffect, path);
      return value !== undefined && JSON.stringify(plainValue(value).value ?? null).includes(REPLACED_TAINT);
    })
  );
}

/** Whether a default pool has the new values. */
function hasValues(
  { model }: RequestContext,
  cluster: ModuleCall,
  { values, environment }: ReplacementMarker,
): boolean {
  const { environments, baseKey } = model.effectiveConfiguration(cluster);
  const inEffect = environments.get(environment ?? baseKey);
  if (!inEffect) return false;
  return Object.entries(values).every(([name, wanted]) => {
    const value = effectiveValueAt(inEffect, poolPathOf(cluster, name));
    const plain = value && plainValue(value).value;
    return wanted === null ? (plain ?? null) === null : value !== undefined && isSame(plain, wanted);
  });
}

/** In releases up to v0.19.2, lists are texts with commas, and numbers are texts. */
function isSame(value: unknown, wanted: unknown): boolean {
  const text = (each: unknown): string =>
    Array.isArray(each) ? each.map(text).join(',') : typeof each === 'string' ? each : JSON.stringify(each);
  return text(value) === text(wanted);
}

export const callNamed = ({ model }: RequestContext, root: ModuleInstance, label: string): ModuleCall | undefined =>
  model.call(root, label);

/** A platform in one revision. */
export interface RevisionOfPlatform {
  readonly request: RequestContext;
  readonly root: ModuleInstance;
}

/** @param uri the platform's folder */
export function revisionOfPlatform(request: RequestContext, uri: string): RevisionOfPlatform | undefined {
  const root = request.model.tree.rootInstances().find(({ folderUri }) => folderUri === uri);
  return root && { request, root };
}

/**
 * The replacements in any of several revisions, with the stage in each of them.
 * @param revisions the platform by revision; {@link CURRENT_FILES} is among them. Undefined where there is no platform
 */
export function stagedChanges(revisions: ReadonlyMap<string, RevisionOfPlatform | undefined>): StagedChange[] {
  const found = new Map<string, FoundReplacement>();
  const done = new Map<string, Map<string, number>>();
  for (const [revision, given] of revisions) {
    for (const each of given ? replacementsIn(given.request, given.root) : []) {
      const key = `${each.old} ${each.next}`;
      if (!found.has(key) || revision === CURRENT_FILES) found.set(key, each);
      done.set(key, (done.get(key) ?? new Map<string, number>()).set(revision, each.done));
    }
  }
  return [...found].map(([key, change]) => {
    const { part, old, next, stages } = change;
    const all = [...revisions].map(([revision, given]): [string, number] => [
      revision,
      done.get(key)?.get(revision) ?? (given && isEnded(given.request, given.root, change) ? stages.length : 0),
    ]);
    return { part, old, next, stages, done: Object.fromEntries(all) };
  });
}

/** Whether code without the marker has the result of a replacement. */
function isEnded(
  request: RequestContext,
  root: ModuleInstance,
  { part, old, next, marker }: FoundReplacement,
): boolean {
  const [before, after] = [callNamed(request, root, old), callNamed(request, root, next)];
  return part === 'defaultPool'
    ? before !== undefined && hasValues(request, before, marker)
    : !before && after !== undefined;
}
