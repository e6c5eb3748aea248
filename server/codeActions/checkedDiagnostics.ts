/** Diagnostics of a document: what does not parse, what the evaluator refuses, what the checks found; without what a comment silences. */
import { DiagnosticTag, type Diagnostic } from 'vscode-languageserver-types';
import { checkOf } from '../checks/engine/registry';
import { findingsIn, isProvisional, platformRootsOf, type CheckFinding } from '../checks/engine/checkRunner';
import { locationOfRange } from '../checks/support/placeEdits';
import { diagnosticPage } from '../semantics/diagnostics/diagnosticPage';
import { documentDiagnostics as faultDiagnostics, SEVERITIES } from '../semantics/diagnostics/documentDiagnostics';
import { levelOfCode } from '../semantics/diagnostics/reportedDiagnostics';
import { fileOf, type RequestContext } from '../semantics/requestContext';
import type { SourceFile } from '../syntax/sourceFileModel';
import type { TextFile } from '../workspace/textFiles';
import { ignoreComments, silencerOf, type IgnoreComment } from './ignoreComments';

const TAGS = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;
/** More in one document help nobody. */
const MAX_DIAGNOSTICS = 500;

/** A diagnostic, and the finding that it tells of, if it is one of a check. */
export interface CheckedDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly found?: CheckFinding;
}

/** Diagnostics in the order of the text. */
export const allDiagnostics = (request: RequestContext, uri: string): Diagnostic[] =>
  checkedDiagnostics(request, uri).map(({ diagnostic }) => diagnostic);

/** The same, each with where it comes from. */
export function checkedDiagnostics(request: RequestContext, uri: string): CheckedDiagnostic[] {
  const file = documentOf(request, uri);
  if (!file) return [];
  const found = findingsIn(request, uri).map(each => ({ diagnostic: toDiagnostic(request, each), found: each }));
  const replacing = found.filter(each => each.found.check.replaces !== undefined);
  const all: CheckedDiagnostic[] = [
    ...faultDiagnostics(request, uri)
      .filter(diagnostic => !replacing.some(each => saysTheSame(each, diagnostic)))
      .map(diagnostic => ({ diagnostic })),
    ...found,
  ];
  const ignores = ignoreComments(file);
  const silencer = silencerOf(ignores);
  const silenced = new Set<IgnoreComment>();
  const told = all.filter(({ diagnostic }) => {
    const ignore = silencer(diagnostic.code, diagnostic.range.start.line);
    if (ignore) silenced.add(ignore);
    return !ignore;
  });
  const useless = uselessIgnores(
    request,
    file,
    ignores.filter(each => !silenced.has(each)),
  );
  return bounded([...told, ...useless.map(diagnostic => ({ diagnostic }))].sort(inOrder));
}

/** The first ones, and how many there are beside them. */
function bounded(told: CheckedDiagnostic[]): CheckedDiagnostic[] {
  const others = told.length - MAX_DIAGNOSTICS;
  if (others <= 0) return told;
  const start = { line: 0, character: 0 };
  const diagnostic: Diagnostic = {
    range: { start, end: start },
    severity: SEVERITIES.information,
    source: 'kubestack',
    code: 'KS004',
    codeDescription: { href: diagnosticPage('KS004') },
    message: `This file has too many problems: the first ${MAX_DIAGNOSTICS} are shown, ${others} are hidden.`,
  };
  return [{ diagnostic }, ...told.slice(0, MAX_DIAGNOSTICS)];
}

const saysTheSame = ({ diagnostic, found }: Required<CheckedDiagnostic>, fault: Diagnostic): boolean =>
  found.check.replaces === fault.code &&
  diagnostic.range.start.line <= fault.range.end.line &&
  fault.range.start.line <= diagnostic.range.end.line;

/** Configuration, or a file beside it. */
export const documentOf = (request: RequestContext, uri: string): SourceFile | TextFile | undefined =>
  fileOf(request, uri) ?? request.model.workspace.texts.file(uri);

const inOrder = (
  { diagnostic: { range: a } }: CheckedDiagnostic,
  { diagnostic: { range: b } }: CheckedDiagnostic,
): number => a.start.line - b.start.line || a.start.character - b.start.character;

function toDiagnostic(request: RequestContext, { check: { code }, finding, level }: CheckFinding): Diagnostic {
  const related = finding.related?.map(({ message, place }) => ({
    message,
    location: locationOfRange(request, place),
  }));
  return {
    range: locationOfRange(request, finding.place).range,
    severity: SEVERITIES[level],
    source: 'kubestack',
    code,
    codeDescription: { href: diagnosticPage(code) },
    message: finding.message,
    ...(finding.tags ? { tags: finding.tags.map(tag => TAGS[tag]) } : {}),
    ...(related && related.length > 0 ? { relatedInformation: related } : {}),
    ...(finding.data ? { data: finding.data } : {}),
  };
}

/** KS007. Silent where nothing could have been found: the file does not parse, belongs to no platform, or the check is off. */
function uselessIgnores(
  request: RequestContext,
  file: SourceFile | TextFile,
  ignores: readonly IgnoreComment[],
): Diagnostic[] {
  const level = levelOfCode(request, 'KS007', 'information');
  if (level === 'off' || ignores.length === 0) return [];
  if (('diagnostics' in file && file.diagnostics.length > 0) || isProvisional(request, file.uri)) return [];
  if (platformRootsOf(request, file.uri).length === 0) return [];
  return ignores
    .filter(({ code }) => levelOfCode(request, code, checkOf(code)?.level ?? 'error') !== 'off')
    .map(({ code, range, comment }) => ({
      range,
      severity: SEVERITIES[level],
      source: 'kubestack',
      code: 'KS007',
      codeDescription: { href: diagnosticPage('KS007') },
      message: isCode(code)
        ? `Unused suppression: ${code} is not reported here.`
        : `Unused suppression: there is no check ${code}.`,
      tags: [DiagnosticTag.Unnecessary],
      data: { code, comment },
    }));
}

/** KS001 to KS006 are the evaluator's. */
const isCode = (code: string): boolean => /^KS00[1-6]$/.test(code) || code === 'KS201' || checkOf(code) !== undefined;
