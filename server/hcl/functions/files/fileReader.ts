/** Reading the files that functions name. */
import { FunctionError, type FunctionContext } from '../function';
import { cleanPath } from './filePath';
import { MAX_TEXT_LENGTH } from '../limits';
import { UnknownResultError } from '../../unknownResultError';

/** Refuses paths in the home folder. Throws {@link FunctionError} for another user's, UnknownResultError for one's own. */
export function checkNotHome(path: string, prefix = ''): void {
  if (!path.startsWith('~')) return;
  if (path.length > 1 && !/^~[/\\]/.test(path))
    throw new FunctionError(`${prefix}cannot expand user-specific home dir`);
  throw new UnknownResultError('the home folder');
}

/**
 * The bytes of a file. A missing file is an error, made by `missing`. What `context.files` refuses to read is not known.
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
