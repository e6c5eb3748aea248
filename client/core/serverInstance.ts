import type * as vscode from 'vscode';
import type { BaseLanguageClient, CloseAction, ErrorAction, ErrorHandler } from 'vscode-languageclient';
import { errorMessage } from './errorMessage';
import type { LaunchedServer } from './serverLauncher';
import type { Server } from './serverLife';

/** One process or web worker of the language server, with the client that is connected to it. */
export class ServerInstance implements Server {
  private started: Promise<void> = Promise.resolve();

  constructor(
    private readonly launched: LaunchedServer,
    private readonly output: Pick<vscode.LogOutputChannel, 'info' | 'warn'>,
  ) {}

  get client(): BaseLanguageClient {
    return this.launched.client;
  }

  async start(): Promise<void> {
    this.started = this.client.start();
    await this.started;
  }

  async end(): Promise<void> {
    const { client, kill } = this.launched;
    // Only a server that is ready handles a shutdown request.
    if (!client.isRunning()) kill();
    await this.started.catch(() => undefined);
    if (client.isRunning()) {
      this.output.info('Ending the language server.');
      await client.dispose().catch((error: unknown) => this.output.warn(errorMessage(error)));
    }
    kill();
  }
}

/**
 * Lets `ServerLife` handle crashes. The library's own handler would stop the client permanently, without calling `closed`, as soon as two messages
 * can't be sent to a crashed process.
 */
export function passiveErrorHandler(proceed: ErrorAction.Continue, stay: CloseAction.DoNotRestart): ErrorHandler {
  return {
    error: () => ({ action: proceed, handled: true }),
    closed: () => ({ action: stay, handled: true, message: 'The language server ended unexpectedly.' }),
  };
}
