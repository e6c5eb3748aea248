/** Decodes bytes of a file. */
import { t } from '../../common/localization';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text and its encoding problems; binary files have no text. A byte order mark is kept, since offsets count it. */
export function decodeText(bytes: Uint8Array): { text: string; problem?: string } {
  if (bytes.subarray(0, 8192).includes(0)) return { text: '', problem: t('This file is not text.') };
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { text: lenient.decode(bytes), problem: t('This file is not encoded as UTF-8, which Terraform requires.') };
  }
}
