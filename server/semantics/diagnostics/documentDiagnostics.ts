/** Diagnostics of a document: what does not parse, and what the evaluator refuses. */
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { Fault } from '../../hcl/evaluationDiagnostic';
import type { SourceFile } from '../../syntax/sourceFile';
import { callsOfItem } from '../callsInFile';
import { diagnosticPage } from './diagnosticPage';
import { blockFaults, configurationFaults, levelOf } from './reportedDiagnostics';
import type { CheckLevel } from '../settings';
import { fileOf, locationOf, rangeOf, wholeItem, type Snapshot } from '../requestContext';

export const SEVERITIES: Readonly<Record<Exclude<CheckLevel, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
/** More in one document help nobody. */
const MAX_DIAGNOSTICS = 500;

/** Diagnostics in the order of the text. */
export function diagnostics(snapshot: Snapshot, uri: string): Diagnostic[] {
  const file = fileOf(snapshot, uri);
  if (!file) return [];
  const seen = new Set<Fault>();
  const told = new Set<string>();
  const syntax = snapshot.client.servedElsewhere(uri) ? [] : syntaxDiagnostics(file);
  const found: Diagnostic[] = [];
  const tell = (diagnostic: Diagnostic | undefined): void => {
    if (!diagnostic || told.has(keyOf(diagnostic))) return;
    told.add(keyOf(diagnostic));
    found.push(diagnostic);
  };
  for (const each of syntax) tell(each);
  for (const fault of blockFaults(snapshot, file)) tell(toDiagnostic(snapshot, fault));
  for (const { item, staleText } of file.items) {
    // What does not parse says only that it does not parse.
    if (staleText !== undefined) continue;
    for (const call of callsOfItem(snapshot, item)) {
      for (const fault of configurationFaults(snapshot, call)) {
        if (seen.has(fault)) continue;
        seen.add(fault);
        tell(toDiagnostic(snapshot, fault.place.item.uri === uri ? fault : atCall(fault, wholeItem(item))));
      }
    }
    if (found.length > MAX_DIAGNOSTICS) break;
  }
  return found.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}

function syntaxDiagnostics(file: SourceFile): Diagnostic[] {
  return file.faults.slice(0, MAX_DIAGNOSTICS).map(({ message, start, end }) => ({
    range: rangeOf(file.lines, start, Math.max(end, start)),
    severity: DiagnosticSeverity.Error,
    source: 'kubestack',
    code: 'syntax',
    codeDescription: { href: diagnosticPage('syntax') },
    message,
  }));
}

/** A fault in another file is told on the header of the block that it breaks, with the place itself beside it. */
function atCall(fault: Fault, item: Fault['place']): Fault {
  const firstLine = item.item.text.split(/\r?\n/, 1)[0] ?? '';
  return {
    ...fault,
    place: { ...item, end: firstLine.length },
    related: [{ message: fault.message, place: fault.place }, ...(fault.related ?? [])],
  };
}

function toDiagnostic(snapshot: Snapshot, fault: Fault): Diagnostic | undefined {
  const level = levelOf(snapshot, fault);
  if (level === 'off') return undefined;
  const related = fault.related?.map(({ message, place }) => ({ message, location: locationOf(snapshot, place) }));
  return {
    range: locationOf(snapshot, fault.place).range,
    severity: SEVERITIES[level],
    source: 'kubestack',
    code: fault.code,
    codeDescription: { href: diagnosticPage(fault.code) },
    message: fault.message,
    ...(related && related.length > 0 ? { relatedInformation: related } : {}),
  };
}

/** The same for two diagnostics that say the same of one place. */
const keyOf = ({ code, message, range: { start } }: Diagnostic): string =>
  `${code} ${start.line} ${start.character} ${message as string}`;
