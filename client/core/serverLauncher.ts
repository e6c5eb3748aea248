import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** A language server that can be started, and started again, by its client. */
export interface LaunchedServer {
  readonly client: BaseLanguageClient;
  /** Kills a server that does not end on request. */
  readonly kill: () => void;
  /** Releases resources after the server was asked to end. */
  readonly release?: () => void;
}

/** How a language server is started: as a process, or as a web worker. */
export interface ServerLauncher {
  readonly launch: (options: LanguageClientOptions) => Promise<LaunchedServer>;
  /** Whether the server can read folders of scheme `file` by itself. */
  readonly readsDisk: boolean;
}
