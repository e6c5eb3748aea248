/** Fixes of evaluation diagnostics: a missing base environment, an environment that is null, a misspelt name. */
import { t } from '../../common/localization';
import type { Fix } from '../checks/engine/check';
import type { EvaluationDiagnostic } from '../hcl/evaluationDiagnostic';
import type { ModuleCall } from '../kubestack/modules/moduleCall';
import type { RequestContext } from '../semantics/requestContext';
import { baseKeyFixes } from './baseKeyFixes';

/** @param call whose configuration the diagnostic is about; undefined if no module uses it */
export function evaluationFixes(
  request: RequestContext,
  call: ModuleCall | undefined,
  diagnostic: EvaluationDiagnostic,
): readonly Fix[] {
  switch (diagnostic.code) {
    case 'KS005':
      return nullFixes(diagnostic);
    case 'KS201':
      return call ? baseKeyFixes(request, call, diagnostic) : [];
    default:
      return suggestionFixes(diagnostic);
  }
}

/** The suggested name in the message. */
const suggestionFixes = ({ range, suggestion }: EvaluationDiagnostic): Fix[] =>
  suggestion === undefined
    ? []
    : [
        {
          title: t('Change to {0}', suggestion),
          change: draft => void draft.replace({ item: range.item, start: range.start, end: range.end }, suggestion),
          isPreferred: true,
        },
      ];

/** `ops = null` → `ops = {}` */
function nullFixes({ range }: EvaluationDiagnostic): Fix[] {
  const value = range.item.text.slice(range.valueStart ?? range.start, range.end);
  if (value !== 'null') return [];
  const where = { item: range.item, start: range.valueStart ?? range.start, end: range.end };
  return [
    {
      title: t('Change to {} to inherit everything'),
      change: draft => void draft.replace(where, '{}'),
      isPreferred: true,
    },
  ];
}
