/** Checklists of the steps after changes of a platform. Plain data, so that they survive the window. */
import { planStep, type StepCheck } from '../../common/followUp';
import { codeSpan } from '../../common/markdown';
import { ownProperty } from '../../common/ownProperty';
import { fits, optional } from '../../common/shape';
import { BUILD_IMAGE } from '../../common/signIn';
import { visibleText } from '../../common/visibleText';
import type { FolderGitState } from '../core/gitState';
import type { CheckResult } from '../core/terminals';
import { stepCommands } from './followUpStep';
import { parseStepValues, withDate, withValues, type StepValues } from './stepValues';
import { t } from '../../common/localization';

export interface ChecklistStep {
  readonly text: string;
  readonly done: boolean;
  /** The state that completes the step, regardless of how it was reached. */
  readonly until?: 'repository' | 'remote';
  /** The VS Code action of the step. Other steps have commands or are manual. */
  readonly action?: 'plan';
  /** How to find out whether it is done. */
  readonly check?: StepCheck;
  /** Why it isn't done, by the last check. */
  readonly result?: CheckResult;
}

export interface Checklist {
  /** Title of the change, e.g. "Add Node Pool". */
  readonly title: string;
  readonly notes: readonly string[];
  readonly steps: readonly ChecklistStep[];
  /** The environment to plan first. */
  readonly environment: string | undefined;
  /** Values in commands that the user has given. */
  readonly values?: StepValues;
}

/** Identifies a step in the lists of a platform. */
export interface StepPosition {
  readonly list: number;
  readonly step: number;
}

/** Maximum number of stored lists per platform. */
const MAX_KEPT = 5;

/** Adds a list before the existing ones; completed lists are removed. */
export function withChecklist(lists: readonly Checklist[], added: Checklist): Checklist[] {
  return [added, ...lists.filter(isOpen)].slice(0, MAX_KEPT);
}

/**
 * The steps after a change, in order. Without a repository or a remote, creating them comes first. Unless another place is in `followUp`, the plan
 * comes next.
 *
 * @param mainBranch the branch on which the platform's pipeline applies
 */
export function checklistSteps(
  followUp: readonly string[],
  environment: string | undefined,
  git: FolderGitState | undefined,
  mainBranch = git?.mainBranch,
  checks: Readonly<Record<string, StepCheck>> = {},
): ChecklistStep[] {
  const steps: ChecklistStep[] = [];
  if (git?.isRepository === false)
    steps.push({
      text: t('Create a Git repository: {0}.', `\`git init -b ${mainBranch ?? 'main'}\``),
      done: false,
      until: 'repository',
    });
  if (git?.hasRemote === false)
    steps.push({
      text: t('Create an empty repository on your Git host, and add it: {0}.', '`git remote add origin URL`'),
      done: false,
      until: 'remote',
    });
  const plan = environment === undefined ? undefined : planStep(environment);
  if (plan !== undefined && followUp.length > 0 && !followUp.includes(plan)) steps.push(planned(plan));
  const checked = (text: string): ChecklistStep => {
    const check = ownProperty(checks, text);
    return { text, done: false, ...(check && { check }) };
  };
  return [...steps, ...followUp.map(text => (text === plan ? planned(text) : checked(text)))];
}

const planned = (text: string): ChecklistStep => ({ text, done: false, action: 'plan' });

/** Marks steps as done for which `isDone` returns true. @returns the same object if nothing changes */
export function ticked(
  lists: readonly Checklist[],
  isDone: (step: ChecklistStep, position: StepPosition) => boolean,
): readonly Checklist[] {
  let changes = false;
  const result = lists.map((each, list) => ({
    ...each,
    steps: each.steps.map((step, index) => {
      if (step.done || !isDone(step, { list, step: index })) return step;
      changes = true;
      return completed(step);
    }),
  }));
  return changes ? result : lists;
}

/** Marks a step as done or as not done. */
export const toggled = (lists: readonly Checklist[], at: StepPosition): Checklist[] =>
  lists.map((each, list) =>
    list !== at.list
      ? each
      : {
          ...each,
          steps: each.steps.map((step, index) =>
            index !== at.step ? step : step.done ? { ...step, done: false } : completed(step),
          ),
        },
  );

/** The result of an earlier check no longer applies. */
function completed({ result: _, ...step }: ChecklistStep): ChecklistStep {
  return { ...step, done: true };
}

/** Notes the result of a check: a step that is done is ticked. */
export const withResult = (lists: readonly Checklist[], at: StepPosition, result: CheckResult): Checklist[] =>
  lists.map((each, list) =>
    list !== at.list
      ? each
      : {
          ...each,
          steps: each.steps.map((step, index) => {
            if (index !== at.step) return step;
            return result.state === 'done' ? completed(step) : { ...step, done: false, result };
          }),
        },
  );

/** The step that builds the platform's image, if commands are to run there. Who runs them on this machine leaves it open. */
const isOptional = ({ text }: ChecklistStep): boolean => text.includes(`\`${BUILD_IMAGE}\``);

/** Whether the commands of a list run in the platform's image: it was built for that. */
export const isInImage = ({ steps }: Checklist): boolean => steps.some(step => step.done && isOptional(step));

/** Whether something is left to do. */
export const isOpen = (list: Checklist): boolean => openSteps([list]) > 0;

/** The number of steps that are left to do. */
export const openSteps = (lists: readonly Checklist[]): number =>
  lists.flatMap(({ steps }) => steps.filter(step => !step.done && !isOptional(step))).length;

/** The names of variables that the steps of a list set in the terminal. */
export const exportedVariables = ({ steps }: Checklist): string[] => [
  ...new Set(steps.flatMap(({ text }) => [...text.matchAll(/`export (\w+)=/g)].map(match => match[1]!))),
];

/** Whether the repository or remote of a step exists. */
export const isSettled = ({ until }: ChecklistStep, { isRepository, hasRemote }: FolderGitState): boolean =>
  (until === 'repository' && isRepository) || (until === 'remote' && hasRemote);

/**
 * Whether a command line from a terminal contains all commands of a step.
 * @param typed the command as it is typed into the terminal
 */
export function isRunBy({ text }: ChecklistStep, line: string, typed = (command: string): string => command): boolean {
  const commands = stepCommands(text);
  return commands.length > 0 && commands.every(command => line.includes(typed(command)));
}

export interface ChecklistDocument {
  readonly text: string;
  /** The step that starts on a line; zero-based lines. */
  readonly steps: ReadonlyMap<number, StepPosition>;
  /** Line of the first step that is left to do; undefined if there is none, or if nothing was done before. */
  readonly next: number | undefined;
}

/** The lists of a platform as Markdown. @param now is in the names of deploy tags */
export function checklistDocument(lists: readonly Checklist[], now = new Date()): ChecklistDocument {
  const lines: string[] = [`# ${t('Next Steps')}`];
  const steps = new Map<number, StepPosition>();
  let next: number | undefined;
  let isStarted = false;
  for (const [list, { title, notes, steps: each, values = {} }] of lists.entries()) {
    lines.push('', `## ${visibleText(title)}`, '', ...notes.flatMap(note => [`> ${visibleText(note)}`, '']));
    const counted = each.filter(step => !isOptional(step));
    const done = counted.filter(step => step.done).length;
    if (done > 0) lines.push(t('{0} of {1} steps are done.', done, counted.length), '');
    for (const [index, step] of each.entries()) {
      steps.set(lines.length, { list, step: index });
      if (step.done) isStarted = true;
      else if (!isOptional(step)) next ??= lines.length;
      lines.push(`- [${step.done ? 'x' : ' '}] ${visibleText(withDate(withValues(step.text, values), now))}`);
      if (step.result) lines.push(`  - ${resultText(step.result)}`);
    }
  }
  if (lists.length === 0) lines.push('', t('There is nothing to do.'));
  return { text: `${lines.join('\n')}\n`, steps, next: isStarted ? next : undefined };
}

/** The reason is the text of a program. */
function resultText({ state, reason }: CheckResult): string {
  const text = state === 'open' ? t('Not done yet.') : t("Can't tell whether it is done.");
  return reason === '' ? text : `${text} ${codeSpan(reason)}`;
}

/** Validates stored lists, which another version of the extension may have written. */
export function parseChecklists(stored: unknown): readonly Checklist[] {
  if (!Array.isArray(stored)) return [];
  return stored
    .filter(isChecklist)
    .map(list => (list.values === undefined ? list : { ...list, values: parseStepValues(list.values) }));
}

function isChecklist(value: unknown): value is Checklist {
  const { title, notes, steps, environment } = (value ?? {}) as Partial<Record<keyof Checklist, unknown>>;
  return (
    typeof title === 'string' &&
    Array.isArray(notes) &&
    notes.every(note => typeof note === 'string') &&
    Array.isArray(steps) &&
    steps.every(isStep) &&
    (environment === undefined || typeof environment === 'string')
  );
}

function isStep(value: unknown): value is ChecklistStep {
  const { text, done, check, result } = (value ?? {}) as Partial<Record<keyof ChecklistStep, unknown>>;
  return (
    typeof text === 'string' &&
    typeof done === 'boolean' &&
    (check === undefined || isStepCheck(check)) &&
    (result === undefined || fits(result, { state: 'string', reason: 'string' }))
  );
}

/** Validates the check of a step. */
export const isStepCheck = (value: unknown): value is StepCheck =>
  fits(value, { delegated: 'string', zone: optional('string'), workspace: optional('string') }) ||
  fits(value, {
    command: 'string',
    lines: optional(['string']),
    workspace: optional('string'),
    failure: optional('string'),
  });
