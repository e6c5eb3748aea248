/** Checklists of the steps after changes of a platform. Plain data, so that they survive the window. */
import { codeSpan } from '../../common/markdown';
import { fits, oneOfShapes, oneOfWords, optional, type Shape } from '../../common/shape';
import {
  commandText,
  DATE,
  missingValues,
  planStep,
  runs,
  step,
  stepText,
  withGiven,
  type Step,
  type StepValues,
  type VariableCommand,
} from '../../common/steps';
import { visibleText } from '../../common/visibleText';
import type { FolderGitState } from '../core/gitState';
import type { CheckResult } from '../core/terminals';
import { parseStepValues } from './stepValues';
import { t } from '../../common/localization';

export interface ChecklistStep extends Step {
  readonly done: boolean;
  /** Why it isn't done, by the last check. */
  readonly result?: CheckResult;
}

export interface Checklist {
  /** Title of the change, e.g. "Add Node Pool". */
  readonly title: string;
  readonly notes: readonly string[];
  readonly steps: readonly ChecklistStep[];
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
 * @param environment to plan; undefined if it can't be planned here
 * @param mainBranch the branch on which the platform's pipeline applies
 */
export function checklistSteps(
  followUp: readonly Step[],
  environment: string | undefined,
  git: FolderGitState | undefined,
  mainBranch = git?.mainBranch,
): ChecklistStep[] {
  const steps: Step[] = [];
  if (git?.isRepository === false)
    steps.push(
      step(t('Create a Git repository: {0}.'), {
        commands: runs(`git init -b ${mainBranch ?? 'main'}`),
        until: 'repository',
      }),
    );
  if (git?.hasRemote === false)
    steps.push(
      step(t('Create an empty repository on your Git host, and add it: {0}.'), {
        commands: runs('git remote add origin {URL}'),
        asks: ['URL'],
        until: 'remote',
      }),
    );
  if (environment !== undefined && followUp.length > 0 && !followUp.some(({ kind }) => kind === 'plan'))
    steps.push(planStep(environment));
  return [...steps, ...followUp].map(each => ({ ...each, done: false }));
}

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
export const isOptional = ({ kind }: ChecklistStep): boolean => kind === 'image';

/** Whether the commands of a list run in the platform's image: it was built for that. */
export const isInImage = ({ steps }: Checklist): boolean => steps.some(step => step.done && isOptional(step));

/** Whether something is left to do. */
export const isOpen = (list: Checklist): boolean => openSteps([list]) > 0;

/** The number of steps that are left to do. */
export const openSteps = (lists: readonly Checklist[]): number =>
  lists.flatMap(({ steps }) => steps.filter(step => !step.done && !isOptional(step))).length;

/** The commands of completed steps that have set variables of the terminal, with the values that the user has given. */
export const doneVariables = ({ steps, values = {} }: Checklist): VariableCommand[] =>
  steps
    .filter(step => step.done && missingValues(step.commands.map(commandText), step, values).length === 0)
    .flatMap(({ commands, asks }) => commands.map(each => withGiven(each, asks, values)))
    .filter((command): command is VariableCommand => 'variable' in command);

/** The names of variables that the steps of a list set in the terminal. */
export const exportedVariables = ({ steps }: Checklist): string[] => [
  ...new Set(steps.flatMap(({ commands }) => commands.flatMap(each => ('variable' in each ? each.variable : [])))),
];

/** Whether the repository or remote of a step exists. */
export const isSettled = ({ until }: ChecklistStep, { isRepository, hasRemote }: FolderGitState): boolean =>
  (until === 'repository' && isRepository) || (until === 'remote' && hasRemote);

/**
 * Whether a command line from a terminal contains all commands of a step.
 * @param typed the command as it is typed into the terminal
 */
export const isRunBy = ({ commands }: ChecklistStep, line: string, typed = commandText): boolean =>
  commands.length > 0 && commands.every(command => line.includes(typed(command)));

/** The given values, and the date in the names of deploy tags: UTC, as not every shell can print it. */
export const valuesAt = ({ values }: Checklist, now: Date): StepValues => ({
  ...values,
  [DATE]: now.toISOString().slice(0, 10),
});

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
  for (const [list, { title, notes, steps: each }] of lists.entries()) {
    const values = valuesAt(lists[list]!, now);
    lines.push('', `## ${visibleText(title)}`, '', ...notes.flatMap(note => [`> ${visibleText(note)}`, '']));
    const counted = each.filter(step => !isOptional(step));
    const done = counted.filter(step => step.done).length;
    if (done > 0) lines.push(t('{0} of {1} steps are done.', done, counted.length), '');
    for (const [index, step] of each.entries()) {
      steps.set(lines.length, { list, step: index });
      if (step.done) isStarted = true;
      else if (!isOptional(step)) next ??= lines.length;
      lines.push(`- [${step.done ? 'x' : ' '}] ${visibleText(stepText(step, values))}`);
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
  const { title, notes, steps } = (value ?? {}) as Partial<Record<keyof Checklist, unknown>>;
  return (
    typeof title === 'string' &&
    Array.isArray(notes) &&
    notes.every(note => typeof note === 'string') &&
    Array.isArray(steps) &&
    steps.every(isChecklistStep)
  );
}

const isChecklistStep = (value: unknown): value is ChecklistStep =>
  isStep(value) && fits(value, { done: 'boolean', result: optional({ state: 'string', reason: 'string' }) });

const COMMAND: Shape = oneOfShapes(
  { run: 'string', input: optional('string'), encoding: optional('string') },
  { variable: 'string', value: 'string' },
  { variable: 'string', output: 'string' },
);

const CHECK: Shape = oneOfShapes(
  { delegated: 'string', zone: optional('string'), workspace: optional('string') },
  {
    command: 'string',
    lines: optional(['string']),
    workspace: optional('string'),
    failure: optional('string'),
    openCode: optional('number'),
  },
);

/** Validates a step. */
export const isStep = (value: unknown): value is Step =>
  fits(value, {
    kind: oneOfWords('task', 'plan', 'pullRequest', 'promotion', 'image'),
    text: 'string',
    commands: [COMMAND],
    by: oneOfWords('agent', 'person'),
    environment: optional('string'),
    check: optional(CHECK),
    until: optional('string'),
    asks: optional(['string']),
  });
