/** The requests for both servers, at realistic positions. */
import type { Position } from 'vscode-languageserver-protocol';
import type { DocumentPlaces } from '../featureRequests';

export interface PeerQuestions {
  readonly label: string;
  readonly method: string;
  /** The capability that a server announces for such requests. */
  readonly announcement: string;
  /** Parameters of each request for a document. */
  readonly parameters: (places: DocumentPlaces) => readonly object[];
}

const within = ({ line, character }: Position): Position => ({ line, character: character + 2 });
const references = (places: DocumentPlaces): readonly Position[] => [
  ...places.variables,
  ...places.locals,
  ...places.modules,
];

const at = (
  label: string,
  feature: string,
  positions: (places: DocumentPlaces) => readonly Position[],
  more: object = {},
): PeerQuestions => ({
  label,
  method: `textDocument/${feature}`,
  announcement: `${feature}Provider`,
  parameters: places => positions(places).map(position => ({ textDocument: { uri: places.uri }, position, ...more })),
});

const whole = (label: string, feature: string, more: object = {}): PeerQuestions => ({
  label,
  method: `textDocument/${feature}`,
  announcement: `${feature}Provider`,
  parameters: ({ uri }) => [{ textDocument: { uri }, ...more }],
});

/** Parts of names in every generated platform. */
const QUERIES = ['', 'gc', 'node_pool_batch', 'feature', 'variable', 'common_tags'];
const DECLARED = { context: { includeDeclaration: true } };

/** Code actions at each position of the cursor. */
const codeActions: PeerQuestions = {
  label: 'code actions',
  method: 'textDocument/codeAction',
  announcement: 'codeActionProvider',
  parameters: ({ uri, attributes }) =>
    attributes.map(position => ({
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], triggerKind: 2 },
    })),
};

/** Requests with a position first, then those with only a document. */
export const PEER_QUESTIONS: readonly PeerQuestions[] = [
  at('hover of references', 'hover', references),
  at('hover of attributes', 'hover', ({ attributes }) => attributes),
  at('completion of attributes', 'completion', ({ attributes }) => attributes.map(within)),
  at('completion of references', 'completion', references),
  at('definition of references', 'definition', references),
  at('references of variables and locals', 'references', p => [...p.variables, ...p.locals], DECLARED),
  at('references of modules', 'references', ({ labels }) => labels, DECLARED),
  at('signature help', 'signatureHelp', ({ calls }) => calls),
  codeActions,
  whole('document symbols', 'documentSymbol'),
  {
    label: 'workspace symbols',
    method: 'workspace/symbol',
    announcement: 'workspaceSymbolProvider',
    parameters: () => QUERIES.map(query => ({ query })),
  },
  { ...whole('semantic tokens, full', 'semanticTokens/full'), announcement: 'semanticTokensProvider' },
  whole('document links', 'documentLink'),
  whole('code lenses', 'codeLens'),
  whole('folding ranges', 'foldingRange'),
  whole('inlay hints', 'inlayHint', {
    range: { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } },
  }),
  {
    ...whole('formatting', 'formatting', { options: { tabSize: 2, insertSpaces: true } }),
    announcement: 'documentFormattingProvider',
  },
];

/** The first requests of an editor: the outline and hovers of a document. */
export const FIRST_QUESTIONS = {
  outline: PEER_QUESTIONS.find(({ label }) => label === 'document symbols')!,
  hover: PEER_QUESTIONS[0]!,
};
