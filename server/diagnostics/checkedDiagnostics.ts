/** Diagnostics of a document: syntax errors, evaluation diagnostics and findings of checks, without those that a comment ignores. */
import { t } from '../../common/localization';
import type { Diagnostic } from 'vscode-languageserver-types';
import { isRuleCode } from '../../common/rules/rules';
import { codeOf, type Check, type CheckFinding, type Fix, type FixCommand } from '../checks/engine/check';
import {
  findingsIn,
  isIncomplete,
  isProvisional,
  platformRootsOf,
  sharedDiagnosticsIn,
} from '../checks/engine/checkRunner';
import { checkOf, CHECKS } from '../checks/engine/registry';
import { locationOfRange } from '../checks/fixes/rangeEdits';
import { EVALUATION_CODES, isEvaluationCode } from '../hcl/evaluationDiagnostic';
import { mapPausing } from '../scheduling/pausing';
import { now } from '../../common/now';
import { byRange, MAX_DIAGNOSTICS, toDiagnostic, type DiagnosticParts } from './diagnostic';
import { documentDiagnostics } from './documentDiagnostics';
import { levelOfCode } from '../semantics/reportedDiagnostics';
import { fileOf, type RequestContext } from '../semantics/requestContext';
import type { SourceFile } from '../syntax/sourceFileModel';
import { sourceSyntaxOf } from '../workspace/fileNames';
import type { TextFile } from '../workspace/textFiles';
import { baseNameOf } from '../workspace/uri';
import { Draft } from '../edits/draft';
import { evaluationFixes } from './evaluationFixes';
import { ignoreComments, silencerOf, type IgnoreComment } from '../semantics/ignoreComments';
import { refusedArgumentDiagnostics } from './refusedArguments';
import { uselessIgnoreFix } from './ignoreFixes';

/** A diagnostic with all its fixes, from the check or from the evaluator. */
export interface FixableDiagnostic {
  readonly diagnostic: Diagnostic;
  readonly fixes: () => readonly Fix[];
  readonly command?: FixCommand | undefined;
}

/** Diagnostics in source order. Must be stopped when something changes. */
export function* allDiagnostics(request: RequestContext, uri: string): Generator<undefined, Diagnostic[]> {
  return (yield* fixableDiagnostics(request, uri)).map(({ diagnostic }) => diagnostic);
}

/** The fix that needs no choice. */
export const preferredFix = ({ fixes }: FixableDiagnostic): Fix | undefined => fixes().find(fix => fix.isPreferred);

/** Diagnostics in source order, each with its fixes. Must be stopped when something changes. */
export function* fixableDiagnostics(request: RequestContext, uri: string): Generator<undefined, FixableDiagnostic[]> {
  const file = documentOf(request, uri);
  if (!file) return [];
  const all = yield* reportedDiagnostics(request, uri);
  yield;
  const ignores = ignoreComments(file);
  const silencer = silencerOf(ignores);
  const silenced = new Set<IgnoreComment>();
  const reported = yield* mapPausing(all, each => {
    const ignore = silencer(each.diagnostic.code, each.diagnostic.range.start.line);
    if (ignore) silenced.add(ignore);
    return ignore ? [] : [each];
  });
  const useless = uselessIgnores(request, file, ignores, silenced);
  // They are in source order, so others are not among the first ones of the file either.
  for (const each of useless.slice(0, MAX_DIAGNOSTICS))
    reported.push(fixable(request, uri, toUselessIgnore(each), () => uselessIgnoreFix(file, each)));
  const others = Math.max(0, useless.length - MAX_DIAGNOSTICS);
  return bounded(
    reported.sort((a, b) => byRange(a.diagnostic, b.diagnostic)),
    others,
  );
}

/** What the parser, the evaluator and the checks report, including what a comment ignores. */
function* reportedDiagnostics(request: RequestContext, uri: string): Generator<undefined, FixableDiagnostic[]> {
  const found = yield* mapPausing(yield* findingsIn(request, uri), each => [
    { diagnostic: ofFinding(request, each), check: each.check, fixes: each.fixes, command: commandOf(each) },
  ]);
  const replacing = found.filter(({ check }) => check.replaces !== undefined);
  const ofDocument = yield* documentDiagnostics(request, uri, sharedDiagnosticsIn(request, uri));
  yield;
  const all = yield* mapPausing(ofDocument, ({ diagnostic, evaluated }) =>
    replacing.some(each => hasSameText(each, diagnostic))
      ? []
      : [
          fixable(request, uri, diagnostic, () =>
            evaluated ? evaluationFixes(request, evaluated.call, evaluated.diagnostic) : [],
          ),
        ],
  );
  for (const { diagnostic, fixes, command } of found)
    all.push({ ...fixable(request, uri, diagnostic, fixes), command });
  const reported = found.map(({ diagnostic }) => diagnostic);
  for (const diagnostic of refusedArgumentDiagnostics(request, uri, reported))
    all.push(fixable(request, uri, diagnostic, () => []));
  return all;
}

const commandOf = ({ check, finding }: CheckFinding): FixCommand | undefined =>
  check.scope === 'platform' ? check.command?.(finding) : undefined;

/** JSON files are generated, so they are not edited; a fix that also changes other files would be incomplete. */
function fixable(
  request: RequestContext,
  uri: string,
  diagnostic: Diagnostic,
  fixesOf: () => readonly Fix[],
): FixableDiagnostic {
  let fixes: readonly Fix[] | undefined;
  const possible = (): Fix[] => (isJson(uri) ? [] : fixesOf().filter(fix => canApply(request, fix)));
  return { diagnostic, fixes: () => (fixes ??= possible()) };
}

/** Whether the client can create, rename and delete files, or the fix doesn't do that. */
function canApply(request: RequestContext, fix: Fix): boolean {
  if (request.client.edits?.fileOperations !== false) return true;
  const draft = new Draft(request);
  fix.change(draft);
  return now(draft.changes()).every(({ kind }) => kind === 'text');
}

const isJson = (uri: string): boolean => sourceSyntaxOf(baseNameOf(uri))?.json === true;

/** Limits the diagnostics, and counts those that are left out. @param hidden the number of those that are already left out */
function bounded(reported: FixableDiagnostic[], hidden: number): FixableDiagnostic[] {
  const others = reported.length + hidden - MAX_DIAGNOSTICS;
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

function ofFinding(request: RequestContext, { check, finding, level }: CheckFinding): Diagnostic {
  const code = codeOf({ check, finding });
  const { range, message, related = [], tags, data } = finding;
  return toDiagnostic({
    range: locationOfRange(request, range).range,
    code,
    level,
    message,
    related: related.map(each => ({ message: each.message, location: locationOfRange(request, each.range) })),
    ...(tags ? { tags } : {}),
    ...(data ? { data } : {}),
  });
}

interface UselessIgnore extends IgnoreComment {
  readonly level: DiagnosticParts['level'];
}

/** All codes of diagnostics, sorted. */
export const DIAGNOSTIC_CODES: readonly string[] = [
  ...new Set([...EVALUATION_CODES, 'KS007', ...CHECKS.map(({ code }) => code), 'syntax']),
].sort();

/**
 * KS007, unused ignore comments. Not reported if nothing could have been found: a file of the platform has syntax errors, the file
 * belongs to no platform, or the check is off.
 */
function uselessIgnores(
  request: RequestContext,
  file: SourceFile | TextFile,
  ignores: readonly IgnoreComment[],
  silenced: ReadonlySet<IgnoreComment>,
): UselessIgnore[] {
  const level = levelOfCode(request, 'KS007', 'information');
  if (level === 'off' || ignores.length === silenced.size) return [];
  if (isProvisional(request, file.uri) || platformRootsOf(request, file.uri).length === 0) return [];
  if (('diagnostics' in file && file.diagnostics.length > 0) || isIncomplete(request, file.uri)) return [];
  return ignores
    .filter(
      each => !silenced.has(each) && levelOfCode(request, each.code, checkOf(each.code)?.level ?? 'error') !== 'off',
    )
    .map(each => ({ ...each, level }));
}

const toUselessIgnore = ({ code, range, comment, level }: UselessIgnore): Diagnostic =>
  toDiagnostic({
    range,
    code: 'KS007',
    level,
    message: isCode(code)
      ? t('Unused suppression: {0} is not reported here.', code)
      : t('Unused suppression: there is no check {0}.', code),
    tags: ['unnecessary'],
    data: { code, comment },
  });

const isCode = (code: string): boolean => isEvaluationCode(code) || isRuleCode(code) || checkOf(code) !== undefined;
