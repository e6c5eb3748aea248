import * as vscode from 'vscode';
import type { Choice } from '../question';
import type { QuestionStep } from '../questionRun';
import { createPick, separator, shownItem, type PickItem, type ShownItem } from '../../core/quickPicks';
import { messageText } from '../../../common/messageText';

/** The result of a question: a value, going back, or a cancel. */
export type Reply = { readonly value: unknown } | 'back' | undefined;

/** Why a value is invalid; undefined if it is valid. */
export type InputValidation = (value: unknown) => Promise<string | undefined>;

/** Delay between typing and validation, in milliseconds. */
const TYPING_PAUSE_MS = 150;

/** Asks a question in the quick input. From the second question on, it has a Back button. */
export async function prompt(title: string, step: QuestionStep, check: InputValidation): Promise<Reply> {
  const { input } = step.question;
  if (input.kind === 'text') return promptForText(title, step, check);
  if (input.kind === 'several') return promptForSeveral(title, step, input.choices, check);
  return promptForOne(title, step, input.choices, input.free === true, check);
}

function promptForText(title: string, step: QuestionStep, check: InputValidation): Promise<Reply> {
  const input = vscode.window.createInputBox();
  const { question } = step;
  const isOptional = question.input.kind === 'text' && question.input.optional === true;
  input.value = textOf(step.initial);
  // Selects the initial value, so that typing replaces it.
  input.valueSelection = [0, input.value.length];
  input.prompt = messageText(question.prompt);
  if (question.input.kind === 'text') input.placeholder = question.input.example;
  const judge = async (text: string): Promise<string | undefined> =>
    text.trim() === '' && isOptional ? undefined : check(text.trim());
  let checks = 0;
  const show = async (text: string): Promise<void> => {
    const mine = ++checks;
    await pause();
    if (mine !== checks) return;
    const problem = await judge(text);
    if (mine === checks) input.validationMessage = shownProblem(problem, question.advise?.(text.trim()));
  };
  return shown(input, title, step, settle => [
    input.onDidChangeValue(text => {
      input.validationMessage = undefined;
      if (text.trim() !== '') void show(text);
    }),
    input.onDidAccept(async () => {
      const mine = ++checks;
      const problem = await judge(input.value);
      if (mine !== checks) return;
      input.validationMessage = shownProblem(problem);
      if (problem === undefined) settle({ value: input.value.trim() });
    }),
  ]);
}

interface Item extends PickItem {
  readonly value?: unknown;
}

function promptForOne(
  title: string,
  step: QuestionStep,
  choices: readonly Choice[],
  free: boolean,
  check: InputValidation,
): Promise<Reply> {
  const pick = createPick<Item>();
  const items = choices.map(itemOf);
  pick.items = items;
  pick.placeholder = step.question.prompt;
  pick.matchOnDescription = true;
  const initial = items.find(({ item }) => item.value === step.initial);
  if (initial) pick.activeItems = [initial];
  // A text that is not in the list can be edited.
  else if (free && typeof step.initial === 'string') pick.value = step.initial;
  let checks = 0;
  let typedItem: ShownItem<Item> | undefined;
  /** Shows the typed text as the first choice, with its problem. */
  const offerTyped = async (typed: string): Promise<void> => {
    const mine = ++checks;
    const text = typed.trim();
    const isChoice = choices.some(({ label }) => label.toLowerCase() === text.toLowerCase());
    if (text === '' || isChoice) {
      typedItem = undefined;
      pick.items = items;
      return;
    }
    const own: Item = { label: text, value: text, alwaysShow: true };
    typedItem = shownItem(own);
    pick.items = [...items, typedItem];
    await pause();
    if (mine !== checks) return;
    const problem = await check(text);
    if (mine !== checks) return;
    pick.items = [...items, shownItem(withRemark(own, problem, step.question.advise?.(text)))];
  };
  if (free) void offerTyped(pick.value);
  return shown(pick, title, step, settle => [
    ...(free ? [pick.onDidChangeValue(offerTyped)] : []),
    pick.onDidAccept(async () => {
      // If the list was replaced while the user accepted the typed text, the selection refers to a row of the earlier list.
      const chosen = pick.selectedItems[0] ?? typedItem;
      if (!chosen) return;
      const mine = ++checks;
      const { value } = chosen.item;
      const problem = await check(value);
      if (mine !== checks) return;
      if (problem === undefined) settle({ value });
      else {
        const refused = shownItem({ ...chosen.item, icon: 'error', detail: problem, alwaysShow: true });
        const list = items.includes(chosen) ? items : [...items, chosen];
        pick.items = list.map(item => (item === chosen ? refused : item));
        pick.activeItems = [refused];
      }
    }),
  ]);
}

function promptForSeveral(
  title: string,
  step: QuestionStep,
  choices: readonly Choice[],
  check: InputValidation,
): Promise<Reply> {
  const pick = createPick<Item>();
  const items = choices.map(itemOf);
  const initial: readonly unknown[] = Array.isArray(step.initial) ? step.initial : [];
  pick.canSelectMany = true;
  pick.items = items;
  pick.placeholder = step.question.prompt;
  pick.selectedItems = items.filter(({ item }) => initial.includes(item.value));
  let checks = 0;
  const values = (): unknown[] => pick.selectedItems.flatMap(({ item }) => item.value ?? []);
  const showProblem = (problem: string | undefined): void => {
    const chosen = values();
    pick.items = problem === undefined ? items : [shownItem<Item>(separator(problem)), ...items];
    pick.selectedItems = items.filter(({ item }) => chosen.includes(item.value));
    pick.placeholder = problem ?? step.question.prompt;
  };
  return shown(pick, title, step, settle => [
    pick.onDidAccept(async () => {
      const mine = ++checks;
      const chosen = values();
      const problem = await check(chosen);
      if (mine !== checks) return;
      if (problem === undefined) settle({ value: chosen });
      else showProblem(problem);
    }),
  ]);
}

const itemOf = ({ label, value, description, detail }: Choice): ShownItem<Item> =>
  shownItem({ label, value, ...(description ? { description } : {}), ...(detail ? { detail } : {}) });

/** A typed value with its problem, otherwise with what to consider about it. */
function withRemark(item: Item, problem: string | undefined, advice: string | undefined): Item {
  if (problem !== undefined) return { ...item, icon: 'error', detail: problem };
  return advice === undefined ? item : { ...item, icon: 'warning', detail: advice };
}

/** The problem of a typed value, otherwise what to consider about it. */
function shownProblem(
  problem: string | undefined,
  advice?: string,
): string | vscode.InputBoxValidationMessage | undefined {
  if (problem !== undefined) return messageText(problem);
  if (advice === undefined) return undefined;
  return { message: messageText(advice), severity: vscode.InputBoxValidationSeverity.Warning };
}

/** Shows an input until it is answered, hidden, or Back is pressed. Escape hides it; switching to another window does not. */
async function shown(
  input: vscode.QuickPick<ShownItem<Item>> | vscode.InputBox,
  title: string,
  step: QuestionStep,
  listen: (settle: (reply: Reply) => void) => vscode.Disposable[],
): Promise<Reply> {
  input.title = title;
  input.step = step.number;
  input.totalSteps = step.total;
  input.ignoreFocusOut = true;
  if (step.number > 1) input.buttons = [vscode.QuickInputButtons.Back];
  const listeners: vscode.Disposable[] = [];
  try {
    return await new Promise<Reply>(resolve => {
      listeners.push(
        ...listen(resolve),
        input.onDidTriggerButton(() => resolve('back')),
        input.onDidHide(() => resolve(undefined)),
      );
      input.show();
    });
  } finally {
    vscode.Disposable.from(...listeners, input).dispose();
  }
}

/** The initial value of an input box. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const pause = (): Promise<void> => new Promise(resolve => setTimeout(resolve, TYPING_PAUSE_MS));
