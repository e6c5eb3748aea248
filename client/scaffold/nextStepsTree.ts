/** The items of the section *Next Steps*: the lists of steps after changes, and what is replaced in stages. */
import { t } from '../../common/localization';
import {
  appliedStages,
  blockText,
  blocksText,
  replacementTitle,
  stageTitle,
  type StageState,
  type StagedProgress,
} from '../../common/replacement/stagedChange';
import { stepText } from '../../common/steps';
import { isOptional, valuesAt, type Checklist, type ChecklistStep, type StepPosition } from './checklist';

export interface NextStepsNode {
  readonly kind: 'list' | 'step' | 'stagedChange' | 'stage';
  /** Unique in the tree, and the same after a refresh. */
  readonly id: string;
  readonly label: string;
  /** Can be empty. */
  readonly description: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly icon?: 'list-ordered' | 'arrow-swap' | 'pass' | 'circle-large-outline' | 'circle-slash';
  /** Whether it waits for something else, and is shown in grey. */
  readonly isWaiting: boolean;
  /** For `when` clauses. */
  readonly context: string;
  /** Folder of the platform. */
  readonly platform: string;
  /** Position of a step. */
  readonly at?: StepPosition;
  /** Whether a step is done; undefined for items without a check box. */
  readonly done?: boolean;
  /** Label of the module that is replaced. */
  readonly name?: string;
  readonly children: readonly NextStepsNode[];
}

/** What the tree shows of one platform. */
export interface PlatformSteps {
  /** Folder of the platform. */
  readonly platform: string;
  /** Name of the platform; '' if there is only one. */
  readonly title: string;
  readonly lists: readonly Checklist[];
  readonly staged: readonly StagedProgress[];
}

/**
 * @param hasAction whether a step can be run here
 * @param now is in the names of deploy tags
 */
export function nextStepsTree(
  platforms: readonly PlatformSteps[],
  hasAction: (step: ChecklistStep) => boolean,
  now: Date,
): NextStepsNode[] {
  return platforms.flatMap(each => [
    ...each.staged.map(progress => stagedNode(each, progress)),
    ...each.lists.flatMap((list, index) =>
      list.steps.some(step => !step.done && !isOptional(step)) ? [listNode(each, list, index, hasAction, now)] : [],
    ),
  ]);
}

function stagedNode({ platform, title }: PlatformSteps, progress: StagedProgress): NextStepsNode {
  const { change, states, following, blocks } = progress;
  const label = replacementTitle(shortened(change));
  const waits = blocksText(blocks);
  const count = appliedStages(progress);
  const id = `staged ${platform} ${change.old} ${change.next}`;
  return {
    kind: 'stagedChange',
    id,
    label,
    description: [count, title, waits].filter(text => text !== '').join(' · '),
    tooltip: [replacementTitle(change), count, waits].filter(text => text !== '').join('\n\n'),
    icon: 'arrow-swap',
    isWaiting: false,
    context: following ? 'stagedChange.open' : 'stagedChange',
    platform,
    name: change.old,
    children: states.map((state, index) => stageNode(progress, state, index, { id, platform })),
  };
}

/** Without the cluster in the names of node pools, since a narrow side bar has no space for it: tooltips have the whole names. */
function shortened(change: StagedProgress['change']): StagedProgress['change'] {
  const short = (name: string): string => name.replace(/^.*_node_pool_/, '');
  return { ...change, old: short(change.old), next: short(change.next) };
}

function stageNode(
  { change, blocks }: StagedProgress,
  { stage, state, environments }: StageState,
  index: number,
  { id, platform }: { readonly id: string; readonly platform: string },
): NextStepsNode {
  const label = `${index + 1}. ${stageTitle(stage, shortened(change))}`;
  const own = blocks.filter(block => block.stage === index + 1).map(blockText);
  const description =
    state === 'waiting' && index > 0
      ? t('waits for stage {0}', index)
      : state === 'done'
        ? t('applied everywhere')
        : environments.length > 0
          ? t('in {0}', environments.join(', '))
          : '';
  return {
    kind: 'stage',
    id: `${id} ${index}`,
    label,
    description: own.length > 0 && state !== 'done' ? own.join(' ') : description,
    tooltip: [stageTitle(stage, change), ...(own.length > 0 ? own : [description])]
      .filter(text => text !== '')
      .join('\n\n'),
    icon: state === 'done' ? 'pass' : state === 'waiting' ? 'circle-slash' : 'circle-large-outline',
    isWaiting: state === 'waiting',
    context: 'stage',
    platform,
    name: change.old,
    children: [],
  };
}

function listNode(
  { platform, title }: PlatformSteps,
  list: Checklist,
  index: number,
  hasAction: (step: ChecklistStep) => boolean,
  now: Date,
): NextStepsNode {
  const counted = list.steps.filter(step => !isOptional(step));
  const count = t('{0} of {1}', counted.filter(({ done }) => done).length, counted.length);
  const id = `list ${platform} ${index} ${list.title}`;
  const values = valuesAt(list, now);
  return {
    kind: 'list',
    id,
    label: list.title,
    description: [count, title].filter(text => text !== '').join(' · '),
    tooltip: [list.title, ...list.notes].join('\n\n'),
    icon: 'list-ordered',
    isWaiting: false,
    context: 'nextStepsList',
    platform,
    children: list.steps.map((step, position): NextStepsNode => {
      const text = stepText(step, values);
      const failed = step.result?.reason ?? '';
      const flags = [...(hasAction(step) && !step.done ? ['run'] : []), ...(step.check ? ['check'] : [])];
      return {
        kind: 'step',
        id: `${id} ${position}`,
        label: plainText(text),
        description: step.done ? '' : failed,
        tooltip: failed === '' || step.done ? text : `${text}\n\n${failed}`,
        isWaiting: false,
        context: ['nextStep', ...flags].join('.'),
        platform,
        at: { list: index, step: position },
        done: step.done,
        children: [],
      };
    }),
  };
}

/** Markdown without its marks. */
const plainText = (text: string): string => text.replace(/`+ ?([^`]*?) ?`+/g, '$1').replace(/\*([^*\n]+)\*/g, '$1');
