/** The answers to all requests about a worst case, computed in this process: for counting what each does. */
import type { CodeAction, CodeLens, Position, Range } from 'vscode-languageserver-types';
import { compareContexts } from '../../server/comparison/compareContexts';
import { textFiles, sideContext } from '../../server/comparison/sideContext';
import { codeLenses, resolveCodeLens } from '../../server/features/display/codeLenses';
import { completion } from '../../server/features/completion/completion';
import { definition } from '../../server/features/navigation/definition';
import { documentHighlight } from '../../server/features/navigation/documentHighlight';
import { documentLinks } from '../../server/features/display/documentLinks';
import { documentSymbols } from '../../server/features/display/documentSymbols';
import { effectiveConfiguration } from '../../server/features/effective/effectiveConfiguration';
import { effectiveDocumentInSteps } from '../../server/features/effective/effectiveDocument';
import { foldingRanges } from '../../server/features/display/foldingRanges';
import { formatAfter, formatDocument, formatRange } from '../../server/features/formatting';
import { hover } from '../../server/features/hover/hover';
import { implementation } from '../../server/features/navigation/implementation';
import { inlayHints } from '../../server/features/display/inlayHints';
import { platformsInSteps } from '../../server/features/effective/platforms';
import { references } from '../../server/features/navigation/references';
import { selectionRanges } from '../../server/features/display/selectionRanges';
import { semanticTokens } from '../../server/features/display/semanticTokens';
import { signatureHelp } from '../../server/features/completion/signatureHelp';
import type { RequestContext } from '../../server/semantics/requestContext';
import { typeDefinition } from '../../server/features/navigation/typeDefinition';
import { workspaceSymbols } from '../../server/features/navigation/workspaceSymbols';
import { prepareCallHierarchy } from '../../server/features/navigation/callHierarchy';
import { offeredRefactorings } from '../../server/refactoring/refactorings';
import { prepareRename, renameInSteps } from '../../server/refactoring/rename/rename';
import { allDiagnostics } from '../../server/codeActions/checkedDiagnostics';
import { fixAllInPlatform } from '../../server/codeActions/fixAll';
import { quickFixActions, resolveQuickFix } from '../../server/codeActions/codeActions';
import { resolveScaffoldAction, scaffoldActions } from '../../server/scaffold/scaffoldActions';
import { runToCompletion } from '../../server/scheduling/runToCompletion';
import { workspaceOf } from '../support/testWorkspace';
import { questionsAbout } from './questions';
import type { WorstCase } from './worstCase';

/** Something that can be asked, and is computed when it is run. */
export interface Answering {
  readonly label: string;
  /** One for each place that is asked about. */
  readonly runs: readonly (() => unknown)[];
}

interface Parameters {
  readonly position: Position;
  readonly positions: Position[];
  readonly range: Range;
  readonly query: string;
  readonly environment: string;
}

type Answer = (snapshot: RequestContext, uri: string, parameters: Parameters) => unknown;

const ABILITIES = {
  snippets: true,
  insertReplace: true,
  markdown: true,
  adjustsIndentation: true,
  labelDetails: true,
  tags: true,
};
const COMMANDS = ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments'];

const ANSWERS: Readonly<Record<string, Answer>> = {
  'textDocument/hover': (s, uri, p) => hover(s, uri, p.position),
  'textDocument/completion': (s, uri, p) => completion(s, uri, p.position, ABILITIES),
  'textDocument/definition': (s, uri, p) => definition(s, uri, p.position, true),
  'textDocument/typeDefinition': (s, uri, p) => typeDefinition(s, uri, p.position, true),
  'textDocument/implementation': (s, uri, p) => implementation(s, uri, p.position, true),
  'textDocument/references': (s, uri, p) => runToCompletion(references(s, uri, p.position, true)),
  'textDocument/documentHighlight': (s, uri, p) => runToCompletion(documentHighlight(s, uri, p.position)),
  'textDocument/signatureHelp': (s, uri, p) => signatureHelp(s, uri, p.position),
  'textDocument/prepareRename': (s, uri, p) => prepareRename(s, uri, p.position),
  'textDocument/rename': (s, uri, p) => runToCompletion(renameInSteps(s, uri, p.position, 'renamed')),
  'textDocument/prepareCallHierarchy': (s, uri, p) => prepareCallHierarchy(s, uri, p.position),
  'textDocument/diagnostic': (s, uri) => allDiagnostics(s, uri),
  'textDocument/documentLink': (s, uri) => documentLinks(s, uri),
  'textDocument/documentSymbol': (s, uri) => runToCompletion(documentSymbols(s, uri, true)),
  'textDocument/foldingRange': (s, uri) => foldingRanges(s, uri, false),
  'textDocument/selectionRange': (s, uri, p) => selectionRanges(s, uri, p.positions),
  'textDocument/inlayHint': (s, uri, p) => inlayHints(s, uri, p.range),
  'textDocument/codeLens': (s, uri) =>
    (codeLenses(s, uri, COMMANDS) ?? []).slice(0, 3).map((lens: CodeLens) => resolveCodeLens(s, lens)),
  'textDocument/semanticTokens/full': (s, uri) => runToCompletion(semanticTokens(s, uri)),
  'textDocument/formatting': (s, uri) => runToCompletion(formatDocument(s, uri)),
  'textDocument/rangeFormatting': (s, uri, p) => runToCompletion(formatRange(s, uri, p.range)),
  'textDocument/onTypeFormatting': (s, uri, p) => runToCompletion(formatAfter(s, uri, p.position, '\n')),
  'textDocument/codeAction': (s, uri, { range }) => {
    const repairs = quickFixActions(s, { uri, range, only: undefined, resolves: true, commands: [] });
    const scaffolds = scaffoldActions(s, uri, range, undefined);
    offeredRefactorings(s, uri, range, undefined);
    repairs.slice(0, 2).forEach((action: CodeAction) => runToCompletion(resolveQuickFix(s, action)));
    scaffolds.slice(0, 1).forEach((action: CodeAction) => runToCompletion(resolveScaffoldAction(s, action)));
  },
  'workspace/symbol': (s, _, p) => runToCompletion(workspaceSymbols(s, p.query)),
  'kubestack/platforms': s => runToCompletion(platformsInSteps(s)),
  'kubestack/effectiveConfiguration': (s, uri) => effectiveConfiguration(s, uri),
  'kubestack/effectiveDocument': (s, uri, p) => runToCompletion(effectiveDocumentInSteps(s, uri, p.environment)),
  'kubestack/compareConfigurations': async (s, uri) => {
    const folder = uri.slice(0, uri.lastIndexOf('/'));
    const before = await sideContext(s, folder, textFiles({ 'main.tf': '' }));
    return runToCompletion(compareContexts(before, s, folder, { markdown: true }));
  },
  'kubestack/fixAll': (s, uri) => runToCompletion(fixAllInPlatform(s, uri.slice(0, uri.lastIndexOf('/')))),
};

/** Reads the input, and then gives the answers to be computed, one kind after the other. */
export function* answersAbout(input: WorstCase, size: number): Generator<Answering> {
  const files = input.files(size);
  const open = input.open ?? 'main.tf';
  let workspace: Awaited<ReturnType<typeof workspaceOf>> | undefined;
  yield { label: 'read', runs: [async () => (workspace = await workspaceOf(files))] };
  const { snapshot, uri } = workspace!;
  const document = uri(open);
  const byMethod = new Map<string, Parameters[]>();
  for (const { label, method, parameters } of questionsAbout(document, uri(''), files[open] ?? '')) {
    if (!ANSWERS[method] || label.startsWith('edit')) continue;
    byMethod.set(method, [...(byMethod.get(method) ?? []), parameters as Parameters]);
  }
  for (const [method, all] of byMethod)
    yield { label: method, runs: all.map(parameters => () => ANSWERS[method]!(snapshot, document, parameters)) };
}
