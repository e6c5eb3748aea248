/**
 * The expected types of parameters of requests and notifications. Invalid ones are rejected before any handler runs: applying half of a change
 * would leave a document that nobody has.
 */
import {
  ErrorCodes,
  Message,
  ResponseError,
  type Connection,
  type ConnectionOptions,
  type RequestMessage,
} from 'vscode-languageserver';
import { ownProperty } from '../../common/ownProperty';
import { fits, nullable, oneOfShapes, optional, type Shape } from '../../common/shape';
import { REVIEW_SECTIONS } from '../../common/review/review';
import { Method } from '../../common/protocol';

/** Up to 2³¹ − 1. Source: LSP, "uinteger". */
const uinteger: Shape = value => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 2 ** 31 - 1;

const position: Shape = { line: uinteger, character: uinteger };
const range: Shape = { start: position, end: position };
const textDocument: Shape = { uri: 'string' };
const document: Shape = { textDocument };
const documentPosition: Shape = { textDocument, position };
const folders: Shape = [{ uri: 'string' }];
const diagnostic: Shape = {
  range,
  code: nullable(oneOfShapes('string', 'number')),
  message: oneOfShapes('string', {}),
};
const call: Shape = {
  item: {
    name: 'string',
    uri: 'string',
    range,
    selectionRange: range,
    data: nullable({ folderUri: optional('string'), label: optional('string') }),
  },
};
const is =
  (word: string): Shape =>
  value =>
    value === word;
const isForeign: Shape = value => typeof value === 'string' && !['repair', 'refactoring', 'scaffold'].includes(value);
/** Data of other sources is ignored. */
const actionData: Shape = nullable(
  oneOfShapes(
    { source: is('repair'), uri: 'string', title: optional('string'), start: optional(position) },
    { source: is('refactoring'), uri: 'string', title: optional('string'), position },
    { source: is('scaffold'), uri: 'string', kind: 'string', answers: {} },
    { source: nullable(isForeign) },
  ),
);
const diagram: Shape = {
  uri: 'string',
  detail: nullable(oneOfShapes(...['auto', 'expanded', 'collapsed'].map(is))),
  toggled: nullable(['string']),
  waiting: nullable([{ environment: 'string', commits: uinteger }]),
  room: nullable({ width: 'number', height: 'number' }),
};

const documented: Shape = nullable(
  oneOfShapes(
    { of: is('function'), name: 'string' },
    {
      of: is('attribute'),
      uri: 'string',
      module: 'string',
      environment: 'string',
      path: ['string'],
      schema: optional({ path: 'string', ref: optional('string') }),
    },
  ),
);

const SHAPES: Readonly<Record<string, Shape>> = {
  initialize: { capabilities: {}, workspaceFolders: nullable(folders), rootUri: nullable('string') },
  initialized: {},
  '$/progress': { token: oneOfShapes('string', 'number') },
  '$/logTrace': {},
  '$/setTrace': { value: 'string' },
  'textDocument/didOpen': { textDocument: { uri: 'string', languageId: 'string', version: 'number', text: 'string' } },
  'textDocument/didChange': {
    textDocument: { uri: 'string', version: 'number' },
    contentChanges: [{ text: 'string', range: optional(range) }],
  },
  'textDocument/didClose': document,
  'workspace/didChangeWatchedFiles': { changes: folders },
  'workspace/didChangeConfiguration': {},
  'workspace/didChangeWorkspaceFolders': { event: { added: folders, removed: folders } },
  ...Object.fromEntries(
    [
      ...['hover', 'definition', 'declaration', 'typeDefinition', 'implementation', 'documentHighlight'],
      ...['signatureHelp', 'prepareCallHierarchy', 'prepareRename'],
    ].map(name => [`textDocument/${name}`, documentPosition]),
  ),
  ...Object.fromEntries(
    [
      ...['documentLink', 'documentSymbol', 'foldingRange', 'codeLens', 'semanticTokens/full', 'diagnostic'],
      'formatting',
    ].map(name => [`textDocument/${name}`, document]),
  ),
  'textDocument/completion': { textDocument, position, context: nullable({ triggerCharacter: nullable('string') }) },
  'textDocument/references': { textDocument, position, context: { includeDeclaration: 'boolean' } },
  'textDocument/rename': { textDocument, position, newName: 'string' },
  'textDocument/selectionRange': { textDocument, positions: [position] },
  'textDocument/inlayHint': { textDocument, range },
  'textDocument/semanticTokens/range': { textDocument, range },
  'textDocument/semanticTokens/full/delta': { textDocument, previousResultId: 'string' },
  'textDocument/rangeFormatting': { textDocument, range },
  'textDocument/onTypeFormatting': { textDocument, position, ch: 'string' },
  'textDocument/codeAction': {
    textDocument,
    range,
    context: { diagnostics: [diagnostic], only: nullable(['string']) },
  },
  'codeAction/resolve': { title: 'string', data: actionData },
  'codeLens/resolve': { range, data: { kind: 'string', uri: 'string', module: 'string' } },
  'completionItem/resolve': { label: 'string', data: documented },
  'callHierarchy/incomingCalls': call,
  'callHierarchy/outgoingCalls': call,
  'workspace/diagnostic': { identifier: nullable('string'), previousResultIds: [{ uri: 'string', value: 'string' }] },
  'workspace/symbol': { query: 'string' },
  [Method.platforms]: {},
  [Method.effectiveConfiguration]: { textDocument, module: nullable('string') },
  [Method.effectiveDocument]: { uri: 'string', environment: 'string' },
  [Method.callTool]: {
    name: 'string',
    sides: optional({ uri: 'string', before: {}, after: {}, changedFiles: optional(['string']) }),
  },
  [Method.scaffold]: { uri: 'string', kind: 'string' },
  [Method.scaffoldSuggestions]: { uri: 'string', kind: 'string' },
  [Method.stagedChanges]: { uri: 'string' },
  [Method.review]: {
    uri: 'string',
    sections: [oneOfShapes(...REVIEW_SECTIONS.map(is))],
    environment: nullable('string'),
    module: nullable('string'),
    changed: nullable({}),
    framework: nullable({}),
    markdown: nullable(oneOfShapes(...['text', 'locations'].map(is))),
  },
  [Method.diagram]: diagram,
  [Method.diagramText]: { ...diagram, format: oneOfShapes(is('svg'), is('mermaid')) },
  [Method.matrix]: {
    uri: 'string',
    scope: nullable({ kind: oneOfShapes(is('cluster'), is('module')), name: 'string' }),
    before: nullable({}),
  },
  [Method.fixAll]: { uri: 'string', code: nullable('string') },
};

/** Replaces the method of a message with invalid parameters. A client can't send it, since it has no valid shape. */
const REFUSED = 'kubestack/refusedParameters';

/** Clients omit parameters in several ways: vscode-jsonrpc sends `[null]`. Handlers receive the parameters first. */
const isAbsent = (params: RequestMessage['params']): params is undefined =>
  (params ?? undefined) === undefined ||
  (Array.isArray(params) && params.every(each => (each ?? undefined) === undefined));

/** Options that every connection must be created with. */
export const CONNECTION_OPTIONS: ConnectionOptions = {
  messageStrategy: {
    handleMessage: (message, next) => {
      if (!Message.isRequest(message) && !Message.isNotification(message)) return next(message);
      const { method, params } = message as RequestMessage;
      const shape = ownProperty(SHAPES, method);
      if (shape === undefined) return next(message);
      const given = isAbsent(params) ? {} : params;
      const checked = fits(given, shape) ? { params: given } : { method: REFUSED, params: { method } };
      return next({ ...message, ...checked });
    },
  },
};

/** Answers requests with invalid parameters with an error, and logs such notifications. */
export function listenForRefused(connection: Connection): void {
  const reason = ({ method }: { method: unknown }): string =>
    `The parameters of ${String(method)} don't match the protocol.`;
  connection.onRequest(
    REFUSED,
    (refused: { method: unknown }) => new ResponseError(ErrorCodes.InvalidParams, reason(refused)),
  );
  connection.onNotification(REFUSED, (refused: { method: unknown }) =>
    connection.console.warn(`Ignored. ${reason(refused)}`),
  );
}
