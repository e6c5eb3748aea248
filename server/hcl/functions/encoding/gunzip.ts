/** Decompression, bounded: a small text can stand for gigabytes. */
import { gunzipSync } from 'node:zlib';
import { FunctionError } from '../function';
import { MAX_TEXT_LENGTH } from '../limits';
import { UnknownResultError } from '../../unknownResultError';

/**
 * The bytes that were compressed.
 *
 * @throws FunctionError for what is not gzip
 * @throws UnknownResultError for more than one function call may build
 */
export function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_TEXT_LENGTH });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new UnknownResultError(`the result would have more than ${MAX_TEXT_LENGTH} bytes`);
    throw new FunctionError('failed to gunzip bytestream: the data is not in gzip format, or not all of it is there');
  }
}
