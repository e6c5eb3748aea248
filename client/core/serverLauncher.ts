import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** A language server and its client, which can be started once. */
export interface LaunchedServer {
  readonly client: BaseLanguageClient;
  /** Ends the server immediately if it is still running. */
  readonly kill: () => void;
}

/** Starts a language server as a process or as a web worker. Its client must be notified when the server crashes. */
export interface ServerLauncher {
  readonly launch: (options: LanguageClientOptions) => Promise<LaunchedServer>;
  /** Whether the server can read folders of scheme `file` by itself. */
  readonly readsDisk: boolean;
}
