/** What the handlers of requests get of the connection that they answer. */
import type { CancellationToken, ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { Snapshot } from './features/snapshot';
import type { InitializationOptions } from './protocol';
import { normalizeUri } from './workspace/uri';

export interface RequestDoor {
  readonly connection: Connection;
  /** What the client said in `initialize`; empty before. */
  readonly capabilities: () => ClientCapabilities;
  readonly options: () => InitializationOptions;
  /** An answer that needs nothing but the document's own text. @param otherwise where the feature fails */
  readonly answerAlone: <T>(feature: (snapshot: Snapshot) => T, otherwise: T) => T;
  /** An answer about open documents. @param otherwise where the feature fails */
  readonly answer: <T>(feature: (snapshot: Snapshot) => T, otherwise: T) => Promise<T>;
  /** An answer about the whole workspace. @param otherwise where the feature fails */
  readonly answerWhole: <T>(feature: (snapshot: Snapshot) => T, otherwise: T, token: CancellationToken) => Promise<T>;
  /** An answer about the whole workspace that stops when it is cancelled, or when something changes; null where the feature fails. */
  readonly answerInSteps: <T>(
    feature: (snapshot: Snapshot) => Generator<unknown, T>,
    token: CancellationToken,
  ) => Promise<T | null>;
}

/** The document of a request, as a key. */
export const uriOf = ({ textDocument }: { textDocument: { uri: string } }): string => normalizeUri(textDocument.uri);
