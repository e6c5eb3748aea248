/** Reads the body of a response as far as it may go: a Git host, or whoever answers in its place, may send without end. */

/** The longest answer of a Git host that we ask for has some MB: a hundred pull requests with long descriptions. In bytes. */
export const LONGEST_ANSWER = 16 * 1024 * 1024;

/** What explains a refusal is short; what follows is not read. In bytes. */
export const LONGEST_REFUSAL = 64 * 1024;

/**
 * @param limit in bytes, of what is left after decompression.
 * @returns the body; its beginning, and `isCut`, where it is longer. Nothing after the limit is read.
 */
export async function readBody(response: Response, limit: number): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    const rest = limit - size;
    chunks.push(part.value.subarray(0, rest));
    size += Math.min(part.value.length, rest);
    if (part.value.length <= rest) continue;
    // It has nothing more to say to us.
    await reader?.cancel().catch(() => undefined);
    return { bytes: joined(chunks, size), isCut: true };
  }
  return { bytes: joined(chunks, size), isCut: false };
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
