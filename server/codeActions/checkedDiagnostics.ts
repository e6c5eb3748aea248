/** Diagnostics of a document: what does not parse, what the evaluator refuses, what the checks found; without what a comment silences. */
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

/** A diagnostic with all that fixes it: the check's own fixes, or those of what the evaluator refuses. */
export interface FixableDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
}

/** Diagnostics in the order of the text. */
export const allDiagnostics = (request: RequestContext, uri: string): Diagnostic[] =>
  fixableDiagnostics(request, uri).map(({ diagnostic }) => diagnostic);

/** The fix that needs no choice. */
export const preferredFix = ({ fixes }: FixableDiagnostic): Fix | undefined => fixes().find(fix => fix.isPreferred);

/** The same, each with its fixes. */
export function fixableDiagnostics(request: RequestContext, uri: string): FixableDiagnostic[] {
  const file = documentOf(request, uri);
  if (!file) return [];
  // JSON is left to whatever generates it; half of a fix that begins there would be worse than none.
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
      .filter(({ diagnostic }) => !replacing.some(each => saysTheSame(each, diagnostic)))
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

/** The first ones, and how many there are beside them. */
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

const saysTheSame = ({ diagnostic, check }: { diagnostic: Diagnostic; check: Check }, other: Diagnostic): boolean =>
  check.replaces === other.code &&
  diagnostic.range.start.line <= other.range.end.line &&
  other.range.start.line <= diagnostic.range.end.line;

/** Configuration, or a file beside it. */
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

/** KS001 to KS006 are the evaluator's. */
const isCode = (code: string): boolean => /^KS00[1-6]$/.test(code) || code === 'KS201' || checkOf(code) !== undefined;
