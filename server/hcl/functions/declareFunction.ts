/** Declares built-in functions. */
import type { Localizable } from '../../../common/localization';
import type { Type, Value } from '../model';
import type { BuiltInFunction, FunctionContext, Parameter } from './function';

/** A parameter with the additional properties of go-cty's function specifications. */
export interface DeclaredParameter extends Parameter {
  /** Whether `call` accepts sensitive values and marks its result itself. Otherwise, any sensitive argument makes the result sensitive. */
  readonly allowSensitive?: boolean;
  /** Whether `returns` and `call` accept values of unknown type. Otherwise, the result is unknown and of unknown type. */
  readonly allowAny?: boolean;
}

/** A built-in function with the additional properties of go-cty's function specifications. */
export interface DeclaredFunction extends BuiltInFunction {
  readonly parameters: readonly DeclaredParameter[];
  readonly variadic?: DeclaredParameter;
  /** Whether the result is never null, so an unknown result is known not to be null. */
  readonly neverNull: boolean;
}

/** The declaration of a function. `returns` may be a constant. */
export interface FunctionDeclaration {
  readonly description: Localizable;
  readonly parameters?: readonly DeclaredParameter[];
  readonly variadic?: DeclaredParameter;
  readonly returns: Type | ((args: readonly Value[]) => Type);
  readonly mayReturnNull?: boolean;
  call(args: readonly Value[], context: FunctionContext): Value;
}

/** The values that a parameter accepts, see {@link DeclaredParameter}. */
export type Acceptance = Omit<DeclaredParameter, 'name' | 'type'>;

/** For a parameter that accepts null, unknown values, values of unknown type and sensitive values. */
export const ANYTHING: Acceptance = { allowNull: true, allowUnknown: true, allowAny: true, allowSensitive: true };

/** Declares a parameter. */
export function parameter(name: string, type: Type, accepts: Acceptance = {}): DeclaredParameter {
  return { name, type, ...accepts };
}

/** Creates a built-in function from its declaration. */
export function declareFunction(name: string, declaration: FunctionDeclaration): DeclaredFunction {
  const { returns } = declaration;
  return {
    name,
    description: declaration.description,
    parameters: declaration.parameters ?? [],
    ...(declaration.variadic ? { variadic: declaration.variadic } : {}),
    neverNull: !declaration.mayReturnNull,
    returns: typeof returns === 'function' ? returns : () => returns,
    call: (args, context) => declaration.call(args, context),
  };
}
