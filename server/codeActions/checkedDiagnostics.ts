/** Diagnostics of a document: syntax errors, evaluation diagnostics and findings of checks, without those that a comment ignores. */
import { t } from '../../common/localization';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { Check, CheckFinding, Fix } from '../checks/engine/check';
import { findingsIn, isProvisional, platformRootsOf, sharedDiagnosticsIn } from '../checks/engine/checkRunner';
import { checkOf } from '../checks/engine/registry';
import { locationOfRange } from '../checks/support/placeEdits';
import { byRange, MAX_DIAGNOSTICS, toDiagnostic } from '../semantics/diagnostics/diagnostic';
import { documentDiagnostics } from '../semantics/diagnostics/documentDiagnostics';
import { levelOfCode } from '../semantics/diagnostics/reportedDiagnostics';
import { fileOf, type RequestContext } from '../semantics/requestContext';
import type { SourceFile } from '../syntax/sourceFileModel';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { TextFile } from '../workspace/textFiles';
import { baseNameOf } from '../workspace/uri';
import { evaluationFixes } from './evaluationFixes';
import { ignoreComments, silencerOf, type IgnoreComment } from './ignoreComments';
import { uselessIgnoreFix } from './ignoreFixes';

/** A diagnostic with all its fixes, from the check or from the evaluator. */
export interface FixableDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
}

/** Diagnostics in source order. */
export const allDiagnostics = (request: RequestContext, uri: string): Diagnostic[] =>
  fixableDiagnostics(request, uri).map(({ diagnostic }) => diagnostic);

/** The fix that needs no choice. */
export const preferredFix = ({ fixes }: FixableDiagnostic): Fix | undefined => fixes().find(fix => fix.isPreferred);

/** Diagnostics in source order, each with its fixes. */
export function fixableDiagnostics(request: RequestContext, uri: string): FixableDiagnostic[] {
  const file = documentOf(request, uri);
  if (!file) return [];
  // JSON files are generated, so they are not edited; a fix that also changes other files would be incomplete.
  const fixable = (diagnostic: Diagnostic, fixesOf: () => readonly Fix[]): FixableDiagnostic => {
    let fixes: readonly Fix[] | undefined;
    return { diagnostic, fixes: () => (fixes ??= isJson(uri) ? [] : fixesOf()) };
  };
  const found = findingsIn(request, uri).map(each => ({
    diagnostic: ofFinding(request, each),
    check: each.check,
    each,
  }));
  const replacing = found.filter(({ check }) => check.replaces !== undefined);
  const all = [
    ...documentDiagnostics(request, uri, sharedDiagnosticsIn(request, uri))
      .filter(({ diagnostic }) => !replacing.some(each => hasSameText(each, diagnostic)))
      .map(({ diagnostic, evaluated }) =>
        fixable(diagnostic, () => (evaluated ? evaluationFixes(request, evaluated.call, evaluated.diagnostic) : [])),
      ),
    ...found.map(({ diagnostic, each }) => fixable(diagnostic, each.fixes)),
  ];
  const ignores = ignoreComments(file);
  const silencer = silencerOf(ignores);
  const silenced = new Set<IgnoreComment>();
  const reported = all.filter(({ diagnostic }) => {
    const ignore = silencer(diagnostic.code, diagnostic.range.start.line);
    if (ignore) silenced.add(ignore);
    return !ignore;
  });
  const useless = ignores.filter(each => !silenced.has(each));
  for (const diagnostic of uselessIgnores(request, file, useless))
    reported.push(fixable(diagnostic, () => uselessIgnoreFix(file, diagnostic)));
  return bounded(reported.sort((a, b) => byRange(a.diagnostic, b.diagnostic)));
}

const isJson = (uri: string): boolean => sourceSyntaxOf(baseNameOf(uri))?.json === true;

/** Limits the diagnostics, and counts those that are left out. */
function bounded(reported: FixableDiagnostic[]): FixableDiagnostic[] {
  const others = reported.length - MAX_DIAGNOSTICS;
  if (others <= 0) return reported;
  const start = { line: 0, character: 0 };
  const diagnostic = toDiagnostic({
    range: { start, end: start },
    code: 'KS004',
    level: 'information',
    message: t('This file has too many problems: the first {0} are shown, {1} are hidden.', MAX_DIAGNOSTICS, others),
  });
  return [{ diagnostic, fixes: () => [] }, ...reported.slice(0, MAX_DIAGNOSTICS)];
}

const hasSameText = ({ diagnostic, check }: { diagnostic: Diagnostic; check: Check }, other: Diagnostic): boolean =>
  check.replaces === other.code &&
  diagnostic.range.start.line <= other.range.end.line &&
  other.range.start.line <= diagnostic.range.end.line;

/** Whether it is configuration, or another file that checks read. */
export const documentOf = (request: RequestContext, uri: string): SourceFile | TextFile | undefined =>
  fileOf(request, uri) ?? request.model.workspace.texts.file(uri);

function ofFinding(request: RequestContext, { check: { code }, finding, level }: CheckFinding): Diagnostic {
  const { place, message, related = [], tags, data } = finding;
  return toDiagnostic({
    range: locationOfRange(request, place).range,
    code,
    level,
    message,
    related: related.map(each => ({ message: each.message, location: locationOfRange(request, each.place) })),
    ...(tags ? { tags } : {}),
    ...(data ? { data } : {}),
  });
}

/**
 * KS007, unused ignore comments. Not reported if nothing could have been found: the file has syntax errors, belongs to no platform, or the
 * check is off.
 */
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
    .map(({ code, range, comment }) =>
      toDiagnostic({
        range,
        code: 'KS007',
        level,
        message: isCode(code)
          ? t('Unused suppression: {0} is not reported here.', code)
          : t('Unused suppression: there is no check {0}.', code),
        tags: ['unnecessary'],
        data: { code, comment },
      }),
    );
}

/** KS001 to KS006 are reported by the evaluator. */
const isCode = (code: string): boolean => /^KS00[1-6]$/.test(code) || code === 'KS201' || checkOf(code) !== undefined;
