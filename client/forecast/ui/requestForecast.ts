/** A forecast with progress, which the user can cancel. */
import * as vscode from 'vscode';
import type { Forecast } from '../../../common/forecast/forecast';
import type { ForecastParams } from '../../../common/protocol';
import { cancellable } from '../../core/cancellable';
import type { LanguageServerClient } from '../../core/languageClient';

/**
 * @param title of the progress
 * @param read returns what is compared
 * @returns undefined on cancel
 */
export async function requestForecast(
  server: LanguageServerClient,
  title: string,
  read: () => Promise<ForecastParams>,
): Promise<Forecast | undefined> {
  const source = new vscode.CancellationTokenSource();
  try {
    return await cancellable(title, async signal => {
      signal.addEventListener('abort', () => source.cancel(), { once: true });
      const params = await read();
      signal.throwIfAborted();
      return server.forecast(params, source.token);
    });
  } finally {
    source.dispose();
  }
}
