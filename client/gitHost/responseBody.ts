/** Reads the body of a response up to a limit, since a server can send endless data. */

/** Maximum size of a response, in bytes. The largest regular one, a hundred pull requests with long descriptions, has a few MB. */
export const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;

/** Maximum size of an error response, in bytes. The rest is not read. */
export const MAX_ERROR_BYTES = 64 * 1024;

/**
 * @param limit in bytes, after decompression.
 * @returns the body. If it is longer, its beginning, with `isCut`; nothing after the limit is read.
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
    // The rest of the response is not needed.
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
