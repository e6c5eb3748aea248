/** Function calls. Source of the rules: FunctionCallExpr in hclsyntax/expression.go and ext/tryfunc of hashicorp/hcl. */
import { sentences, t } from '../../../common/localization';
import { append } from '../../../common/lists';
import type { CallExpression, Expression } from '../../syntax/ast';
import { pendingValue, unknownsIn } from './content';
import { evaluate } from './evaluate';
import { callFunction, callProblem } from '../functions/callFunction';
import { FunctionError, type BuiltInFunction } from '../functions/function';
import { FUNCTIONS } from '../functions/functions';
import { closestName } from '../closestName';
import { availabilityText, functionFeatures, hasFeature, lackingText } from '../languageFeatures';
import { parseTypeExpression } from '../types/typeExpression';
import { convert, ConversionError } from '../conversion/convert';
import { renderTemplate } from './renderTemplate';
import { Scope, type References } from './scope';
import { markedLike } from '../values/sensitivity';
import { resolveReferences } from './staticReferences';
import { BOOL } from '../types/type';
import { withRange, bool, typeKindOf, unknown, whollyKnown } from '../values/value';
import type { Value } from '../model';
import { UnknownResultError } from '../../../common/unknownResultError';

/** The number of steps to parse a template, and the number of its characters that take another one. */
const TEMPLATE_STEPS = 20;
const TEMPLATE_PER_STEP = 2;

export function evaluateCall(expression: CallExpression, scope: Scope): Value {
  if (scope.references.withoutFunctions) {
    const span = { start: expression.start, end: expression.nameEnd };
    return scope.refuse(
      'KS003',
      t('Functions such as "{0}" can\'t be called here. Write a literal value.', expression.name),
      span,
    );
  }
  const name = expression.name.replace(/^core::/, '');
  // Functions of providers are not implemented.
  if (name.startsWith('provider::')) {
    for (const argument of expression.args) resolveReferences(argument, scope);
    return scope.notKnown(expression);
  }
  if (name === 'try') return evaluateTry(expression, scope);
  if (name === 'can') return evaluateCan(expression, scope);
  if (scope.references.ownFunction) {
    const own = ownResult(expression, name, scope);
    if (own) return own;
  }
  const fn = FUNCTIONS.get(name);
  const since = functionFeatures.get(name);
  const version = since && scope.references.version?.();
  if (since && version && hasFeature(since, version) === false) {
    const message = sentences(
      t('{0} has no function "{1}".', lackingText(since, version), name),
      availabilityText(since),
    );
    return scope.refuse('KS003', message, { start: expression.start, end: expression.nameEnd });
  }
  if (name === 'convert') return evaluateConvert(expression, scope);
  if (!fn) return unknownFunction(expression, name, scope);
  const args = argumentValues(expression, scope);
  if (!args) return scope.notKnown(expression);
  const [template] = expression.args;
  if (name === 'templatestring' && version?.program === 'terraform' && template && !isReference(template)) {
    const message = t(
      'In Terraform, the template of templatestring must be a reference, such as local.template. Only OpenTofu accepts other expressions.',
    );
    return scope.refuse('KS003', message, template);
  }
  const result = call(fn, args, expression, scope);
  scope.evaluation.spendOn(result);
  return withRange(scope.notKnown(expression, result), scope.range(expression));
}

/** The result of a function of the scope; undefined for other functions. */
function ownResult(expression: CallExpression, name: string, scope: Scope): Value | undefined {
  if (FUNCTIONS.has(name)) return undefined;
  const args = argumentValues(expression, scope);
  if (!args?.every(whollyKnown)) return args && scope.notKnown(expression);
  return scope.references.ownFunction?.(name, args);
}

/**
 * Whether an expression is a name with attributes, indexes and splats. Source: `isValidTemplateStringExpr` in internal/lang/funcs of
 * hashicorp/terraform.
 */
function isReference(expression: Expression): boolean {
  if (expression.kind === 'name') return true;
  const isPart = expression.kind === 'attribute' || expression.kind === 'index' || expression.kind === 'splat';
  return isPart && isReference(expression.target);
}

function unknownFunction(expression: CallExpression, name: string, scope: Scope): Value {
  const version = scope.references.version?.();
  const names = [...FUNCTIONS.keys(), 'try', 'can', 'convert'].filter(each => {
    const since = functionFeatures.get(each);
    return !since || hasFeature(since, version) !== false;
  });
  const similar = closestName(name, names);
  scope.evaluation.budget.spend(names.length);
  const nameSpan = { start: expression.start, end: expression.nameEnd };
  const message = sentences(
    t('There is no function "{0}".', expression.name),
    similar && t('Did you mean "{0}"?', similar),
  );
  return scope.refuse('KS003', message, nameSpan, similar);
}

/** The evaluated arguments, with the last one expanded if marked so; undefined if they are invalid or unknown. */
function argumentValues(expression: CallExpression, scope: Scope): Value[] | undefined {
  const { evaluation } = scope;
  const before = evaluation.diagnostics.length;
  const expanded = expandedValues(expression, scope);
  if (!expanded) {
    // Then nothing else is evaluated.
    for (const argument of singleArguments(expression)) resolveReferences(argument, scope);
    return undefined;
  }
  const values = singleArguments(expression).map(argument => scope.notKnown(argument, evaluate(argument, scope)));
  if (evaluation.diagnostics.length > before) return undefined;
  append(values, expanded);
  for (const value of values) evaluation.spendOn(value);
  if (!evaluation.budget.isExhausted) return values;
  evaluation.reportExhausted(scope.range(expression));
  return undefined;
}

const singleArguments = ({ args, expand }: CallExpression): readonly Expression[] =>
  expand ? args.slice(0, -1) : args;

/** The elements of the argument that is followed by `...`; undefined if they are invalid or unknown. */
function expandedValues(expression: CallExpression, scope: Scope): readonly Value[] | undefined {
  const argument = expression.args.at(-1);
  if (!expression.expand || !argument) return [];
  const before = scope.evaluation.diagnostics.length;
  const value = evaluate(argument, scope);
  if (scope.evaluation.diagnostics.length > before) return undefined;
  const kind = typeKindOf(value);
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'tuple') {
    return value.elements.map(element => markedLike(element, value));
  }
  if (value.kind === 'null') scope.refuse('KS003', t('The expanded argument is null.'), argument);
  else if (!['any', 'list', 'set', 'tuple'].includes(kind)) {
    scope.refuse('KS003', t('Only a list, set or tuple can be expanded with "...".'), argument);
  }
  return undefined;
}

function call(fn: BuiltInFunction, args: readonly Value[], expression: CallExpression, scope: Scope): Value {
  const { evaluation } = scope;
  const spend = (steps: number): void => {
    if (evaluation.budget.spend(steps)) return;
    evaluation.reportExhausted(scope.range(expression));
    throw new UnknownResultError('the evaluation takes too long');
  };
  try {
    return callFunction(fn, args, {
      files: scope.references.files,
      version: () => scope.references.version?.(),
      renderTemplate: (text, variables, name) => {
        spend(TEMPLATE_STEPS + text.length / TEMPLATE_PER_STEP);
        return renderTemplate(text, variables, name, scope);
      },
      spend,
      functionFailed: (name, error) => scope.references.functionFailed?.(name, error),
    });
  } catch (error) {
    if (error instanceof UnknownResultError) return unknown();
    if (!(error instanceof FunctionError)) throw error;
    const argument = error.argument === undefined ? undefined : expression.args[error.argument];
    return scope.refuse('KS003', callProblem(fn, error).detail, argument ?? expression);
  }
}

/** An argument of `try` or `can`, evaluated with separate diagnostics. */
interface Attempt {
  evaluate(): Value;
  /** Absent for an element of an expanded argument. */
  readonly expression?: Expression;
}

/** Undefined if the arguments are invalid or unknown. */
function attempts(expression: CallExpression, scope: Scope): Attempt[] | undefined {
  const single = singleArguments(expression).map((argument): Attempt => ({
    expression: argument,
    evaluate: () => evaluate(argument, scope),
  }));
  const expanded = expandedValues(expression, scope);
  return expanded && [...single, ...expanded.map(value => ({ evaluate: () => value }))];
}

/** The first argument that evaluates without errors. An unknown argument may still fail, so the result is unknown from there on. */
function evaluateTry(expression: CallExpression, scope: Scope): Value {
  const { evaluation } = scope;
  const candidates = attempts(expression, scope);
  if (!candidates) return scope.notKnown(expression);
  if (candidates.length === 0) return scope.refuse('KS003', t('"try" needs at least one argument.'), expression);
  for (const [index, candidate] of candidates.entries()) {
    const operands = evaluation.operands?.length;
    const { result, diagnostics } = evaluation.collect(() => candidate.evaluate());
    if (diagnostics.length > 0) {
      // It fails whatever only a provider knows.
      if (operands !== undefined) evaluation.operands?.splice(operands);
      continue;
    }
    for (const rest of candidates.slice(index + 1)) if (rest.expression) resolveReferences(rest.expression, scope);
    evaluation.spendOn(result);
    if (!scope.references.tracksContent) return whollyKnown(result) ? result : scope.notKnown(expression);
    return triedContent(result, candidates.slice(index + 1), expression, scope);
  }
  return scope.refuse('KS003', t('All arguments of "try" have errors.'), expression);
}

/** The result of `try` in a forecast: which argument it is may depend on what only a provider knows. */
function triedContent(result: Value, others: readonly Attempt[], expression: CallExpression, scope: Scope): Value {
  const { evaluation } = scope;
  const contained = unknownsIn([result]);
  if (contained.uncertain) return scope.notKnown(expression);
  // Terraform's `try` is unknown if its argument contains something unknown.
  if (contained.pending) return scope.notKnown(expression, pendingValue());
  if (result.kind !== 'unknown') return result;
  for (const other of others) evaluation.operands?.push(evaluation.collect(() => other.evaluate()).result);
  return scope.notKnown(expression, unknown(result.type));
}

/**
 * `convert(value, type)`. The type is a constraint as in a variable, with constant defaults. Source of the rules and messages: makeConvertFunc in
 * internal/lang of opentofu/opentofu, and ext/typeexpr of hashicorp/hcl.
 */
function evaluateConvert(expression: CallExpression, scope: Scope): Value {
  const [argument, constraint, ...rest] = expression.args;
  if (!argument || !constraint || rest.length > 0 || expression.expand) {
    if (argument) resolveReferences(argument, scope);
    return scope.refuse('KS003', t('"convert" needs a value and a type.'), expression);
  }
  const { evaluation } = scope;
  const value = evaluate(argument, scope);
  const type = parseTypeExpression(constraint, given => constantValue(given, scope));
  if (!type || constraint.kind === 'text')
    return scope.refuse(
      'KS003',
      t('The second argument of "convert" must be a type, such as list(string).'),
      constraint,
    );
  if (value.kind === 'unknown')
    return scope.notKnown(expression, { ...unknown(type), ...(value.sensitive && { sensitive: true }) });
  try {
    const converted = convert(value, type);
    evaluation.spendOn(converted);
    return withRange(scope.notKnown(expression, converted), scope.range(expression));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return scope.refuse('KS003', t("This value can't be converted: {0}.", error.message), argument);
  }
}

function constantValue(expression: Expression, { evaluation, item, references }: Scope): Value {
  const nothing: References = {
    files: references.files,
    closed: true,
    withoutFunctions: true,
    attribute: () => undefined,
    moduleOutput: () => undefined,
  };
  return evaluate(expression, new Scope(evaluation, item, nothing));
}

function evaluateCan(expression: CallExpression, scope: Scope): Value {
  const candidates = attempts(expression, scope);
  if (!candidates) return scope.notKnown(expression, unknown(BOOL));
  const [candidate] = candidates;
  if (!candidate || candidates.length !== 1) return scope.refuse('KS003', t('"can" needs one argument.'), expression);
  const { result, diagnostics } = scope.evaluation.collect(() => candidate.evaluate());
  if (diagnostics.length > 0) return withRange(bool(false), scope.range(expression));
  scope.evaluation.spendOn(result);
  return whollyKnown(result)
    ? withRange(bool(true), scope.range(expression))
    : scope.notKnown(expression, unknown(BOOL));
}
