/** What request handlers need of the connection. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { RequestScheduler } from './requestScheduler';
import type { InitializationOptions } from '../../common/protocol';
import type { SentSides } from '../review/sentSides';
import { normalizeUri } from '../workspace/uri';

export interface HandlerContext extends RequestScheduler {
  readonly connection: Connection;
  /** The client's parameters of `initialize`; empty before. */
  readonly capabilities: () => ClientCapabilities;
  readonly options: () => InitializationOptions;
  /** Revisions whose files the client has sent. */
  readonly sentSides: SentSides;
}

/** The normalized URI of a request's document. */
export const uriOf = ({ textDocument }: { textDocument: { uri: string } }): string => normalizeUri(textDocument.uri);
