// The part of Terraform's plugin protocol 5 (protocol buffers over HTTP/2) that stand-ins need.
import type { ServerHttp2Stream } from 'node:http2';

/** A length-delimited field of protocol buffers. */
export function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([(number << 3) | 2]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

/** The length-delimited fields of a message by number; the last one of repeated fields. */
export const fieldsOf = (message: Buffer): Map<number, Buffer> => new Map(everyField(message));

/** The length-delimited fields of a message in order, with their numbers. */
export function everyField(message: Buffer): [number: number, content: Buffer][] {
  const fields: [number, Buffer][] = [];
  let index = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[index++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (index < message.length) {
    const key = varint();
    const size = varint();
    if ((key & 7) !== 2) continue;
    fields.push([key >> 3, message.subarray(index, index + size)]);
    index += size;
  }
  return fields;
}

export function reply(stream: ServerHttp2Stream, message: Buffer | undefined): void {
  // Terraform also opens streams that it closes without a request.
  if (stream.destroyed) return;
  const status = message ? '0' : '12';
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }));
  if (!message) return void stream.end();
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  stream.end(Buffer.concat([head, message]));
}
