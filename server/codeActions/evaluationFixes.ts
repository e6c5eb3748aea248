/** Fixes of diagnostics that are no check's: a base that is not there, an environment that is null, a comment that silences nothing. */
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import type { Fix } from '../checks/engine/check';
import { callsOfItem } from '../semantics/moduleCalls';
import { fileOf, locationOf, type RequestContext } from '../semantics/requestContext';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { baseKeyFixes } from './baseKeyFixes';
import { documentOf } from './checkedDiagnostics';
import { uselessIgnoreFix } from './ignoreFixes';

export function evaluationFixes(request: RequestContext, uri: string, diagnostic: Diagnostic): readonly Fix[] {
  switch (diagnostic.code) {
    case 'KS007': {
      const file = documentOf(request, uri);
      return file ? uselessIgnoreFix(file, diagnostic) : [];
    }
    case 'KS005': {
      const found = diagnosticAt(request, uri, diagnostic);
      return found ? nullFixes(found.diagnostic) : [];
    }
    case 'KS201': {
      const found = diagnosticAt(request, uri, diagnostic);
      return found ? baseKeyFixes(request, found.call, found.diagnostic) : [];
    }
    default:
      return [];
  }
}

/** `ops = null` → `ops = {}` */
function nullFixes({ place }: EvaluationDiagnostic): Fix[] {
  const value = place.item.text.slice(place.valueStart ?? place.start, place.end);
  if (value !== 'null') return [];
  const where = { item: place.item, start: place.valueStart ?? place.start, end: place.end };
  return [
    {
      title: 'Change to {} to inherit everything',
      change: draft => void draft.replace(where, '{}'),
      isPreferred: true,
    },
  ];
}

/** The diagnostic that a diagnostic tells of, and the call that it is one of. */
function diagnosticAt(
  request: RequestContext,
  uri: string,
  { code, message, range }: Diagnostic,
): { call: ModuleCall; diagnostic: EvaluationDiagnostic } | undefined {
  for (const { item } of fileOf(request, uri)?.items ?? []) {
    for (const call of callsOfItem(request, item)) {
      const diagnostic = request.model
        .effectiveConfiguration(call)
        .diagnostics.find(
          each =>
            each.code === code &&
            each.message === message &&
            each.place.item.uri === uri &&
            startsAt(locationOf(request, each.place).range, range),
        );
      if (diagnostic) return { call, diagnostic };
    }
  }
  return undefined;
}

const startsAt = (a: Range, b: Range): boolean =>
  a.start.line === b.start.line && a.start.character === b.start.character;
