/** A forecast as data: the resources that a change creates, updates, replaces or destroys in each environment, see docs/forecast.md. */
import { ownProperty } from '../ownProperty';

/** Most important first. */
export const FORECAST_ACTIONS = ['replace', 'destroy', 'unknown', 'create', 'update'] as const;
export type ForecastAction = (typeof FORECAST_ACTIONS)[number];

export interface ForecastLocation {
  readonly uri: string;
  /** Zero-based. */
  readonly line: number;
}

export interface ForecastReason {
  /** Names of arguments and blocks, and zero-based indexes of blocks. */
  readonly argument: readonly (string | number)[];
  /** Missing if it is not set, or not known. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Set if a value has a part that is known only after an apply, or only to the provider. */
  readonly beforeUnknown?: true;
  readonly afterUnknown?: true;
  /** What is known about such a value: its start and end with … between them, and the attribute of the resource or data source that it comes from. */
  readonly beforePart?: string;
  readonly afterPart?: string;
  readonly beforeSource?: string;
  readonly afterSource?: string;
  /** Set if a value is sensitive: it is not part of the forecast. */
  readonly sensitive?: true;
  readonly effect: 'replace' | 'update' | 'unknown';
  /** Set for an unknown effect that may be a replacement. */
  readonly mayReplace?: true;
  /** The code that has the new value, or else the old one. */
  readonly location?: ForecastLocation;
}

export interface ForecastResource {
  readonly address: string;
  readonly type: string;
  readonly action: ForecastAction;
  /** Set for an unknown action that is an update or none. */
  readonly atMost?: 'update';
  readonly previousAddress?: string;
  readonly reasons: readonly ForecastReason[];
  /** Why the action is unknown, or what else causes it. */
  readonly note?: string;
  /** The address of its module in the root module; empty for resources of the root module. */
  readonly module: string;
  /** The folder of its platform, if there are several. */
  readonly platform?: string;
}

/** Kinds of notes for coding agents: the lists `cannotPlan`, `fails`, `hidden`, `providers` and `unknown` of an environment. */
export const NOTE_KINDS = ['plan_fails', 'apply_fails', 'hidden_effect', 'provider_change', 'unknown'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

export interface ForecastNote {
  readonly message: string;
  readonly location?: ForecastLocation;
}

export interface ForecastEnvironment {
  /** Without those that don't change. */
  readonly resources: readonly ForecastResource[];
  /** Why parts are unknown. */
  readonly unknown?: readonly string[];
  /** What makes a plan fail. */
  readonly cannotPlan?: readonly ForecastNote[];
  /** What makes an apply fail although the plan succeeds. */
  readonly fails?: readonly ForecastNote[];
  /** Effects that no plan shows. */
  readonly hidden?: readonly ForecastNote[];
  /** What other major versions of providers change beside. */
  readonly providers?: readonly ForecastNote[];
}

export interface Forecast {
  /** In promotion order. */
  readonly environments: Readonly<Record<string, ForecastEnvironment>>;
  /** Versions of the framework whose modules decide what changes and are not on this machine. */
  readonly missingVersions?: readonly string[];
  /** The addresses of calls whose module isn't on this machine: what changes in them is unknown. */
  readonly missingModules?: readonly string[];
  /** What was not read or evaluated, and why: whether anything in it changes is unknown. */
  readonly skipped?: readonly string[];
}

/** Whether a forecast has read everything that an environment depends on, so that resources that it doesn't list don't change. */
export function isWhollyRead(forecast: Forecast, environment: string): boolean {
  const { environments, missingVersions = [], missingModules = [], skipped = [] } = forecast;
  const { unknown = [] } = ownProperty(environments, environment) ?? {};
  return [missingVersions, missingModules, skipped, unknown].every(reasons => reasons.length === 0);
}
