// Answers the questions of a scaffolding command with the keyboard.
import type { Page } from 'playwright-core';
import { confirm, write } from '../vscode/workbench';

/** Timeout for the next question, in milliseconds. */
const timeout = 60_000;

/**
 * Waits for the question and answers it.
 *
 * @param question a part of its text
 * @param text typed answer; by default, the suggestion is accepted
 */
export async function answerQuestion(page: Page, question: string, text?: string): Promise<void> {
  await asked(page, question);
  if (text !== undefined) {
    await write(page, text);
    // Enter accepts the focused row, or the text of an input without a list. A list first has no rows, and its old rows while it is being filtered.
    await page.waitForFunction(wanted => {
      const list = document.querySelector('.quick-input-widget .quick-input-list');
      if (!list?.checkVisibility()) return true;
      return [...list.querySelectorAll('.monaco-list-row.focused')].some(row => row.textContent?.includes(wanted));
    }, text);
  }
  await confirm(page);
}

/** Answers several questions in order. */
export async function answerQuestions(
  page: Page,
  all: readonly (readonly [question: string, text?: string | undefined])[],
): Promise<void> {
  for (const [question, text] of all) await answerQuestion(page, question, text);
}

/** Selects rows of a multiple-choice list without selected rows. @param rows a part of the text of each row */
export async function selectRows(page: Page, rows: readonly string[]): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible');
  for (const [index, text] of rows.entries()) {
    await widget.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first().click();
    await widget
      .getByText(`${index + 1} Selected`)
      .first()
      .waitFor({ timeout });
  }
}

/** Waits until a question is displayed: in the input box of a list, or below a text input. */
export async function asked(page: Page, question: string): Promise<void> {
  await page.waitForFunction(
    wanted => {
      const widget = document.querySelector('.quick-input-widget');
      if (!widget?.checkVisibility()) return false;
      const placeholder = widget.querySelector('input[type=text]')?.getAttribute('placeholder') ?? '';
      const message = widget.querySelector('.quick-input-message')?.textContent ?? '';
      return placeholder.includes(wanted) || message.includes(wanted);
    },
    question,
    { timeout: timeout },
  );
}
