/** What the handlers of requests get of the connection that they answer. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { RequestScheduler } from './requestScheduler';
import type { InitializationOptions } from '../../common/protocol';
import { normalizeUri } from '../workspace/uri';

export interface HandlerContext extends RequestScheduler {
  readonly connection: Connection;
  /** What the client said in `initialize`; empty before. */
  readonly capabilities: () => ClientCapabilities;
  readonly options: () => InitializationOptions;
}

/** The document of a request, as a key. */
export const uriOf = ({ textDocument }: { textDocument: { uri: string } }): string => normalizeUri(textDocument.uri);
