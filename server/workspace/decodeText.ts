/** Decodes bytes of a file. */
import { t } from '../../common/localization';

// By default, a decoder removes a byte order mark.
const strict = new TextDecoder('utf-8', { fatal: true });
const lenient = new TextDecoder('utf-8');

/**
 * The text and its encoding problems; binary files have no text. The text has no byte order mark: editors hide it, and positions in the first line
 * don't count it.
 */
export function decodeText(bytes: Uint8Array): { text: string; problem?: string } {
  if (bytes.subarray(0, 8192).includes(0)) return { text: '', problem: t('This file is not text.') };
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { text: lenient.decode(bytes), problem: t('This file is not encoded as UTF-8, which Terraform requires.') };
  }
}
