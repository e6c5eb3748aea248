import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';

/** A language server and its client, which are started once. */
export interface LaunchedServer {
  readonly client: BaseLanguageClient;
  /** Ends whatever still runs of the server, immediately. */
  readonly kill: () => void;
}

/** How a language server is started: as a process, or as a web worker. Its client must learn when the server has crashed. */
export interface ServerLauncher {
  readonly launch: (options: LanguageClientOptions) => Promise<LaunchedServer>;
  /** Whether the server can read folders of scheme `file` by itself. */
  readonly readsDisk: boolean;
}
