// Answers the questions of a scaffolding command with the keyboard, as a person does.
import type { Page } from 'playwright-core';
import { confirm } from '../vscode/workbench';

/** How long a person would wait for the next question. */
const timeout = 60_000;

/**
 * Waits for the question and answers it.
 *
 * @param question a part of its text
 * @param text what is typed; what is suggested is taken where nothing is
 */
export async function answerQuestion(page: Page, question: string, text?: string): Promise<void> {
  await asked(page, question);
  const box = page.locator('.quick-input-widget:visible input[type=text]');
  if (text !== undefined) {
    await box.fill(text);
    // Enter takes the row that has the focus. A list that is still being filtered has its old rows; without rows, Enter takes the text.
    await page.waitForFunction(wanted => {
      const rows = [...document.querySelectorAll('.quick-input-list .monaco-list-row')].filter(row =>
        row.checkVisibility(),
      );
      return rows.length === 0 || rows.some(row => row.matches('.focused') && row.textContent?.includes(wanted));
    }, text);
  }
  await confirm(page);
}

/** Answers several questions, in their order. */
export async function answerQuestions(
  page: Page,
  all: readonly (readonly [question: string, text?: string | undefined])[],
): Promise<void> {
  for (const [question, text] of all) await answerQuestion(page, question, text);
}

/** Selects rows of a list with several answers, of which none is selected yet. @param rows a part of the text of each */
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

/** Waits until a question is there: in the box of a list, or below a box for text. */
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
