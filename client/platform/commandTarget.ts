import type { Platform } from '../../common/protocol';
import { isWithin } from '../../common/within';

/** The target of a command, as far as its argument specifies it. */
export interface CommandTarget {
  /** Folder of a platform. */
  platform?: string;
  environment?: string;
  /** A position in the source whose effective value is shown. Zero-based. */
  at?: { uri: string; line: number };
}

/**
 * @param argument of the command from VS Code or another extension: an item of the view, `{ platform, environment }`, a URI, or nothing.
 * @returns the recognized parts.
 */
export function commandTarget(argument: unknown): CommandTarget {
  if (argument === null || typeof argument !== 'object') return {};
  const { platform, environment, location } = argument as Record<string, unknown>;
  return {
    ...(typeof platform === 'string' ? { platform } : {}),
    ...(typeof environment === 'string' ? { environment } : {}),
    ...(isLocation(location) ? { at: { uri: location.uri, line: location.range.start.line } } : {}),
  };
}

/** Whether a command names an environment that the platform doesn't have: `Plan ops` for a platform without `ops`. */
export const isWithoutEnvironment = ({ environments }: Platform, { environment }: CommandTarget): boolean =>
  environment !== undefined && !environments.includes(environment);

/**
 * @param platforms all platforms.
 * @param uri a file or folder.
 * @returns the innermost platform that contains it.
 */
export function platformOf(platforms: readonly Platform[], uri: string): Platform | undefined {
  return platforms.filter(platform => isWithin(uri, platform.uri)).sort((a, b) => b.uri.length - a.uri.length)[0];
}

function isLocation(value: unknown): value is { uri: string; range: { start: { line: number } } } {
  if (value === null || typeof value !== 'object') return false;
  const { uri, range } = value as { uri?: unknown; range?: { start?: { line?: unknown } } };
  return typeof uri === 'string' && typeof range?.start?.line === 'number';
}
