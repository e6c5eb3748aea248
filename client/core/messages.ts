/**
 * Messages and progress. The only file that calls VS Code's API for them (enforced by `npm run lint`): it escapes names, paths and the
 * output of programs, which must not become links or icons.
 */
import * as vscode from 'vscode';
import { iconLabel, labelText, messageText } from '../../common/messageText';
import { visibleLines, visibleText } from '../../common/visibleText';

/** @returns the action that was chosen; undefined when the message was closed */
export const showInformation = (message: string, ...actions: readonly string[]): Promise<string | undefined> =>
  show(vscode.window.showInformationMessage, message, actions);

/** @returns the action that was chosen; undefined when the message was closed */
export const showWarning = (message: string, ...actions: readonly string[]): Promise<string | undefined> =>
  show(vscode.window.showWarningMessage, message, actions);

/** @returns the action that was chosen; undefined when the message was closed */
export const showError = (message: string, ...actions: readonly string[]): Promise<string | undefined> =>
  show(vscode.window.showErrorMessage, message, actions);

async function show(
  method: (message: string, ...actions: string[]) => Thenable<string | undefined>,
  message: string,
  actions: readonly string[],
): Promise<string | undefined> {
  const shown = actions.map(visibleText);
  const chosen = await method(messageText(message), ...shown);
  return chosen === undefined ? undefined : actions[shown.indexOf(chosen)];
}

/**
 * Asks for confirmation in a modal dialog.
 *
 * @param detail lines below the question
 * @returns whether the person agreed
 */
export const confirm = async (question: string, detail: string | undefined, agree: string): Promise<boolean> =>
  (await promptInDialog(question, detail, [agree])) === agree;

/**
 * Asks a question in a modal dialog.
 *
 * @param detail lines below the question
 * @returns the action that was chosen; undefined when the person cancelled
 */
export async function promptInDialog(
  question: string,
  detail: string | undefined,
  actions: readonly string[],
): Promise<string | undefined> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: visibleLines(detail) }) };
  return vscode.window.showWarningMessage(messageText(question), options, ...actions);
}

/** As `vscode.window.withProgress`; the title and the reported messages are shown as plain text. */
export function withProgress<Result>(
  options: vscode.ProgressOptions,
  task: (
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ) => Thenable<Result>,
): Thenable<Result> {
  const { title } = options;
  return vscode.window.withProgress(
    { ...options, ...(title === undefined ? {} : { title: progressText(title, options) }) },
    (progress, token) =>
      task(
        {
          report: ({ message, ...rest }) =>
            progress.report({ ...rest, ...(message === undefined ? {} : { message: progressText(message, options) }) }),
        },
        token,
      ),
  );
}

/** Escapes icons in the status bar and links in notifications. */
const progressText = (text: string, { location }: vscode.ProgressOptions): string =>
  location === vscode.ProgressLocation.Window ? labelText(text) : messageText(text);

/** Shows a text in the status bar for a few seconds. @param icon name of a codicon: `clippy` */
export function showInStatusBar(icon: string, text: string): void {
  vscode.window.setStatusBarMessage(iconLabel(icon, text), 5_000);
}

/** As `vscode.window.showInputBox`; VS Code also renders links in its prompt and validation message, so both are escaped. */
export function promptForText(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  const { prompt } = options;
  return vscode.window.showInputBox({
    ...options,
    ...(prompt === undefined ? {} : { prompt: messageText(prompt) }),
    ...(options.validateInput && {
      validateInput: async (value: string) => {
        const problem = await options.validateInput?.(value);
        return typeof problem === 'string' ? messageText(problem) : problem;
      },
    }),
  });
}
