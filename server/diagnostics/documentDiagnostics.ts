/** Diagnostics of a document: syntax and evaluation errors. */
import type { Diagnostic } from 'vscode-languageserver-types';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { behaviors, hasFeature, unsupportedText } from '../hcl/languageFeatures';
import { commandFileOf, featureUses } from '../semantics/commandFiles';
import type { SourceFile } from '../syntax/sourceFileModel';
import { callsOfItem } from '../semantics/moduleCalls';
import { fileOf, locationOf, rangeOf, type RequestContext } from '../semantics/requestContext';
import { byRange, MAX_DIAGNOSTICS, toDiagnostic } from './diagnostic';
import { blockDiagnostics } from './callDiagnostics';
import { configurationDiagnostics, levelOfCode, levelOfEvaluation } from '../semantics/reportedDiagnostics';

/** A diagnostic; one of the evaluator's with its original, which fixes use. */
export interface DocumentDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly evaluated?: { readonly call: ModuleCall | undefined; readonly diagnostic: EvaluationDiagnostic };
}

/**
 * Diagnostics in the order of the text. Errors in other documents that break calls of this one are reported there.
 *
 * @param shared errors in this document that break calls here or elsewhere
 */
export function* documentDiagnostics(
  request: RequestContext,
  uri: string,
  shared: readonly { readonly diagnostic: EvaluationDiagnostic; readonly call: ModuleCall | undefined }[] = [],
): Generator<undefined, DocumentDiagnostic[]> {
  const file = fileOf(request, uri);
  if (!file) return ofCommandFile(request, uri);
  const seen = new Set<EvaluationDiagnostic>();
  const found = new Map<string, DocumentDiagnostic>();
  const report = (each: DocumentDiagnostic): void => {
    const key = keyOf(each.diagnostic);
    if (!found.has(key)) found.set(key, each);
  };
  const reportEvaluated = (diagnostic: EvaluationDiagnostic, call?: ModuleCall): void => {
    const made = fromEvaluation(request, diagnostic);
    if (made) report({ diagnostic: made, evaluated: { call, diagnostic } });
  };
  if (!request.client.servedByOtherExtension(uri))
    for (const diagnostic of syntaxDiagnostics(file)) report({ diagnostic });
  for (const diagnostic of yield* blockDiagnostics(request, file)) reportEvaluated(diagnostic);
  for (const { diagnostic, call } of shared) reportEvaluated(diagnostic, call);
  for (const { item, staleText } of file.items) {
    yield;
    // A block that does not parse has only syntax errors.
    if (staleText !== undefined) continue;
    for (const call of callsOfItem(request, item)) {
      yield;
      for (const diagnostic of configurationDiagnostics(request, call)) {
        if (seen.has(diagnostic)) continue;
        seen.add(diagnostic);
        if (diagnostic.range.item.uri === uri) reportEvaluated(diagnostic, call);
      }
    }
    if (found.size > MAX_DIAGNOSTICS) break;
  }
  return [...found.values()].sort((a, b) => byRange(a.diagnostic, b.diagnostic));
}

/** Syntax errors of a file with tests or queries, and what the platform's version does not have: `test` and `validate` then refuse to read tests. */
function ofCommandFile(request: RequestContext, uri: string): DocumentDiagnostic[] {
  const found = request.client.servedByOtherExtension(uri) ? undefined : commandFileOf(request, uri);
  if (!found) return [];
  const { command, file, version } = found;
  const level = levelOfCode(request, 'KS112', 'error');
  const isRead = version !== undefined && command === 'test' && hasFeature(behaviors.testFiles, version) !== false;
  const refused = isRead && level !== 'off' ? [...featureUses(found)] : [];
  return [
    ...syntaxDiagnostics(file),
    ...refused.flatMap(({ feature, name, start, end }) => {
      if (!version || level === 'off' || hasFeature(feature, version) !== false) return [];
      const range = rangeOf(file.lines, start, end);
      return [toDiagnostic({ range, code: 'KS112', level, message: unsupportedText(feature, version, name) })];
    }),
  ]
    .sort(byRange)
    .map(diagnostic => ({ diagnostic }));
}

const syntaxDiagnostics = (file: SourceFile): Diagnostic[] =>
  file.diagnostics.slice(0, MAX_DIAGNOSTICS).map(({ message, start, end }) => {
    const range = rangeOf(file.lines, start, Math.max(end, start));
    return toDiagnostic({ range, code: 'syntax', level: 'error', message });
  });

function fromEvaluation(request: RequestContext, diagnostic: EvaluationDiagnostic): Diagnostic | undefined {
  const level = levelOfEvaluation(request, diagnostic);
  if (level === 'off') return undefined;
  const { code, message, range, related = [] } = diagnostic;
  return toDiagnostic({
    range: locationOf(request, range).range,
    code,
    level,
    message,
    related: related.map(each => ({ message: each.message, location: locationOf(request, each.range) })),
  });
}

/** Whether two diagnostics report the same at the same place. */
const keyOf = ({ code, message, range: { start } }: Diagnostic): string =>
  `${code} ${start.line} ${start.character} ${message as string}`;
