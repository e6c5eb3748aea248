/** Strings with interpolation. Source of the rules: hclsyntax/expression_template.go of hashicorp/hcl. */
import { t } from '../../../common/localization';
import type { Expression, Template, TemplateJoin } from '../../syntax/ast';
import { convert } from '../conversion/convert';
import { evaluate } from './evaluate';
import type { Scope } from './scope';
import { markedLike } from '../values/sensitivity';
import { STRING } from '../types/type';
import { describeType } from '../types/describeType';
import { withRange, containsSensitive, string, unknown } from '../values/value';
import type { Value } from '../model';

/** Maximum length of a string in UTF-16 code units. Longer strings are unknown. */
export const MAX_TEXT = 1_000_000;

/** Converts the parts to strings and joins them. A string with an unknown part is unknown, but not null. */
export function evaluateTemplate(expression: Template, scope: Scope): Value {
  const parts = expression.parts.map(part => ({ value: evaluate(part, scope), span: part }));
  return join(parts, expression, scope);
}

/** The results of a `%{ for }`, joined. */
export function evaluateTemplateJoin(expression: TemplateJoin, scope: Scope): Value {
  const items = evaluate(expression.inner, scope);
  const text =
    items.kind === 'tuple'
      ? join(
          items.elements.map(value => ({ value, span: expression })),
          expression,
          scope,
        )
      : unknown(STRING, undefined, true);
  return markedLike(text, items);
}

function join(parts: readonly { value: Value; span: Expression }[], whole: Expression, scope: Scope): Value {
  let text = '';
  let known = true;
  let sensitive = false;
  for (const { value, span } of parts) {
    if (containsSensitive(value)) sensitive = true;
    if (value.kind === 'unknown') {
      known = false;
      continue;
    }
    const piece = textOf(value, span, scope);
    if (piece === undefined) known = false;
    else text += piece;
    if (text.length > MAX_TEXT) {
      scope.evaluation.reportLimit(t('This string is too long to be shown.'), scope.range(whole));
      known = false;
      break;
    }
  }
  const result = known ? string(text) : unknown(STRING, undefined, true);
  const marked = sensitive ? { ...result, sensitive } : result;
  return withRange(marked, scope.range(whole));
}

function textOf(value: Value, span: Expression, scope: Scope): string | undefined {
  if (value.kind === 'null') {
    scope.refuse('KS003', t("This value is null: null can't be part of a string."), span);
    return undefined;
  }
  try {
    const text = convert(value, STRING);
    if (text.kind === 'string') return text.value;
  } catch {
    // The caller reports it: only collections can't be converted to a string.
  }
  scope.refuse(
    'KS003',
    t('This is {0}: only a string, number or bool can be part of a string.', describeType(value)),
    span,
  );
  return undefined;
}
