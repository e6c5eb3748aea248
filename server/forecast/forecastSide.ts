/** One side of a forecast, and what prevents its answers. */
import type { SourceRange, Value } from '../hcl/model';
import type { ModuleInstance } from '../kubestack/modules/moduleInstance';
import type { ModuleTree } from '../kubestack/modules/moduleTree';
import type { PlatformModel } from '../kubestack/platform/platformModel';

/** One side of a forecast. */
export interface ForecastSide {
  readonly model: PlatformModel;
  readonly root: ModuleInstance;
  /** The folder of a call whose module is not in the workspace; undefined if it isn't on this machine. */
  readonly folderOf: (source: string) => { readonly tree: ModuleTree; readonly uri: string } | undefined;
  /** Only the resources of this call of the root module, with another value of one of its arguments. */
  readonly only?: { readonly call: string; readonly argument?: (name: string, value: Value) => Value };
  /** Folder that paths in messages are relative to; without it, that of the root module. */
  readonly top?: string;
  /** Most steps of evaluating one environment. */
  readonly maxSteps?: number;
}

/**
 * - `unknown`: a value is known only to an apply, or to the provider.
 * - `skipped`: a part of the configuration was not read or not evaluated.
 * - `missing`: a module isn't on this machine. The message is its address.
 * - `invalid`: Terraform refuses the configuration.
 */
export type ProblemKind = 'unknown' | 'skipped' | 'missing' | 'invalid';

/** The name of the call of the root module that contains something; empty for the root module itself. */
export type PartOwner = string;
export const ROOT_OWNER: PartOwner = '';

/** @param module path of a module from the root module */
export const ownerOf = ([first]: readonly { readonly name: string }[]): PartOwner => first?.name ?? ROOT_OWNER;

/** Something that prevents an answer. */
export interface ForecastProblem {
  readonly message: string;
  readonly range?: SourceRange | undefined;
}
