/** All requests of the server, at the most expensive positions of a document. */
import type { Position } from 'vscode-languageserver-protocol';
import { LineIndex } from '../../server/syntax/lineIndex';

export interface Asked {
  readonly label: string;
  readonly method: string;
  readonly parameters: unknown;
  /** A notification to send before it. */
  readonly before?: { readonly method: string; readonly parameters: unknown };
  /** The next request, based on the response. */
  readonly follow?: (answer: unknown) => Asked[];
}

const POSITIONED = [
  'hover',
  'completion',
  'definition',
  'typeDefinition',
  'implementation',
  'references',
  'documentHighlight',
  'signatureHelp',
  'prepareRename',
  'prepareCallHierarchy',
] as const;

/** Patterns of realistic positions; the offset is the end of a match. */
const PLACES = {
  attributes: /^ {6,}(?=\w+ +=)/gm,
  values: /^ {2,}\w+ += (?=\S)/gm,
  environments: /^ {4}(?=[\w-]+ += \{)/gm,
  labels: /^module "(?=\w)/gm,
  variables: /\bvar\.(?=\w)/g,
  locals: /\blocal\.(?=\w)/g,
  modules: /\bmodule\.(?=\w)/g,
  sources: /^ +source += "(?=\S)/gm,
  calls: /\b[a-z]+\((?=\S)/g,
} as const;

interface Places {
  readonly attributes: readonly Position[];
  /** The first, the middle and the last match of each pattern, and some other positions. */
  readonly all: readonly Position[];
  readonly end: Position;
}

function placesIn(text: string): Places {
  const lines = new LineIndex(text);
  const some = (pattern: RegExp): Position[] => {
    const offsets = [...text.matchAll(pattern)].map(match => match.index + match[0].length);
    const picked = [offsets[0], offsets[offsets.length >> 1], offsets.at(-1)];
    return [...new Set(picked.filter(each => each !== undefined))].map(offset => lines.positionAt(offset));
  };
  const parts = [0.3, 0.6, 0.9, 1].map(part => lines.positionAt(Math.floor(text.length * part)));
  return {
    attributes: some(PLACES.attributes),
    all: [...Object.values(PLACES).flatMap(some), ...parts],
    end: lines.positionAt(text.length),
  };
}

/** @param text of the open document */
export function* questionsAbout(uri: string, folder: string, text: string): Iterable<Asked> {
  const textDocument = { uri };
  const places = placesIn(text);
  const positions = places.all;
  const whole = { start: { line: 0, character: 0 }, end: places.end };
  const options = { tabSize: 2, insertSpaces: true };
  const on = (method: string, more: object = {}, label = method): Asked => ({
    label,
    method: method.includes('/') ? method : `textDocument/${method}`,
    parameters: { textDocument, ...more },
  });
  yield on('diagnostic');
  yield on('documentLink');
  yield on('documentSymbol');
  yield on('foldingRange');
  yield on('selectionRange', { positions });
  yield on('inlayHint', { range: whole });
  yield {
    ...on('codeLens'),
    follow: lenses =>
      first(lenses, 3).map(lens => ({ label: 'codeLens/resolve', method: 'codeLens/resolve', parameters: lens })),
  };
  yield {
    ...on('semanticTokens/full', {}, 'semanticTokens'),
    method: 'textDocument/semanticTokens/full',
    follow: tokens => [
      {
        ...on('semanticTokens/full/delta', {
          previousResultId: (tokens as { resultId?: string } | null)?.resultId ?? '',
        }),
        method: 'textDocument/semanticTokens/full/delta',
      },
    ],
  };
  yield { ...on('semanticTokens/range', { range: whole }), method: 'textDocument/semanticTokens/range' };
  yield on('formatting', { options });
  yield on('rangeFormatting', { options, range: whole });
  yield on('onTypeFormatting', { options, ch: '\n', position: positions[0] });
  for (const position of positions) {
    for (const method of POSITIONED) yield on(method, { position, context: { includeDeclaration: true } });
    yield on('rename', { position, newName: 'renamed' });
    yield {
      ...on('codeAction', { range: { start: position, end: position }, context: { diagnostics: [], triggerKind: 2 } }),
      follow: actions =>
        first(actions, 3).map(action => ({
          label: 'codeAction/resolve',
          method: 'codeAction/resolve',
          parameters: action,
        })),
    };
  }
  yield on('codeAction', { range: whole, context: { diagnostics: [], triggerKind: 1 } });
  yield on('workspace/symbol', { query: '' });
  yield on('workspace/symbol', { query: 'a7' });
  yield on('kubestack/platforms');
  yield on('kubestack/effectiveConfiguration');
  yield on('kubestack/effectiveDocument', { uri, environment: 'apps' });
  const after = { kind: 'workspace' };
  const before = { kind: 'files', files: { 'main.tf': '' } };
  yield on('kubestack/review', { uri: folder, before, after, sections: ['values'], markdown: 'text' });
  yield on('kubestack/review', { uri: folder, before: after, after, sections: ['problems'] });
  yield on('kubestack/fixAll', { uri: folder });
  for (const kind of ['nodePool', 'removeCluster', 'frameworkVersion', 'renameEnvironment'])
    yield on('kubestack/scaffoldSuggestions', { uri: folder, kind, answers: {} });
  const middle = places.attributes[1] ?? places.end;
  for (const [version, position] of [middle, places.end].entries())
    for (const request of ['hover', 'diagnostic'])
      yield {
        ...on(request, { position }, `edit, ${request}`),
        ...(request === 'hover'
          ? {
              before: {
                method: 'textDocument/didChange',
                parameters: {
                  textDocument: { uri, version: version + 2 },
                  contentChanges: [{ range: { start: position, end: position }, text: ' ' }],
                },
              },
            }
          : {}),
      };
}

const first = (answer: unknown, count: number): unknown[] => (Array.isArray(answer) ? answer.slice(0, count) : []);
