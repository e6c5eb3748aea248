/**
 * What a built-in function is. The caller (callFunction.ts) checks the number of arguments, converts them to the parameters' types,
 * and answers unknown or null arguments by the parameters' marks, so that `call` sees only what it declared. As in go-cty.
 */
import type { Localizable } from '../../../common/localization';
import type { Program } from '../../../common/program';
import type { Type, Value } from '../model';

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** `call` takes null; otherwise a null argument is an error. */
  readonly allowNull?: boolean;
  /** `call` takes values that are unknown at some depth; otherwise the result of the call is unknown. */
  readonly allowUnknown?: boolean;
}

export interface BuiltInFunction {
  readonly name: string;
  /** One sentence in our own words, in Markdown. */
  readonly description: Localizable;
  readonly parameters: readonly Parameter[];
  /** Takes any number of further arguments. */
  readonly variadic?: Parameter;
  /** Type of the result, given converted arguments some of which are unknown; `any` where it depends on what is unknown. */
  returns(args: readonly Value[]): Type;
  /** The result. Throws {@link FunctionError}. */
  call(args: readonly Value[], context: FunctionContext): Value;
}

/** The world as functions see it: only files inside the workspace, no clock, no environment, no network. */
export interface FunctionContext {
  readonly files: FunctionFiles;
  /** The program that reads the configuration, where that is known. Only asked where it matters: the answer is part of what was looked at. */
  program?(): Program | undefined;
  /** Parses and evaluates template text with these variables; throws {@link FunctionError}. */
  renderTemplate(text: string, variables: ReadonlyMap<string, Value>, name: string): Value;
}

/**
 * Paths are as written in the configuration: relative to the root module's folder, or absolute. All of these throw {@link UnknownResultError}
 * for what is not read: outside the workspace, too large, no regular file.
 */
export interface FunctionFiles {
  /** Bytes of a file, or undefined where there is none. */
  read(path: string): Uint8Array | undefined;
  /** Whether there is a file or folder, links followed. */
  exists(path: string, kind: 'file' | 'folder'): boolean;
  /**
   * The regular files under a folder, relative to it, "/" separated, sorted. Throws {@link UnknownResultError} when there are too many.
   * @param depth 1 for those in the folder itself, 2 for those in its folders too, and so on; Infinity for all
   */
  list(folder: string, depth: number): readonly string[];
  /** Absolute form of a path, for `abspath`. */
  absolute(path: string): string;
}

/** What terraform reports as "Error in function call". */
export class FunctionError extends Error {
  constructor(
    message: string,
    /** Zero-based index of the argument at fault. */
    readonly argument?: number,
  ) {
    super(message);
    this.name = 'FunctionError';
  }
}
