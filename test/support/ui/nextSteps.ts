// The document with the next steps, as a person uses it: reads steps, clicks their buttons, and presses Enter in the terminal.
import type { Locator } from 'playwright-core';
import { clickUntil, openActivityUntil, repeatUntil } from '../vscode/workbench';
import type { Editor } from './openEditor';

/** Time in milliseconds for a terminal to open. Clicking again later would type the line twice. */
const openingTimeout = 30_000;

export interface NextSteps {
  /** The first line of the document with a text. */
  readonly line: (text: string) => Locator;
  /** Clicks a button above a line until the effect is visible. @param timeout time in milliseconds after which the click is repeated */
  readonly clickLens: (title: string, text: string, effect: Locator, timeout?: number) => Promise<void>;
  /** The open terminal while it shows a text. Its window has the settings of `readableTerminal`. */
  readonly terminal: (text: string) => Locator;
  /** Where a person types in the open terminal. */
  readonly terminalInput: () => Locator;
  /** Types the commands of a step into the terminal, and runs them when the terminal shows a part of them. */
  readonly typeAndRun: (text: string, typed: string, answers?: readonly TerminalAnswer[]) => Promise<void>;
  /** Opens the document from the Kubestack view. @param shown a line of it */
  readonly showFromView: (shown: Locator) => Promise<void>;
}

/** Settings for a terminal that consists of elements, whose text can be read, and repeats no lines at its top. */
export const readableTerminal = {
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.stickyScroll.enabled': false,
};

/** What a program asks, and the answer. */
export type TerminalAnswer = readonly [question: string, answer: string];

export function nextSteps(editor: Editor): NextSteps {
  const line = (text: string): Locator =>
    editor.page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();

  const terminal = (text: string): Locator =>
    editor.page.locator('.terminal-wrapper.active .xterm-rows').filter({ hasText: text }).first();

  const terminalInput = (): Locator => editor.page.locator('.terminal-wrapper.active .xterm-helper-textarea').first();

  /** Lenses appear one after another, move the lines, and are redrawn after each check. */
  async function clickLens(title: string, text: string, effect: Locator, timeout?: number): Promise<void> {
    await line(text).waitFor();
    const center = ([wanted, below]: readonly [string, string]): { x: number; y: number } | undefined => {
      const group = document.querySelector('.editor-group-container.active');
      const shown = [...(group?.querySelectorAll('.view-line') ?? [])].find(each =>
        each.textContent?.replaceAll('\u00a0', ' ').includes(below),
      );
      const top = shown?.getBoundingClientRect().top ?? 0;
      const found = [...(group?.querySelectorAll('.codelens-decoration a') ?? [])].find(each => {
        const distance = top - each.getBoundingClientRect().top;
        return each.textContent === wanted && distance > 0 && distance < 25;
      });
      const box = found?.getBoundingClientRect();
      return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    };
    await repeatUntil(
      effect,
      async () => {
        const found = await editor.page.waitForFunction(center, [title, text] as const, { timeout: 5_000 });
        const at = await found.jsonValue();
        if (at) await editor.page.mouse.click(at.x, at.y);
      },
      timeout,
    );
  }

  async function typeAndRun(text: string, typed: string, answers: readonly TerminalAnswer[] = []): Promise<void> {
    // Typing moves the focus to the terminal at once, also before its shell has started. A click is lost while the document is laid out again.
    await editor.page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
    const focused = editor.page.locator('.terminal-wrapper.active .xterm.focus');
    await focused.waitFor({ state: 'hidden' });
    await clickLens('Type into Terminal', text, focused, openingTimeout);
    await terminal(typed).waitFor();
    const input = terminalInput();
    await input.press('Enter');
    for (const [question, answer] of answers) {
      await terminal(question).waitFor();
      await input.pressSequentially(answer);
      await input.press('Enter');
    }
  }

  async function showFromView(shown: Locator): Promise<void> {
    const { page } = editor;
    const header = page.locator('.pane-header', { hasText: 'Platform' }).first();
    await openActivityUntil(page, 'Kubestack', page.locator('.monaco-list-row[aria-label^="environment ops"]').first());
    await header.hover();
    // The buttons of the view appear after the platform.
    await clickUntil(header.getByRole('button', { name: 'Show Next Steps' }), shown);
  }

  return { line, clickLens, terminal, terminalInput, typeAndRun, showFromView };
}
