/** Reads the files that functions name. */
import { FunctionError, type FunctionContext } from '../function';
import { cleanPath } from './filePath';
import { MAX_TEXT_LENGTH } from '../limits';
import { UnknownResultError } from '../../../../common/unknownResultError';

/**
 * Rejects paths in home folders.
 * @throws FunctionError for another user's home folder
 * @throws UnknownResultError for the user's own home folder
 */
export function checkNotHome(path: string, prefix = ''): void {
  if (!path.startsWith('~')) return;
  if (path.length > 1 && !/^~[/\\]/.test(path))
    throw new FunctionError(`${prefix}cannot expand user-specific home dir`);
  throw new UnknownResultError('the home folder');
}

/**
 * Reads a file.
 * @param missing creates the error for a missing file
 * @throws UnknownResultError if the file is not available in the editor
 */
export function readFile(path: string, context: FunctionContext, missing: () => FunctionError): Uint8Array {
  checkNotHome(path, 'failed to expand ~: ');
  const clean = cleanPath(path);
  const bytes = context.files.read(clean);
  if (bytes && bytes.length > MAX_TEXT_LENGTH) throw new UnknownResultError(`the file ${clean} is too large`);
  if (bytes) return bytes;
  if (context.files.exists(clean, 'folder')) throw new UnknownResultError(`${clean} is a folder`);
  throw missing();
}
