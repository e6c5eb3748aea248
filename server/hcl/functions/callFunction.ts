/**
 * Calls built-in functions: checks the number of arguments, converts them to parameter types, and handles null, unknown and sensitive arguments.
 * Source of the rules: HCL's function call expressions and go-cty's `function.Call`.
 */
import { ConversionError, convert } from '../conversion/convert';
import { withoutSensitivity } from '../values/sensitivity';
import { ANY } from '../types/type';
import { containsSensitive, typeKindOf, unknown } from '../values/value';
import type { DeclaredFunction, DeclaredParameter } from './declareFunction';
import { FunctionError, type BuiltInFunction, type FunctionContext } from './function';
import { addFunctionMark } from './functionMark';
import { UnavailableFileError, UnknownResultError } from '../../../common/unknownResultError';
import type { Value } from '../model';

/** An error message in Terraform's words. */
export interface CallProblem {
  readonly summary: string;
  readonly detail: string;
}

/** Thrown if a call has too few or too many arguments. */
class ArgumentCountError extends FunctionError {
  override readonly name = 'ArgumentCountError';

  constructor(
    readonly problem: CallProblem,
    argument?: number,
  ) {
    super(problem.detail, argument);
  }
}

/**
 * The error of a call with this number of arguments; undefined if the number is right. `argument` is the zero-based index of the first additional
 * argument.
 */
function argumentCountError(fn: BuiltInFunction, count: number): ArgumentCountError | undefined {
  const wanted = fn.parameters.length;
  const missing = fn.parameters[count];
  if (missing) {
    const atLeast = fn.variadic ? ' at least' : '';
    const detail = `Function "${fn.name}" expects${atLeast} ${wanted} argument(s). Missing value for "${missing.name}".`;
    return new ArgumentCountError({ summary: 'Not enough function arguments', detail });
  }
  if (count > wanted && !fn.variadic) {
    const detail = `Function "${fn.name}" expects only ${wanted} argument(s).`;
    return new ArgumentCountError({ summary: 'Too many function arguments', detail }, wanted);
  }
  return undefined;
}

/** Messages about templates are sentences already. */
const sentence = (message: string): string => (/[.?…]$/.test(message) ? message : `${message}.`);

/** Terraform's message for an error that a call has thrown. */
export function callProblem(fn: BuiltInFunction, error: FunctionError): CallProblem {
  if (error instanceof ArgumentCountError) return error.problem;
  const parameter = error.argument === undefined ? undefined : parameterAt(fn, error.argument);
  if (parameter) {
    const detail = `Invalid value for "${parameter.name}" parameter: ${sentence(error.message)}`;
    return { summary: 'Invalid function argument', detail };
  }
  const detail = `Call to function "${fn.name}" failed: ${sentence(error.message)}`;
  return { summary: 'Error in function call', detail };
}

/**
 * Calls a function. The result is unknown if a required argument is unknown, and sensitive if an argument is sensitive. It is also unknown if the
 * function has an unexpected error, so that a defect of one function doesn't end the evaluation of a whole platform.
 * @param args before conversion
 * @throws FunctionError, UnknownResultError or UnavailableFileError
 */
export function callFunction(fn: BuiltInFunction, args: readonly Value[], context: FunctionContext): Value {
  try {
    return resultOf(fn, args, context);
  } catch (error) {
    if ([FunctionError, UnknownResultError, UnavailableFileError].some(each => error instanceof each)) throw error;
    context.functionFailed?.(fn.name, error);
    return unknown();
  }
}

function resultOf(fn: BuiltInFunction, args: readonly Value[], context: FunctionContext): Value {
  const countError = argumentCountError(fn, args.length);
  if (countError) throw countError;
  const converted = args.map((arg, index) => convertArgument(fn, arg, index));
  const bare: Value[] = [];
  let sensitive = false;
  let needsUnknown = false;
  let untyped = false;
  for (const [index, arg] of converted.entries()) {
    const parameter = parameterAt(fn, index)!;
    // Like go-cty, don't check the arguments after one of unknown type.
    if (!untyped) {
      if (arg.kind === 'null' && !parameter.allowNull) throw new FunctionError('argument must not be null', index);
      untyped = typeKindOf(arg) === 'any' && !parameter.allowAny;
    }
    if (arg.kind === 'unknown' && !parameter.allowUnknown) needsUnknown = true;
    if (!parameter.allowSensitive && containsSensitive(arg)) {
      sensitive = true;
      bare.push(withoutSensitivity(arg));
    } else {
      bare.push(arg);
    }
  }
  if (untyped) return addFunctionMark(unknown(ANY), sensitive);
  try {
    const type = fn.returns(bare);
    const result = needsUnknown ? unknown(type) : fn.call(bare, context);
    return addFunctionMark(neverNull(fn, result), sensitive);
  } catch (error) {
    if (sensitive && error instanceof FunctionError) throw withoutReason(error);
    throw error;
  }
}

/** Removes the reason from a message, since it may quote a sensitive argument. (Terraform's messages do.) */
function withoutReason(error: FunctionError): FunctionError {
  return new FunctionError('the reason is not shown, because it may contain a sensitive value', error.argument);
}

const isContainer = ({ kind }: Value): boolean => ['list', 'set', 'tuple', 'map', 'object'].includes(kind);

function neverNull(fn: BuiltInFunction, result: Value): Value {
  const declared: Partial<DeclaredFunction> = fn;
  if (!declared.neverNull || result.kind !== 'unknown' || result.type.kind === 'any') return result;
  return { ...result, notNull: true };
}

function parameterAt(fn: BuiltInFunction, index: number): DeclaredParameter | undefined {
  return fn.parameters[index] ?? fn.variadic;
}

function convertArgument(fn: BuiltInFunction, arg: Value, index: number): Value {
  const parameter = parameterAt(fn, index)!;
  if (parameter.type.kind === 'any') return arg;
  try {
    return convert(arg, parameter.type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const problem = new FunctionError(error.message, index);
    // Messages quote the keys that lead to the invalid part.
    throw containsSensitive(arg) && isContainer(arg) ? withoutReason(problem) : problem;
  }
}
