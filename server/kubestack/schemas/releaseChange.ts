/**
 * What changes between two releases of the framework beside the interfaces of its modules: what callers must change, and what is applied differently.
 * The data is `data/releases.json`; `docs/schemas.md` describes its format.
 */
import type { Localizable } from '../../../common/localization';

/**
 * - `code`: the code that calls the module must change.
 * - `destroys`, `replaces`: resources are destroyed, or replaced.
 * - `changes`: resources are created, or changed in place.
 * - `requires`: another version of a provider or program, or a permission.
 */
export type ChangeEffect = 'code' | 'destroys' | 'replaces' | 'changes' | 'requires';

/**
 * Code that a change concerns, which not every platform has.
 * - `overlays`: `manifests/overlays`, which the clusters applied.
 * - `exec`: a provider that authenticates with the command in the kubeconfig.
 * - `kubeconfigOutput`: an output of the root module that contains a kubeconfig.
 */
export type FrameworkUse = 'overlays' | 'exec' | 'kubeconfigOutput';

/** An attribute of an environment has one of the values, written as text; any value if there is no list. */
export interface AttributeCondition {
  readonly attribute: string;
  readonly values?: readonly string[];
}

export interface ReleaseChange {
  /** The first release with the change, or `head`. */
  readonly release: string;
  /** Full id of the commit that makes the change. */
  readonly commit: string;
  /** Paths of the modules. */
  readonly modules: readonly string[];
  readonly effect: ChangeEffect;
  /** One or two sentences. */
  readonly summary: Localizable;
  /** What to do, one sentence. */
  readonly action?: Localizable;
  /** Whether *Set Framework Version* changes the code so that nothing is left to do. */
  readonly settled?: true;
  readonly uses?: FrameworkUse;
  /** The change concerns only environments with this value, and without that of `unless`. */
  readonly if?: AttributeCondition;
  readonly unless?: AttributeCondition;
  /** A release that must be applied before this one. */
  readonly applyFirst?: string;
  /** The release that takes the change back. */
  readonly until?: string;
  /** Removed inputs and attributes → their new names; null if they have none. */
  readonly inputs?: Readonly<Record<string, string | null>>;
  readonly attributes?: Readonly<Record<string, string | null>>;
}

export interface ReleaseChangeJson extends Omit<ReleaseChange, 'summary' | 'action'> {
  readonly summary: string;
  readonly action?: string;
}

export const releaseChange = ({ summary, action, ...change }: ReleaseChangeJson): ReleaseChange => ({
  ...change,
  summary: { message: summary, values: [] },
  ...(action === undefined ? {} : { action: { message: action, values: [] } }),
});

/** The value of an attribute in an environment as text; null if it is not set, undefined if it is unknown. */
export type AttributeText = (attribute: string) => string | null | undefined;

/** Whether a change concerns an environment. Unknown values count as concerned. */
export const concerns = (change: ReleaseChange, valueOf: AttributeText): boolean =>
  (change.if === undefined || fulfils(change.if, valueOf) !== false) &&
  (change.unless === undefined || fulfils(change.unless, valueOf) !== true);

function fulfils({ attribute, values }: AttributeCondition, valueOf: AttributeText): boolean | undefined {
  const value = valueOf(attribute);
  if (value === undefined) return undefined;
  return value !== null && (values?.includes(value) ?? true);
}
