/** Fixes of diagnostics that are no check's: a base that is not there, an environment that is null, a comment that silences nothing. */
import type { Diagnostic, Range } from 'vscode-languageserver-types';
import type { Fix } from '../checks/engine/check';
import { callsOfItem } from '../semantics/callsInFile';
import { fileOf, locationOf, type Snapshot } from '../semantics/requestContext';
import type { Fault } from '../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import { baseKeyFixes } from './baseKeyFixes';
import { documentOf } from './checkedDiagnostics';
import { uselessIgnoreFix } from './ignoreFixes';

export function faultFixes(snapshot: Snapshot, uri: string, diagnostic: Diagnostic): readonly Fix[] {
  switch (diagnostic.code) {
    case 'KS007': {
      const file = documentOf(snapshot, uri);
      return file ? uselessIgnoreFix(file, diagnostic) : [];
    }
    case 'KS005': {
      const found = faultAt(snapshot, uri, diagnostic);
      return found ? nullFixes(found.fault) : [];
    }
    case 'KS201': {
      const found = faultAt(snapshot, uri, diagnostic);
      return found ? baseKeyFixes(snapshot, found.call, found.fault) : [];
    }
    default:
      return [];
  }
}

/** `ops = null` → `ops = {}` */
function nullFixes({ place }: Fault): Fix[] {
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

/** The fault that a diagnostic tells of, and the call that it is one of. */
function faultAt(
  snapshot: Snapshot,
  uri: string,
  { code, message, range }: Diagnostic,
): { call: ModuleCall; fault: Fault } | undefined {
  for (const { item } of fileOf(snapshot, uri)?.items ?? []) {
    for (const call of callsOfItem(snapshot, item)) {
      const fault = snapshot.model
        .effectiveConfiguration(call)
        .faults.find(
          each =>
            each.code === code &&
            each.message === message &&
            each.place.item.uri === uri &&
            startsAt(locationOf(snapshot, each.place).range, range),
        );
      if (fault) return { call, fault };
    }
  }
  return undefined;
}

const startsAt = (a: Range, b: Range): boolean =>
  a.start.line === b.start.line && a.start.character === b.start.character;
