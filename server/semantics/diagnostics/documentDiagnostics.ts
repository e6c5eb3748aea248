/** Diagnostics of a document: what does not parse, and what the evaluator refuses. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { EvaluationDiagnostic } from '../../hcl/evaluationDiagnostic';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { callsOfItem } from '../moduleCalls';
import { diagnosticPage } from './diagnosticPage';
import { blockDiagnostics, configurationDiagnostics, levelOf } from './reportedDiagnostics';
import type { CheckLevel } from '../settings';
import { fileOf, locationOf, rangeOf, wholeItem, type RequestContext } from '../requestContext';

export const SEVERITIES: Readonly<Record<Exclude<CheckLevel, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
/** More in one document help nobody. */
const MAX_DIAGNOSTICS = 500;

/** Diagnostics in the order of the text. */
export function documentDiagnostics(request: RequestContext, uri: string): Diagnostic[] {
  const file = fileOf(request, uri);
  if (!file) return [];
  const seen = new Set<EvaluationDiagnostic>();
  const told = new Set<string>();
  const syntax = request.client.servedElsewhere(uri) ? [] : syntaxDiagnostics(file);
  const found: Diagnostic[] = [];
  const tell = (diagnostic: Diagnostic | undefined): void => {
    if (!diagnostic || told.has(keyOf(diagnostic))) return;
    told.add(keyOf(diagnostic));
    found.push(diagnostic);
  };
  for (const each of syntax) tell(each);
  for (const diagnostic of blockDiagnostics(request, file)) tell(toDiagnostic(request, diagnostic));
  for (const { item, staleText } of file.items) {
    // What does not parse says only that it does not parse.
    if (staleText !== undefined) continue;
    for (const call of callsOfItem(request, item)) {
      for (const diagnostic of configurationDiagnostics(request, call)) {
        if (seen.has(diagnostic)) continue;
        seen.add(diagnostic);
        tell(
          toDiagnostic(request, diagnostic.place.item.uri === uri ? diagnostic : atCall(diagnostic, wholeItem(item))),
        );
      }
    }
    if (found.length > MAX_DIAGNOSTICS) break;
  }
  return found.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

function syntaxDiagnostics(file: SourceFile): Diagnostic[] {
  return file.diagnostics.slice(0, MAX_DIAGNOSTICS).map(({ message, start, end }) => ({
    range: rangeOf(file.lines, start, Math.max(end, start)),
    severity: DiagnosticSeverity.Error,
    source: 'kubestack',
    code: 'syntax',
    codeDescription: { href: diagnosticPage('syntax') },
    message,
  }));
}

/** A diagnostic in another file is told on the header of the block that it breaks, with the place itself beside it. */
function atCall(diagnostic: EvaluationDiagnostic, item: EvaluationDiagnostic['place']): EvaluationDiagnostic {
  const firstLine = item.item.text.split(/\r?\n/, 1)[0] ?? '';
  return {
    ...diagnostic,
    place: { ...item, end: firstLine.length },
    related: [{ message: diagnostic.message, place: diagnostic.place }, ...(diagnostic.related ?? [])],
  };
}

function toDiagnostic(request: RequestContext, diagnostic: EvaluationDiagnostic): Diagnostic | undefined {
  const level = levelOf(request, diagnostic);
  if (level === 'off') return undefined;
  const related = diagnostic.related?.map(({ message, place }) => ({ message, location: locationOf(request, place) }));
  return {
    range: locationOf(request, diagnostic.place).range,
    severity: SEVERITIES[level],
    source: 'kubestack',
    code: diagnostic.code,
    codeDescription: { href: diagnosticPage(diagnostic.code) },
    message: diagnostic.message,
    ...(related && related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** The same for two diagnostics that say the same of one place. */
const keyOf = ({ code, message, range: { start } }: Diagnostic): string =>
  `${code} ${start.line} ${start.character} ${message as string}`;
