// Stand-ins for the providers of a platform, so that init, validate and plan need no registry and no network, with real provider blocks and
// `providers` maps. They have no resources; tests use them for provider configurations, aliases and references.
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { field, fieldsOf, reply } from './plan/pluginProtocol';

const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  'kbst/kustomization': ['kubeconfig_raw', 'kubeconfig_path'],
  'hashicorp/aws': ['region'],
  'hashicorp/kubernetes': ['host', 'cluster_ca_certificate', 'token', 'client_certificate', 'client_key'],
  'hashicorp/google': ['project', 'region'],
  'hashicorp/azurerm': ['subscription_id'],
  'hashicorp/azuread': [],
  'scaleway/scaleway': ['organization_id', 'project_id', 'region'],
};

const REGISTRIES = ['registry.terraform.io', 'registry.opentofu.org'];

export class StandInProviders {
  readonly #servers: Http2Server[] = [];
  readonly #reattach: Record<string, unknown> = {};

  static async start(): Promise<StandInProviders> {
    const providers = new StandInProviders();
    for (const [name, attributes] of Object.entries(ATTRIBUTES)) await providers.#serve(name, attributes);
    return providers;
  }

  /** Value of `TF_REATTACH_PROVIDERS`. */
  get reattach(): string {
    return JSON.stringify(this.#reattach);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#servers.map(server => new Promise(resolve => server.close(resolve))));
  }

  async #serve(name: string, attributes: readonly string[]): Promise<void> {
    const server = createServer();
    this.#servers.push(server);
    // Terraform closes the connection when it ends.
    server.on('session', session => session.on('error', () => session.destroy()));
    server.on('stream', (stream, headers) => {
      stream.on('error', () => stream.destroy());
      const method = String(headers[':path']).split('/').pop() ?? '';
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => reply(stream, answer(method, Buffer.concat(chunks).subarray(5), name, attributes)));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = { Network: 'tcp', String: `127.0.0.1:${(server.address() as AddressInfo).port}` };
    const served = { Protocol: 'grpc', ProtocolVersion: 5, Pid: process.pid, Test: true, Addr: address };
    // For a source without a registry, Terraform and OpenTofu each use their own.
    for (const registry of REGISTRIES) this.#reattach[`${registry}/${name}`] = served;
  }
}

/** Numbers are field numbers in the protocol's definition. Undefined for methods that are not used for a provider without resources. */
function answer(method: string, request: Buffer, name: string, attributes: readonly string[]): Buffer | undefined {
  switch (method) {
    case 'GetSchema':
      return field(1, field(2, Buffer.concat([...attributes.map(attribute), ...blocksOf(name)])));
    case 'PrepareProviderConfig':
      return field(1, fieldsOf(request).get(1) ?? Buffer.alloc(0));
    case 'Configure':
    case 'Stop':
      return Buffer.alloc(0);
    default:
      return undefined;
  }
}

/** An optional string. */
const attribute = (name: string): Buffer =>
  field(2, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from('"string"')), number(5, 1)]));

/** Azure's provider requires one block `features {}`. */
const blocksOf = (name: string): Buffer[] =>
  name === 'hashicorp/azurerm'
    ? [
        field(
          3,
          Buffer.concat([
            field(1, Buffer.from('features')),
            field(2, Buffer.alloc(0)),
            number(3, 2),
            number(4, 1),
            number(5, 1),
          ]),
        ),
      ]
    : [];

const number = (id: number, value: number): Buffer => Buffer.from([id << 3, value]);
