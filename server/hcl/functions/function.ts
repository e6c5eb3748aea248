/**
 * Interfaces of built-in functions. callFunction.ts checks the number of arguments, converts them to the parameters' types, and handles unknown and
 * null arguments that a parameter does not allow, as go-cty does.
 */
import { ExpectedError } from '../../../common/expectedError';
import type { Localizable } from '../../../common/localization';
import type { ProgramVersion } from '../../../common/programVersion';
import type { Type, Value } from '../model';

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** Whether `call` accepts null. Otherwise, a null argument is an error. */
  readonly allowNull?: boolean;
  /** Whether `call` accepts values that are unknown at any depth. Otherwise, the result is unknown. */
  readonly allowUnknown?: boolean;
}

export interface BuiltInFunction {
  readonly name: string;
  /** One sentence in Markdown. */
  readonly description: Localizable;
  readonly parameters: readonly Parameter[];
  /** Type of further arguments, if the function takes any number of them. */
  readonly variadic?: Parameter;
  /**
   * The type of the result; `any` if it depends on unknown values.
   * @param args converted, some may be unknown
   */
  returns(args: readonly Value[]): Type;
  /** Computes the result. Throws {@link FunctionError}. */
  call(args: readonly Value[], context: FunctionContext): Value;
}

/** The environment of functions: only files inside the workspace; no time, environment variables or network. */
export interface FunctionContext {
  readonly files: FunctionFiles;
  /**
   * The program that reads the configuration, and its versions; undefined if nothing is known of them. Call it only if the result depends on it, since
   * it becomes a dependency of the result.
   */
  version?(): ProgramVersion | undefined;
  /** Parses and evaluates a template with these variables. Throws {@link FunctionError}. */
  renderTemplate(text: string, variables: ReadonlyMap<string, Value>, name: string): Value;
  /**
   * Counts work that the sizes of the arguments and the result don't show, such as parsing a text or comparing file names. Throws
   * {@link UnknownResultError} if the evaluation takes too long.
   */
  readonly spend: (steps: number) => void;
  /** Called if a function throws anything else than its documented errors. Its result is then unknown. */
  functionFailed?(name: string, error: unknown): void;
}

/**
 * Reads files. Paths are absolute, or relative to the root module's folder. All methods throw {@link UnknownResultError} for files outside the
 * workspace, large files, and files that are not regular.
 */
export interface FunctionFiles {
  /** The bytes of a file; undefined if it does not exist. */
  read(path: string): Uint8Array | undefined;
  /** Whether a file or folder exists. Follows symbolic links. */
  exists(path: string, kind: 'file' | 'folder'): boolean;
  /**
   * The sorted paths of the regular files below a folder, relative to it, with "/" separators. Throws {@link UnknownResultError} if there are too
   * many.
   * @param depth 1 for files in the folder, 2 to include its subfolders, and so on; Infinity for all
   */
  list(folder: string, depth: number): readonly string[];
  /** The absolute path, for `abspath`. */
  absolute(path: string): string;
}

/** Terraform's "Error in function call". */
export class FunctionError extends ExpectedError {
  override readonly name: string = 'FunctionError';

  constructor(
    message: string,
    /** Zero-based index of the argument with the problem. */
    readonly argument?: number,
  ) {
    super(message);
  }
}
