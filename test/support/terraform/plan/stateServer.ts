import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server for Terraform's `http` backend. It can delay its responses, so that a plan that reads another state from it takes as long as a test
 * needs.
 */
export class StateServer {
  readonly #waiting: ServerResponse[] = [];
  #hold = false;
  #arrived: () => void = () => undefined;
  #server!: Server;
  /** Resolves when a delayed request has arrived. */
  readonly asked = new Promise<void>(resolve => (this.#arrived = resolve));

  /** @param hold whether responses wait for `answer` */
  static async start(hold = false): Promise<StateServer> {
    const states = new StateServer();
    states.#hold = hold;
    states.#server = createServer((_request, response) => {
      if (!states.#hold) return states.#reply(response);
      states.#waiting.push(response);
      states.#arrived();
    });
    await new Promise<void>(resolve => states.#server.listen(0, '127.0.0.1', resolve));
    return states;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Configuration of a root module whose plan waits for the response. */
  get slowModule(): string {
    const read = (name: string, after: string) =>
      `data "terraform_remote_state" "${name}" {\n  backend = "http"\n  config = {\n    address = "${this.url}${name}"\n  }\n  depends_on = [${after}]\n}\n`;
    return `resource "terraform_data" "a" {}\n${read('first', '')}${read('second', 'data.terraform_remote_state.first')}`;
  }

  /** Resolves when a delayed request has arrived after this call. */
  askedAgain(): Promise<void> {
    return new Promise(resolve => (this.#arrived = resolve));
  }

  /** Responds to the pending requests. */
  answer(): void {
    for (const response of this.#waiting.splice(0)) this.#reply(response);
  }

  /** Responds to the pending requests, and to later requests without delay. */
  release(): void {
    this.#hold = false;
    this.answer();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  #reply(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"version":4,"terraform_version":"1.1.0","serial":1,"lineage":"a","outputs":{},"resources":[]}');
  }
}
