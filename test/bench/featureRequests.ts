/** The measured requests of each feature, at realistic positions. */
import type { Position, Range } from 'vscode-languageserver-protocol';
import { positionAt } from './editPlan';
import type { ServerProcess } from './serverProcess';

/** Zero-based positions in a document by their meaning, UTF-16. */
export interface DocumentPlaces {
  readonly uri: string;
  readonly text: string;
  readonly end: Position;
  readonly attributes: readonly Position[];
  readonly values: readonly Position[];
  readonly environments: readonly Position[];
  readonly labels: readonly Position[];
  readonly variables: readonly Position[];
  readonly locals: readonly Position[];
  readonly modules: readonly Position[];
  readonly sources: readonly Position[];
  readonly providers: readonly Position[];
  readonly calls: readonly Position[];
}

const PATTERNS = {
  attributes: /^ {6,}(?=\w+ +=)/gm,
  values: /^ {6,}\w+ += (?=\S)/gm,
  environments: /^ {4}(?=[\w-]+ = \{)/gm,
  labels: /^module "(?=\w)/gm,
  variables: /\bvar\.(?=\w)/g,
  locals: /\blocal\.(?=\w)/g,
  modules: /\bmodule\.(?=\w)/g,
  sources: /^ +source += "(?=\S)/gm,
  providers: /^ {4}\w+ += (?=\w+\.\w)/gm,
  calls: /\bmax\(1, /g,
} as const;

/** @param uri of the document in requests */
export function documentPlaces(uri: string, text: string): DocumentPlaces {
  const find = (pattern: RegExp): Position[] =>
    [...text.matchAll(pattern)].map(match => positionAt(text, match.index + match[0].length));
  return {
    uri,
    text,
    end: positionAt(text, text.length),
    attributes: find(PATTERNS.attributes),
    values: find(PATTERNS.values),
    environments: find(PATTERNS.environments),
    labels: find(PATTERNS.labels),
    variables: find(PATTERNS.variables),
    locals: find(PATTERNS.locals),
    modules: find(PATTERNS.modules),
    sources: find(PATTERNS.sources),
    providers: find(PATTERNS.providers),
    calls: find(PATTERNS.calls),
  };
}

/** One request. */
export interface FeatureRequest {
  readonly method: string;
  readonly parameters: unknown;
}

export interface FeatureRequests {
  readonly label: string;
  /** All requests for one document, sent one after the other. Requests that provide their parameters are sent first, and not measured. */
  readonly questions: (document: DocumentPlaces, server: ServerProcess) => Promise<FeatureRequest[]>;
}

const at = (
  method: string,
  document: DocumentPlaces,
  positions: readonly Position[],
  more: object = {},
): FeatureRequest[] =>
  positions.map(position => ({
    method: `textDocument/${method}`,
    parameters: { textDocument: { uri: document.uri }, position, ...more },
  }));

const names = (places: DocumentPlaces): Position[] => [
  ...places.labels,
  ...places.environments,
  ...places.attributes,
  ...places.variables,
  ...places.locals,
  ...places.modules,
  ...places.sources,
  ...places.providers,
];

/** A feature with a position as parameter. */
const positioned = (
  label: string,
  method: string,
  positions: (places: DocumentPlaces) => readonly Position[],
  more?: object,
): FeatureRequests => ({
  label,
  questions: document => Promise.resolve(at(method, document, positions(document), more)),
});

/** A feature with only a document as parameter. */
const whole = (
  label: string,
  method: string,
  parameters: (document: DocumentPlaces) => object = () => ({}),
): FeatureRequests => ({
  label,
  questions: document =>
    Promise.resolve([
      {
        method: `textDocument/${method}`,
        parameters: { textDocument: { uri: document.uri }, ...parameters(document) },
      },
    ]),
});

const wholeRange = ({ end }: DocumentPlaces): Range => ({ start: { line: 0, character: 0 }, end });
const OPTIONS = { tabSize: 2, insertSpaces: true };
const REFERENCES = { context: { includeDeclaration: true } };
const within = ({ line, character }: Position): Position => ({ line, character: character + 2 });

/** Sends a request, and then another one for each item of the response. */
const following = (
  label: string,
  first: (document: DocumentPlaces) => FeatureRequest[],
  next: (found: Record<string, unknown>) => FeatureRequest,
): FeatureRequests => ({
  label,
  questions: async (document, server) => {
    const questions: FeatureRequest[] = [];
    for (const { method, parameters } of first(document)) {
      const found = await server.request<Record<string, unknown>[] | { items: Record<string, unknown>[] } | null>(
        method,
        parameters,
      );
      questions.push(...(Array.isArray(found) ? found : (found?.items ?? [])).slice(0, 20).map(next));
    }
    return questions;
  },
});

const hierarchy = (label: string, method: string): FeatureRequests =>
  following(
    label,
    document => at('prepareCallHierarchy', document, [...document.labels, ...document.modules]),
    item => ({ method, parameters: { item } }),
  );

/** The previous tokens of a document, and the changes since. */
const tokensDelta: FeatureRequests = {
  label: 'semantic tokens, delta',
  questions: async ({ uri }, server) => {
    const before = await server.request<{ resultId: string }>('textDocument/semanticTokens/full', {
      textDocument: { uri },
    });
    return [
      {
        method: 'textDocument/semanticTokens/full/delta',
        parameters: { textDocument: { uri }, previousResultId: before.resultId },
      },
    ];
  },
};

/** The code actions at each position of the cursor. */
const codeActions: FeatureRequests = {
  label: 'code actions',
  questions: document =>
    Promise.resolve(
      names(document).map(position => ({
        method: 'textDocument/codeAction',
        parameters: {
          textDocument: { uri: document.uri },
          range: { start: position, end: position },
          context: { diagnostics: [], triggerKind: 2 },
        },
      })),
    ),
};

const QUERIES = ['', 'e', 'gke', 'gc7', 'node_pool_batch', 'common_tags', 'ingress nginx', 'no such name'];

/** In the order of the protocol's specification. */
export const FEATURES: readonly FeatureRequests[] = [
  positioned('completion of attributes', 'completion', ({ attributes, environments }) =>
    [...attributes, ...environments].map(within),
  ),
  positioned('completion of values', 'completion', ({ values, providers, sources }) => [
    ...values,
    ...providers,
    ...sources,
  ]),
  positioned('completion of references', 'completion', ({ variables, locals, modules }) => [
    ...variables,
    ...locals,
    ...modules,
  ]),
  following(
    'completion, resolve',
    document => at('completion', document, document.attributes.slice(0, 2)),
    item => ({ method: 'completionItem/resolve', parameters: item }),
  ),
  positioned('signature help', 'signatureHelp', ({ calls }) => calls),
  positioned('hover', 'hover', names),
  positioned('definition', 'definition', names),
  positioned('type definition', 'typeDefinition', names),
  positioned('implementation', 'implementation', names),
  positioned('references of modules and attributes', 'references', p => [...p.labels, ...p.attributes], REFERENCES),
  positioned('references of environments', 'references', ({ environments }) => environments, REFERENCES),
  positioned('references of variables and locals', 'references', p => [...p.variables, ...p.locals], REFERENCES),
  positioned('references of providers and sources', 'references', p => [...p.providers, ...p.sources], REFERENCES),
  positioned('document highlight', 'documentHighlight', names),
  whole('document links', 'documentLink'),
  whole('document symbols', 'documentSymbol'),
  {
    label: 'workspace symbols',
    questions: () => Promise.resolve(QUERIES.map(query => ({ method: 'workspace/symbol', parameters: { query } }))),
  },
  positioned('call hierarchy, prepare', 'prepareCallHierarchy', ({ labels, modules }) => [...labels, ...modules]),
  hierarchy('call hierarchy, incoming', 'callHierarchy/incomingCalls'),
  hierarchy('call hierarchy, outgoing', 'callHierarchy/outgoingCalls'),
  whole('folding ranges', 'foldingRange'),
  whole('selection ranges', 'selectionRange', document => ({ positions: names(document).slice(0, 3) })),
  whole('inlay hints', 'inlayHint', document => ({ range: wholeRange(document) })),
  whole('code lenses', 'codeLens'),
  following(
    'code lenses, resolve',
    ({ uri }) => [{ method: 'textDocument/codeLens', parameters: { textDocument: { uri } } }],
    lens => ({ method: 'codeLens/resolve', parameters: lens }),
  ),
  whole('semantic tokens, full', 'semanticTokens/full'),
  whole('semantic tokens, range', 'semanticTokens/range', document => ({ range: wholeRange(document) })),
  tokensDelta,
  whole('diagnostics', 'diagnostic'),
  codeActions,
  positioned('rename, prepare', 'prepareRename', p => [...p.labels, ...p.environments, ...p.variables, ...p.locals]),
  whole('formatting, document', 'formatting', () => ({ options: OPTIONS })),
  whole('formatting, range', 'rangeFormatting', document => ({ options: OPTIONS, range: wholeRange(document) })),
  positioned(
    'formatting, on type',
    'onTypeFormatting',
    ({ attributes }) => attributes.map(({ line }) => ({ line: line + 1, character: 0 })),
    { ch: '\n', options: OPTIONS },
  ),
];
