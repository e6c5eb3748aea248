import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** A language server that can be started, and started again, by its client. */
export interface LaunchedServer {
  readonly client: BaseLanguageClient;
  /** Ends the server where it does not end when it is asked to. */
  readonly kill: () => void;
  /** After the server was asked to end: gives back what does not end by itself. */
  readonly release?: () => void;
}

/** How a language server is started: as a process, or as a web worker. */
export interface ServerLauncher {
  readonly launch: (options: LanguageClientOptions) => Promise<LaunchedServer>;
  /** Whether the server can read folders of scheme `file` by itself. */
  readonly readsDisk: boolean;
}
