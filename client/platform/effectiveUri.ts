import { Scheme } from '../core/ids';
import { withoutTrailing } from '../../common/withoutTrailing';

/** The effective configuration that a document shows. */
export interface EffectiveTarget {
  /** Folder of the platform. */
  platform: string;
  environment: string;
  /** Omits remarks that differ between environments regardless of the configuration. */
  forComparison?: boolean;
}

/** The parts of a URI, decoded. */
export interface UriParts {
  scheme: string;
  path: string;
  query: string;
}

/**
 * @param target what to show.
 * @param folderPath path of the platform's folder; it is part of the URI, so that VS Code can distinguish tabs with the same name.
 * @returns a URI whose last segment is the tab's title, e.g. `ops (platform).tf`; the extension determines the language.
 */
export function effectiveUri(target: EffectiveTarget, folderPath: string): UriParts {
  const folder = withoutTrailing(folderPath, '/');
  const name = folder.split('/').pop() ?? '';
  // An environment can be any string that HCL accepts as a key. A path separator in it would shorten the title.
  const title = `${target.environment.toWellFormed().replace(/[\\/]/g, '-')} (${name}).tf`;
  return { scheme: Scheme.effective, path: `${folder}/${title}`, query: JSON.stringify(target) };
}

/** @returns the decoded parts; undefined for other URIs. */
export function effectiveTarget(uri: UriParts): EffectiveTarget | undefined {
  if (uri.scheme !== Scheme.effective) return undefined;
  try {
    const { platform, environment, forComparison } = JSON.parse(uri.query) as Partial<EffectiveTarget>;
    if (typeof platform !== 'string' || typeof environment !== 'string') return undefined;
    return forComparison === true ? { platform, environment, forComparison } : { platform, environment };
  } catch {
    return undefined;
  }
}
