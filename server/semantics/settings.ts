/** The settings that the server acts on; section `kubestack`. */

export type CheckLevel = 'error' | 'warning' | 'information' | 'hint' | 'off';
const LEVELS: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];

export interface Settings {
  /** Promotion order of environments; empty where it is derived. */
  readonly environments: readonly string[];
  /** Diagnostic code → level, where it is not the default. */
  readonly checks: Readonly<Record<string, CheckLevel>>;
  /** What environments inherit, and what overrides replace, shown in the text. */
  readonly inlayHints: boolean;
  /** Commands above modules. */
  readonly codeLens: boolean;
}

export const DEFAULT_SETTINGS: Settings = { environments: [], checks: {}, inlayHints: true, codeLens: true };

/** Reads whatever a client sent as settings; parts that make no sense count as not set. */
export function readSettings(raw: unknown): Settings {
  const object = isRecord(raw) ? raw : {};
  const environments = Array.isArray(object.environments)
    ? object.environments.filter(each => typeof each === 'string')
    : [];
  const checks: Record<string, CheckLevel> = {};
  for (const [code, level] of Object.entries(isRecord(object.checks) ? object.checks : {})) {
    if (typeof level === 'string' && LEVELS.includes(level)) checks[code] = level as CheckLevel;
  }
  return { environments, checks, inlayHints: object.inlayHints !== false, codeLens: object.codeLens !== false };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
