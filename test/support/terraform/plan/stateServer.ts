import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server of states: what terraform's `http` backend talks to. One that holds its answers back makes a plan that lasts for as long as
 * a test wants, when the plan reads another state from it.
 */
export class StateServer {
  readonly #waiting: ServerResponse[] = [];
  #hold = false;
  #arrived: () => void = () => undefined;
  #server!: Server;
  /** Settled when a request has arrived that is held back. */
  readonly asked = new Promise<void>(resolve => (this.#arrived = resolve));

  /** @param hold answers wait for `answer`. */
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

  /** Configuration of a root module that plans for as long as the answer is held back. */
  get slowModule(): string {
    const read = (name: string, after: string) =>
      `data "terraform_remote_state" "${name}" {\n  backend = "http"\n  config = {\n    address = "${this.url}${name}"\n  }\n  depends_on = [${after}]\n}\n`;
    return `resource "terraform_data" "a" {}\n${read('first', '')}${read('second', 'data.terraform_remote_state.first')}`;
  }

  /** @returns when a request has arrived that is held back, after this call. */
  askedAgain(): Promise<void> {
    return new Promise(resolve => (this.#arrived = resolve));
  }

  /** Answers what waits, once. */
  answer(): void {
    for (const response of this.#waiting.splice(0)) this.#reply(response);
  }

  /** Answers what waits, and from now on at once. */
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
