import { relativePath } from '../workspace/uri';
import { parentOf } from '../workspace/uri';

/** The relative path from a folder to any file, "/" separated and decoded; it may begin with `../`. */
export function pathFrom(folder: string, uri: string): string {
  let steps = '';
  for (let at = folder; at !== '' && at !== parentOf(at); at = parentOf(at)) {
    const below = relativePath(at, uri);
    if (below !== undefined) return below === '.' ? steps || '.' : steps + below;
    steps += '../';
  }
  return uri;
}
