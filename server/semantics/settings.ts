/** The server's settings; section `kubestack`. */
import { isRecord } from '../../common/isRecord';
import { setOwnProperty } from '../../common/ownProperty';

export type CheckLevel = 'error' | 'warning' | 'information' | 'hint' | 'off';
const LEVELS: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];

export interface Settings {
  /** Promotion order of environments; derived if empty. */
  readonly environments: readonly string[];
  /** Levels by diagnostic code, if they differ from the default. */
  readonly checks: Readonly<Record<string, CheckLevel>>;
  /** Inlay hints with inherited and overridden values. */
  readonly inlayHints: boolean;
  /** Code lenses above modules. */
  readonly codeLens: boolean;
  /** The main branch; derived if it is not set. */
  readonly mainBranch?: string;
  /** Pattern of deploy tags; derived if it is not set. */
  readonly deployTagPattern?: string;
}

export const DEFAULT_SETTINGS: Settings = { environments: [], checks: {}, inlayHints: true, codeLens: true };

/** Parses a client's settings; invalid parts are ignored. */
export function readSettings(raw: unknown): Settings {
  const object = isRecord(raw) ? raw : {};
  const environments = Array.isArray(object.environments)
    ? object.environments.filter(each => typeof each === 'string')
    : [];
  const checks: Record<string, CheckLevel> = {};
  for (const [code, level] of Object.entries(isRecord(object.checks) ? object.checks : {})) {
    if (typeof level === 'string' && LEVELS.includes(level)) setOwnProperty(checks, code, level as CheckLevel);
  }
  // Files have names with dots, and LSP nested objects.
  const tag = isRecord(object.deployTag) ? object.deployTag.pattern : object['deployTag.pattern'];
  return {
    ...{ environments, checks, inlayHints: object.inlayHints !== false, codeLens: object.codeLens !== false },
    ...(typeof object.mainBranch === 'string' && object.mainBranch !== '' && { mainBranch: object.mainBranch }),
    ...(typeof tag === 'string' && tag !== '' && { deployTagPattern: tag }),
  };
}
