/** Sends all requests of an editor to the server, and returns the responses as plain data that can be compared. */
import type { CodeAction, Diagnostic, Position, SemanticTokens } from 'vscode-languageserver-types';
import type { Platform } from '../../common/protocol';
import { positionAt } from './textPositions';

/** A server in this process, or one over stdio. */
export interface AskedServer {
  request<T = unknown>(method: string, parameters: object): Promise<T>;
}

/** Responses by request: `hover 3:14 of file:///…`. */
export type Answers = Record<string, unknown>;

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };
const FORMAT = { options: { tabSize: 2, insertSpaces: true } };
const NOTHING = { context: { diagnostics: [] } };

/** Diagnostics of a document in an order that does not depend on how they were found. */
export async function diagnosticsOf(server: AskedServer, uri: string): Promise<Diagnostic[]> {
  const { items } = await server.request<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
  const key = ({ range: { start, end }, code, message }: Diagnostic): string =>
    JSON.stringify([start.line, start.character, end.line, end.character, code, message]);
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whether the document has a syntax error, according to its diagnostics. */
export const isBroken = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ code }) => code === 'syntax');

/** Responses to all requests for a document. */
export async function askDocument(server: AskedServer, uri: string): Promise<Answers> {
  const textDocument = { uri };
  const answers: Answers = { [`diagnostics of ${uri}`]: await diagnosticsOf(server, uri) };
  for (const method of ['documentSymbol', 'foldingRange', 'codeLens', 'documentLink'])
    answers[`${method} of ${uri}`] = await server.request(`textDocument/${method}`, { textDocument });
  answers[`inlayHint of ${uri}`] = await server.request('textDocument/inlayHint', { textDocument, range: WHOLE });
  answers[`formatting of ${uri}`] = await server.request('textDocument/formatting', { textDocument, ...FORMAT });
  const tokens = await server.request<SemanticTokens | null>('textDocument/semanticTokens/full', { textDocument });
  answers[`semanticTokens of ${uri}`] = tokens?.data;
  const actions = await server.request<CodeAction[] | null>('textDocument/codeAction', {
    textDocument,
    range: WHOLE,
    context: { diagnostics: answers[`diagnostics of ${uri}`], only: ['quickfix', 'source.fixAll'] },
  });
  answers[`fixes of ${uri}`] = actions?.map(({ title, kind }) => `${kind ?? ''} ${title}`).sort();
  answers[`effectiveConfiguration of ${uri}`] = await server.request('kubestack/effectiveConfiguration', {
    textDocument,
  });
  return answers;
}

const AT_POSITION: Readonly<Record<string, object>> = {
  hover: {},
  definition: {},
  typeDefinition: {},
  implementation: {},
  references: { context: { includeDeclaration: true } },
  documentHighlight: {},
  completion: {},
  signatureHelp: {},
  prepareCallHierarchy: {},
  prepareRename: {},
};

/** Responses to all requests for a position. A refusal is represented by its message. */
export async function askAt(server: AskedServer, uri: string, position: Position): Promise<Answers> {
  const answers: Answers = {};
  const textDocument = { uri };
  const name = (method: string): string => `${method} ${position.line + 1}:${position.character + 1} of ${uri}`;
  for (const [method, more] of Object.entries(AT_POSITION))
    answers[name(method)] = inAnyOrder(
      await answerOrReason(server, `textDocument/${method}`, { textDocument, position, ...more }),
    );
  answers[name('selectionRange')] = await server.request('textDocument/selectionRange', {
    textDocument,
    positions: [position],
  });
  const actions = await server.request<CodeAction[] | null>('textDocument/codeAction', {
    textDocument,
    range: { start: position, end: position },
    ...NOTHING,
  });
  answers[name('codeAction')] = actions?.map(({ title, kind }) => `${kind ?? ''} ${title}`).sort();
  return answers;
}

/** Responses to all requests for a workspace: its platforms, their effective configuration in each environment, its symbols. */
export async function askWorkspace(server: AskedServer): Promise<Answers> {
  const { platforms } = await server.request<{ platforms: Platform[] }>('kubestack/platforms', {});
  const answers: Answers = { platforms };
  for (const { uri, environments } of platforms.slice(0, 4))
    for (const environment of environments.slice(0, 4))
      answers[`effective ${environment} of ${uri}`] = await server.request('kubestack/effectiveDocument', {
        uri,
        environment,
      });
  answers['workspaceSymbol'] = inAnyOrder(await server.request('workspace/symbol', { query: 'e' }));
  return answers;
}

/** Sorts lists of locations, since their order has no meaning. */
function inAnyOrder(answer: unknown): unknown {
  if (!Array.isArray(answer)) return answer;
  const keyed = answer.map(each => [JSON.stringify(each), each as unknown] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

/** Sends a request. @returns the response, or the message of a refusal @throws other errors */
export async function answerOrReason(server: AskedServer, method: string, parameters: object): Promise<unknown> {
  try {
    return await server.request(method, parameters);
  } catch (error) {
    const { code, message } = error as { code?: number; message: string };
    // LSP: RequestFailed and ContentModified. All other errors are defects.
    if (code === -32803 || code === -32801) return `refused: ${message}`;
    throw error;
  }
}

/** Positions at which a word or a symbol starts or ends, since responses differ between them. Zero-based. */
export function placesIn(text: string, count: number, below: (limit: number) => number): Position[] {
  const lines = text.split('\n').length;
  return Array.from({ length: count }, () => {
    const from = below(text.length + 1);
    const found = /\b\w/.exec(text.slice(from, from + 80));
    const position = positionAt(text, found ? from + found.index + below(2) : from);
    // Includes some positions that don't exist.
    return below(50) === 0 ? { line: below(lines + 3), character: below(200) } : position;
  });
}
