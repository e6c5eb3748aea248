/**
 * `&&` and `||`. Older versions evaluate both sides without short-circuiting (`behaviors.shortCircuit`): `false && unknown` is unknown, and an error
 * on either side is an error. In newer ones, one side can decide, the left or the right, and errors of the other side are ignored. Source of the rules: OpLogicalOr and OpLogicalAnd in hclsyntax/expression_ops.go of opentofu/hcl.
 */
import type { BinaryExpression } from '../../syntax/ast';
import type { EvaluationDiagnostic } from '../evaluationDiagnostic';
import { behaviors, hasFeature } from '../languageFeatures';
import { withMarksOf, operandOf } from './operators';
import type { Scope } from './scope';
import { BOOL } from '../types/type';
import { withRange, bool, unknown } from '../values/value';
import type { Value } from '../model';

interface Side {
  /** Undefined if it is invalid: null, or not convertible to a bool. */
  readonly result: Value | undefined;
  readonly diagnostics: readonly EvaluationDiagnostic[];
}

/** The value if all versions agree; if not, that of the platform's version, or unknown if the version is unknown. */
export function evaluateLogical(expression: BinaryExpression, operator: '&&' | '||', scope: Scope): Value {
  const { evaluation } = scope;
  const sideOf = (side: BinaryExpression['left']): Side => evaluation.collect(() => operandOf(side, BOOL, scope));
  const left = sideOf(expression.left);
  const right = sideOf(expression.right);
  const result = resultOf(operator, left, right, scope);
  if (!result) {
    evaluation.diagnostics.push(...left.diagnostics, ...right.diagnostics);
    return unknown(BOOL);
  }
  const known = result.kind === 'bool' ? result : scope.notKnown(expression, unknown(BOOL, undefined, true));
  return withRange(
    withMarksOf(known, ...[left.result, right.result].filter(value => value !== undefined)),
    scope.range(expression),
  );
}

/** Undefined if an error on a side counts. */
function resultOf(operator: '&&' | '||', left: Side, right: Side, { references }: Scope): Value | undefined {
  if (!left.result || !right.result) return undefined;
  const deciding = operator === '||';
  const decided = [left, right].some(side => side.diagnostics.length === 0 && isBool(side.result, deciding));
  const isRight = left.diagnostics.length === 0 && right.diagnostics.length === 0;
  if (isRight && left.result.kind === 'bool' && right.result.kind === 'bool') return bool(decided === deciding);
  if (isRight && !decided) return unknown(BOOL);
  const short = hasFeature(behaviors.shortCircuit, references.version?.());
  if (short && decided) return bool(deciding);
  if (isRight) return unknown(BOOL);
  if (short === false) return undefined;
  // Newer versions ignore errors on the right side, even if the left one is unknown.
  const leftIsUnknown = left.diagnostics.length === 0 && left.result.kind === 'unknown';
  return decided || leftIsUnknown ? unknown(BOOL) : undefined;
}

const isBool = (value: Value | undefined, expected: boolean): boolean =>
  value?.kind === 'bool' && value.value === expected;
