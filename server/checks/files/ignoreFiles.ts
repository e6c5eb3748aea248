/** Reads the `.gitignore` files of a platform. */
import { shellGlob } from '../../../common/regex/shellGlob';
import { matches } from '../../../common/regex/pattern';
import type { TextFile } from '../../workspace/textFiles';
import { parentOf, relativePath } from '../../workspace/uri';
import type { CheckContext } from '../engine/checkContext';
import { perContext } from '../engine/perContext';
import { foldersOfRepository } from '../platform/repositoryFolders';

/**
 * The `.gitignore` files from the platform's folder to the root of the repository. `isKnown` is false if the root is outside the workspace, where no
 * files are read.
 */
export function ignoreFiles(context: CheckContext): { files: TextFile[]; isRepository: boolean; isKnown: boolean } {
  const { folders, isRepository, isKnown } = foldersOfRepository(context);
  const files = folders.flatMap(folder => context.file(`${folder}/.gitignore`) ?? []);
  if (isRepository || !isKnown) return { files, isRepository, isKnown };
  return { files: files.filter(file => file.uri === context.uri('.gitignore')), isRepository, isKnown };
}

/** Longer patterns are ignored, and so are those after the limit. */
const MAX_PATTERN = 200;
const MAX_PATTERNS = 1000;

/** A line of a `.gitignore` file. */
interface IgnorePattern {
  readonly isIncluded: boolean;
  /** The folder of the file. */
  readonly folder: string;
  readonly isMatch: (path: string) => boolean;
}

const patterns = perContext(function* (context): Generator<undefined, readonly IgnorePattern[]> {
  const found: IgnorePattern[] = [];
  // The patterns of the folder that is closest to a file count most.
  for (const { uri, text } of [...ignoreFiles(context).files].reverse()) {
    yield;
    for (const line of text.split(/\r?\n/)) {
      const pattern = found.length < MAX_PATTERNS ? readPattern(line.trimEnd(), parentOf(uri)) : undefined;
      if (pattern) found.push(pattern);
    }
  }
  return found;
});

function readPattern(line: string, folder: string): IgnorePattern | undefined {
  if (line === '' || line.startsWith('#') || line.length > MAX_PATTERN) return undefined;
  const isIncluded = line.startsWith('!');
  const written = line.slice(isIncluded ? 1 : 0).replace(/\/$/, '');
  const isAnchored = written.replace(/^\*\*\//, '').includes('/');
  const glob = shellGlob(written.replace(/^\*\*\//, '').replace(/^\//, ''));
  if (!glob) return undefined;
  const isMatch = (path: string): boolean => {
    const steps = path.split('/');
    const whole = steps.map((_, index) => steps.slice(0, index + 1).join('/'));
    return (isAnchored ? whole : steps).some(each => matches(glob, each) === true);
  };
  return { isIncluded, folder, isMatch };
}

/** Whether a `.gitignore` file of the platform or of a folder around it makes Git ignore a file. */
export function isIgnored(context: CheckContext, uri: string): boolean {
  const deciding = patterns(context).findLast(({ folder, isMatch }) => {
    const path = relativePath(folder, uri);
    return path !== undefined && isMatch(path);
  });
  return deciding !== undefined && !deciding.isIncluded;
}
