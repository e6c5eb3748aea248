import { Scheme } from '../core/ids';
import { withoutTrailing } from '../../common/withoutTrailing';

/** The content of a document with manifests. */
export interface ManifestsTarget {
  /** Folder of the platform. */
  platform: string;
  environment: string;
  /** Label of the service's module block; undefined for all services of the environment. */
  module?: string;
  /** A commit; undefined for the current files. */
  revision?: string;
  /** Omits remarks that differ between environments regardless of the content. */
  forComparison?: boolean;
}

interface UriParts {
  scheme: string;
  path: string;
  query: string;
}

/** @returns a URI whose last segment is the tab's title: `ops manifests (platform).yaml` */
export function manifestsUri(target: ManifestsTarget, folderPath: string): UriParts {
  const folder = withoutTrailing(folderPath, '/');
  const name = folder.split('/').pop() ?? '';
  const what = [target.environment, target.revision?.slice(0, 8), target.module ?? 'manifests'];
  const title = what.filter(part => part !== undefined).join(' ');
  const shown = title.toWellFormed().replace(/[\\/]/g, '-');
  return { scheme: Scheme.manifests, path: `${folder}/${shown} (${name}).yaml`, query: JSON.stringify(target) };
}
