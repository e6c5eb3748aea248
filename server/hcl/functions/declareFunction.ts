/** How the files of this folder declare built-in functions. */
import type { Localizable } from '../../../common/localization';
import type { Type, Value } from '../model';
import type { BuiltInFunction, FunctionContext, Parameter } from './function';

/** A parameter with what go-cty's function specifications say beyond {@link Parameter}. */
export interface DeclaredParameter extends Parameter {
  /** `call` takes sensitive values and marks its result itself; otherwise any sensitive argument makes the result sensitive. */
  readonly allowSensitive?: boolean;
  /** `returns` and `call` take values of unknown type; otherwise the result is then unknown and of unknown type. */
  readonly allowAny?: boolean;
}

/** A built-in function with what go-cty's function specifications say beyond {@link BuiltInFunction}. */
export interface DeclaredFunction extends BuiltInFunction {
  readonly parameters: readonly DeclaredParameter[];
  readonly variadic?: DeclaredParameter;
  /** The result is never null, so that an unknown result is known not to be null. */
  readonly neverNull: boolean;
}

/** What a declaration says; `returns` may be a constant. */
export interface FunctionDeclaration {
  readonly description: Localizable;
  readonly parameters?: readonly DeclaredParameter[];
  readonly variadic?: DeclaredParameter;
  readonly returns: Type | ((args: readonly Value[]) => Type);
  readonly mayReturnNull?: boolean;
  call(args: readonly Value[], context: FunctionContext): Value;
}

/** What a parameter accepts; see {@link DeclaredParameter}. */
export type Acceptance = Omit<DeclaredParameter, 'name' | 'type'>;

/** A parameter that accepts everything a value can be: null, unknown, of unknown type, sensitive. */
export const ANYTHING: Acceptance = { allowNull: true, allowUnknown: true, allowAny: true, allowSensitive: true };

/** Declares a parameter. */
export function parameter(name: string, type: Type, accepts: Acceptance = {}): DeclaredParameter {
  return { name, type, ...accepts };
}

/** Makes a built-in function from its declaration. */
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
