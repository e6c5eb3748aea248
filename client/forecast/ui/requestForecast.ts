/** A forecast with progress, which the user can cancel. */
import * as vscode from 'vscode';
import { cancellable } from '../../core/cancellable';
import type { LanguageServerClient } from '../../core/languageClient';
import type { Reviewed, ReviewQuestion } from '../../core/revisionSide';
import type { ReviewSection } from '../../../common/review/review';

/**
 * @param title of the progress
 * @param read returns what is compared
 * @param sections what is read of the review
 * @returns undefined on cancel
 */
export async function requestForecast<S extends ReviewSection>(
  server: LanguageServerClient,
  title: string,
  read: () => Promise<Omit<ReviewQuestion<never>, 'sections'>>,
  sections: readonly S[],
): Promise<Reviewed<S> | undefined> {
  const source = new vscode.CancellationTokenSource();
  try {
    return await cancellable(title, async signal => {
      signal.addEventListener('abort', () => source.cancel(), { once: true });
      const params = await read();
      signal.throwIfAborted();
      return server.review({ ...params, sections, markdown: 'locations' }, source.token);
    });
  } finally {
    source.dispose();
  }
}
