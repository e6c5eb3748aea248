/**
 * A Git host on this machine: a server that returns the responses of a model, and validates all requests and responses against the Git host's
 * published description.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DescribedApi, DescribedOperation } from './describedApi';

export interface GitHostRequest {
  /** `POST /repos/{owner}/{repo}/pulls` */
  name: string;
  path: Record<string, string>;
  query: URLSearchParams;
  body: Record<string, unknown>;
  authorization: string | undefined;
  accept: string | undefined;
  /** The description's example of a response with this status. */
  example(status: number): Record<string, unknown>;
}

export interface GitHostAnswer {
  status: number;
  body?: unknown;
  /** A file that is sent instead of `body`. In the description, it is a string. */
  bytes?: Uint8Array;
  headers?: Record<string, string>;
}

/** Handlers by name of the operation. */
export type GitHostModel = Record<string, (request: GitHostRequest) => GitHostAnswer>;

/** A simulated failure of one request: an error response, or a problem of the connection. */
export type Accident = GitHostAnswer | 'die' | 'die after' | 'never answer';

export class GitHostServer {
  readonly requests: GitHostRequest[] = [];
  /** Deviations from the description. */
  readonly problems: string[] = [];
  private readonly accidents: { name: RegExp; accident: Accident }[] = [];

  private constructor(
    private readonly server: Server,
    private readonly api: DescribedApi,
    private readonly prefix: string,
    private readonly model: GitHostModel,
    private readonly token: string,
  ) {
    server.on('request', (request, response) => void this.handle(request, response));
  }

  /**
   * @param prefix path of the API, `/api/v4`, if it is not part of the description's paths
   * @param token requests with other tokens are refused
   */
  static async start(api: DescribedApi, prefix: string, model: GitHostModel, token: string): Promise<GitHostServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new GitHostServer(server, api, prefix, model, token);
  }

  /** `http://127.0.0.1:12345` */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests with a matching name fail, one for each of the accidents. */
  happens(name: RegExp, ...accidents: Accident[]): void {
    this.accidents.push(...accidents.map(accident => ({ name, accident })));
  }

  /** Resolves when the server has received a number of requests with a matching name. */
  async asked(name: RegExp, times = 1): Promise<void> {
    while (this.requests.filter(request => name.test(request.name)).length < times)
      await new Promise(resolve => this.server.once('request answered', resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(incoming);
    const url = new URL(incoming.url ?? '/', this.url);
    const method = incoming.method ?? 'GET';
    const path = url.pathname.startsWith(this.prefix) ? url.pathname.slice(this.prefix.length) : url.pathname;
    const found = this.api.find(method, path) ?? this.undescribed(`${method} ${path}`);
    if (!found) {
      this.problems.push(`${method} ${url.pathname} is no operation of the description`);
      return send(response, { status: 404, body: { message: 'Not Found' } });
    }
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
    this.problems.push(...this.api.requestProblems(found, url.searchParams, body));
    const { authorization, accept } = incoming.headers;
    const request: GitHostRequest = {
      name: found.name,
      path: found.path,
      query: url.searchParams,
      body: body ?? {},
      authorization,
      accept,
      example: status => this.api.example(found, status) as Record<string, unknown>,
    };
    this.requests.push(request);
    this.answer(found, request, response);
    this.server.emit('request answered');
  }

  /** GitHub's GraphQL API, which is the only one without a description. */
  private undescribed(name: string): DescribedOperation | undefined {
    return name.endsWith('/graphql') && name in this.model ? { name, path: {} } : undefined;
  }

  private answer(found: DescribedOperation, request: GitHostRequest, response: ServerResponse): void {
    const index = this.accidents.findIndex(({ name }) => name.test(found.name));
    const [planned] = index < 0 ? [] : this.accidents.splice(index, 1);
    const accident = planned?.accident;
    if (accident === 'never answer') return;
    if (accident === 'die') return void response.destroy();
    if (typeof accident === 'object') return send(response, accident);
    const answer = this.answerOf(found, request);
    if (accident === 'die after') return void response.destroy();
    send(response, answer);
  }

  private answerOf(found: DescribedOperation, request: GitHostRequest): GitHostAnswer {
    if (!request.authorization?.endsWith(` ${this.token}`))
      return { status: 401, body: { message: 'Bad credentials' } };
    const answer = this.model[found.name]?.(request) ?? { status: 404, body: { message: 'Not Found' } };
    this.problems.push(...this.api.answerProblems(found, answer.status, answer.bytes ? '' : answer.body));
    return answer;
  }
}

function send(response: ServerResponse, { status, body, bytes, headers }: GitHostAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(bytes ?? (body === undefined ? undefined : JSON.stringify(body)));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
