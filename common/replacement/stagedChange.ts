/**
 * Replacing a part of a platform in stages, without losing what it serves. The stage of each revision follows from its code alone, so that everyone
 * who has the repository sees the same: see docs/safe-ways.md.
 */
import { enumeration, t } from '../localization';
import { ownProperty } from '../ownProperty';

/** What a replacement replaces. */
export type ReplacedPart = 'nodePool' | 'defaultPool' | 'cluster';

/**
 * `add`: beside the old one. `pools`: the node pools of a new cluster. `move`: the old one takes no new pods. `change`: the old one itself. `services`, `nodePools`, `protection`: what a
 * cluster has to lose first. `remove`: the one that isn't needed anymore.
 */
export type ReplacementStage = 'add' | 'pools' | 'move' | 'change' | 'services' | 'nodePools' | 'protection' | 'remove';

/** Whether a stage destroys nodes, so that it waits until no pods are left on them. */
export const destroysNodes = (stage: ReplacementStage): boolean => !['add', 'pools', 'move'].includes(stage);

/** Key of the files in the editor among the revisions of a change; others are commits. */
export const CURRENT_FILES = '';

/** A replacement and its stage in several revisions, as their code tells. */
export interface StagedChange {
  readonly part: ReplacedPart;
  /** Label of the module that is replaced; for a default pool, that of its cluster. */
  readonly old: string;
  /** Label of the module that takes its place; for a default pool, for the time of the change. */
  readonly next: string;
  readonly stages: readonly ReplacementStage[];
  /** Number of stages in the code of each revision: 0 before the first. */
  readonly done: Readonly<Record<string, number>>;
}

/** What is known about an environment: the commit that it runs, and whether that was applied. */
export interface DeployedEnvironment {
  readonly environment: string;
  /** Undefined if nothing was promoted to it yet. */
  readonly commit?: string | undefined;
  /** What the pipeline's run says; undefined if nobody asked for it. */
  readonly run?: 'succeeded' | 'failed' | 'running' | undefined;
}

/** Why the next stage can't begin. */
export type StageBlock =
  | { readonly kind: 'notMerged'; readonly stage: number }
  | {
      readonly kind: 'notPromoted' | 'running' | 'failed' | 'undone';
      readonly stage: number;
      readonly environment: string;
    }
  | { readonly kind: 'unknown'; readonly stage: number };

export interface StageState {
  readonly stage: ReplacementStage;
  /** `done`: applied in all environments. `open`: written, or the next to write. `waiting`: for an earlier stage. */
  readonly state: 'done' | 'open' | 'waiting';
  /** Environments that run it. */
  readonly environments: readonly string[];
}

export interface StagedProgress {
  readonly change: StagedChange;
  readonly states: readonly StageState[];
  /** Number of stages in the current files. */
  readonly written: number;
  /** The stage that *Continue* writes; undefined after the last one. */
  readonly following: ReplacementStage | undefined;
  /** What the following stage waits for, or the end of the whole change. */
  readonly blocks: readonly StageBlock[];
}

/**
 * @param main the commit of the main branch; undefined if there is none
 * @param environments in promotion order; empty if nothing tells what they run
 * @returns undefined for a change that is complete in every environment
 */
export function progressOf(
  change: StagedChange,
  main: string | undefined,
  environments: readonly DeployedEnvironment[],
): StagedProgress | undefined {
  const { stages, done } = change;
  const written = stageAt(done, CURRENT_FILES);
  const merged = main === undefined ? undefined : stageAt(done, main);
  const applied = environments.map(each => ({
    ...each,
    stage: each.commit === undefined ? 0 : stageAt(done, each.commit),
  }));
  const isEverywhere = (stage: number): boolean => applied.every(each => each.stage >= stage && each.run !== 'failed');
  const isComplete = written === stages.length && merged === written && applied.length > 0 && isEverywhere(written);
  const isGone = written === 0 && (merged ?? 0) === 0 && applied.every(each => each.stage === 0);
  if (isComplete || isGone) return undefined;
  const blocks: StageBlock[] = [];
  if (merged !== undefined && merged !== written)
    blocks.push({ kind: 'notMerged', stage: Math.max(written, merged ?? 0) });
  for (const { environment, stage, run } of applied) {
    if (stage > written) blocks.push({ kind: 'undone', stage, environment });
    else if (stage < written) blocks.push({ kind: 'notPromoted', stage: written, environment });
    else if (run === 'failed' || run === 'running') blocks.push({ kind: run, stage: written, environment });
  }
  if (applied.length === 0) blocks.push({ kind: 'unknown', stage: written });
  return {
    change,
    written,
    following: stages[written],
    blocks,
    states: stages.map((stage, index) => {
      const number = index + 1;
      const state = number > written + 1 || (number === written + 1 && blocks.length > 0) ? 'waiting' : 'open';
      const environmentsWithIt = applied.filter(each => each.stage >= number).map(({ environment }) => environment);
      const isDone =
        merged !== undefined && merged >= number && applied.length > 0 && isEverywhere(number) && number <= written;
      return { stage, state: isDone ? 'done' : state, environments: environmentsWithIt };
    }),
  };
}

const stageAt = (done: StagedChange['done'], revision: string): number => ownProperty(done, revision) ?? 0;

/** `Replace eks_gc0_node_pool_extra`; the names are those of the code. */
export const replacementTitle = ({ part, old }: Pick<StagedChange, 'part' | 'old'>): string =>
  part === 'defaultPool' ? t('Replace the default node pool of {0}', old) : t('Replace {0}', old);

/** How many stages every environment has: `1 of 3`. */
export const appliedStages = ({ states }: Pick<StagedProgress, 'states'>): string =>
  t('{0} of {1}', states.filter(({ state }) => state === 'done').length, states.length);

/** A line about a replacement: its title, `1 of 3`, and what the following stage waits for. */
export const replacementLine = (progress: StagedProgress): string =>
  [replacementTitle(progress.change), appliedStages(progress), blocksText(progress.blocks)]
    .filter(text => text !== '')
    .join(' · ');

/** A stage in a list. */
export function stageTitle(
  stage: ReplacementStage,
  { part, old, next }: Pick<StagedChange, 'part' | 'old' | 'next'>,
): string {
  switch (stage) {
    case 'add':
      return t('Add {0}', next);
    case 'pools':
      return t('Add the node pools of {0}', next);
    case 'move':
      return part === 'defaultPool' ? t('Move the pods to {0}', next) : t('Move the pods from {0} to {1}', old, next);
    case 'change':
      return t('Change the default node pool of {0}', old);
    case 'services':
      return t('Remove the services of {0}', old);
    case 'nodePools':
      return t('Remove the node pools of {0}', old);
    case 'protection':
      return t('Lift the deletion protection of {0}', old);
    case 'remove':
      return part === 'defaultPool' ? t('Remove {0}', next) : t('Remove {0}', old);
  }
}

/** Why the next stage can't begin, as a sentence. */
export function blockText(block: StageBlock): string {
  switch (block.kind) {
    case 'notMerged':
      return t("Stage {0} isn't merged yet.", block.stage);
    case 'notPromoted':
      return t('{0} waits for stage {1}: promote it.', block.environment, block.stage);
    case 'running':
      return t('The pipeline still applies stage {1} to {0}.', block.environment, block.stage);
    case 'failed':
      return t('The pipeline failed to apply stage {1} to {0}.', block.environment, block.stage);
    case 'undone':
      return t(
        "{0} has stage {1}, which the code doesn't have anymore. Restore it, or promote the code.",
        block.environment,
        block.stage,
      );
    case 'unknown':
      return t('Nothing tells in which environments stage {0} is applied.', block.stage);
  }
}

/** All reasons; '' if there are none. */
export function blocksText(blocks: readonly StageBlock[]): string {
  const waiting = blocks.flatMap(block => (block.kind === 'notPromoted' ? [block] : []));
  const [first, ...others] = waiting;
  if (!first || others.length === 0) return blocks.map(blockText).join(' ');
  const names = enumeration(waiting.map(({ environment }) => environment));
  const joined = t('{0} wait for stage {1}: promote it.', names, first.stage);
  return [...blocks.filter(block => block.kind !== 'notPromoted').map(blockText), joined].join(' ');
}
