// A provider with one resource that always differs from the state: `drifting_thing { name = "…" }`. Terraform's built-in resources can't drift,
// since they exist only in the state. Implements the used part of the plugin protocol 5 over HTTP/2.
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { field, fieldsOf, reply } from './pluginProtocol';

/** Name of the thing, outside of terraform. */
export const driftedName = 'changed by hand';

/** Needs a module with `required_providers { drifting = { source = "kubestack.test/test/drifting" } }`. */
export class DriftingProvider {
  readonly #server: Http2Server = createServer();
  /** Result of reading the resource. */
  name: string | undefined;

  static async start(): Promise<DriftingProvider> {
    const provider = new DriftingProvider();
    // Errors are ignored, since terraform ends without closing its connections.
    provider.#server.on('session', session => session.on('error', () => undefined));
    provider.#server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      const method = String(headers[':path']).split('/').pop() ?? '';
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => reply(stream, provider.#answer(method, Buffer.concat(chunks).subarray(5))));
    });
    await new Promise<void>(resolve => provider.#server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  /** Value of `TF_REATTACH_PROVIDERS`, so that terraform uses this running provider. */
  get reattach(): string {
    const address = { Network: 'tcp', String: `127.0.0.1:${(this.#server.address() as AddressInfo).port}` };
    const server = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
    return JSON.stringify({ 'kubestack.test/test/drifting': server });
  }

  async stop(): Promise<void> {
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** @returns undefined for unimplemented methods. Numbers are field numbers in the protocol's definition. */
  #answer(method: string, request: Buffer): Buffer | undefined {
    switch (method) {
      case 'GetSchema':
        return Buffer.concat([
          field(1, field(2, Buffer.alloc(0))),
          field(
            2,
            Buffer.concat([field(1, Buffer.from('drifting_thing')), field(2, field(2, field(2, nameAttribute)))]),
          ),
        ]);
      case 'PrepareProviderConfig':
        return field(1, fieldsOf(request).get(1) ?? Buffer.alloc(0));
      case 'UpgradeResourceState':
        return field(1, field(2, fieldsOf(fieldsOf(request).get(3) ?? Buffer.alloc(0)).get(1) ?? Buffer.alloc(0)));
      case 'ReadResource': {
        const cached = fieldsOf(request).get(2) ?? Buffer.alloc(0);
        return field(1, this.name === undefined ? cached : field(2, Buffer.from(JSON.stringify({ name: this.name }))));
      }
      case 'PlanResourceChange':
      case 'ApplyResourceChange':
        return field(1, fieldsOf(request).get(3) ?? Buffer.alloc(0));
      case 'Configure':
      case 'ValidateResourceTypeConfig':
      case 'Stop':
        return Buffer.alloc(0);
      default:
        return undefined;
    }
  }
}

const nameAttribute = Buffer.concat([
  field(1, Buffer.from('name')),
  field(2, Buffer.from('"string"')),
  Buffer.from([5 << 3, 1]),
]);
