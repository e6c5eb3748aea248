/** Sends all requests for a worst case to the built server, and measures its processor time. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';
import { SERVER_ARGUMENTS } from '../../client/node/serverArguments';
import { messageReader } from '../support/server/messageReader';
import { CAPABILITIES } from '../bench/serverProcess';
import { questionsAbout, type Asked } from './questions';
import type { Files, WorstCase } from './worstCase';

/** Processor time of a request in milliseconds. */
export interface Cost {
  readonly request: string;
  /** The longest time in which no other request was answered. */
  readonly longest: number;
  readonly total: number;
  /** Length of the response in characters; undefined after a timeout. */
  readonly answer: number | undefined;
}

/** Responses of stretchProbe.cjs. */
interface Probed {
  readonly begin: { readonly longest: number; readonly total: number };
  readonly end: Probed['begin'];
  readonly used: { readonly used: number };
}

/** A server that uses less processor time than this between two samples is idle, in milliseconds. */
const IDLE = 5;
/** Timeout of a request in milliseconds. */
const TIMEOUT = Number(process.env['WORST_CASE_PATIENCE'] ?? 30_000);
/** After this number of timeouts, no further requests are sent. */
const MAX_UNANSWERED = 4;

export function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The cost of each request for the input, including the start and the background work. */
export async function measure(server: string, folder: string, input: WorstCase, size: number): Promise<Cost[]> {
  const files = input.files(size);
  writeFiles(folder, files);
  const open = input.open ?? 'main.tf';
  const text = files[open] ?? '';
  const uri = pathToFileURL(join(folder, open)).href;
  const costs: Cost[] = [];
  let measured = new MeasuredServer(server, folder);
  const start = async (): Promise<boolean> => {
    const answered = await measured.cost('start', p => p.start());
    costs.push(answered);
    if (answered.answer === undefined) return false;
    const opened = await measured.cost('open', p => p.open(uri, text));
    costs.push(opened);
    const idle = await measured.cost('checks', p => p.whenIdle());
    costs.push(idle);
    return opened.answer !== undefined && idle.answer !== undefined;
  };
  try {
    let isServing = await start();
    const known = costs.length;
    const queue: Asked[] = [...questionsAbout(uri, pathToFileURL(folder).href, text)];
    let unanswered = 0;
    for (let asked = queue.shift(); asked && isServing && unanswered < MAX_UNANSWERED; asked = queue.shift()) {
      const { label, follow } = asked;
      let answer: unknown;
      const cost = await measured.cost(label, async p => (answer = await p.ask(asked)));
      costs.push(cost);
      if (cost.answer === undefined) {
        unanswered++;
        // The other requests are sent to a new server, whose start was already measured.
        measured.end();
        measured = new MeasuredServer(server, folder);
        const before = costs.length;
        isServing = await start();
        costs.length = before;
      } else if (follow) queue.unshift(...follow(answer));
    }
    void known;
  } finally {
    measured.end();
  }
  return costs;
}

class MeasuredServer {
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private indexed!: () => void;
  private readonly whenIndexed = new Promise<void>(resolve => (this.indexed = resolve));

  constructor(
    server: string,
    private readonly folder: string,
  ) {
    const probes = ['--require', join(__dirname, 'stretchProbe.cjs')];
    this.child = spawn(process.execPath, [...SERVER_ARGUMENTS, ...probes, server, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    const { stdin, stdout } = this.child;
    if (!stdin || !stdout) throw new Error('The server has no pipes.');
    this.connection = createMessageConnection(messageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.connection.onNotification('kubestack/platformsChanged', () => this.indexed());
    this.connection.onError(() => {});
    this.connection.listen();
  }

  /** The server's cost of some work, up to the timeout. */
  async cost(request: string, work: (server: this) => Promise<unknown>): Promise<Cost> {
    await this.probe('begin');
    const answer = await inTime(work(this).catch((error: unknown) => String(error)));
    if (!answer) return { request, longest: Infinity, total: Infinity, answer: undefined };
    const { longest, total } = await this.probe('end');
    return { request, longest, total, answer: JSON.stringify(answer.result ?? null).length };
  }

  async start(): Promise<void> {
    const uri = pathToFileURL(this.folder).href;
    await this.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'worst' }],
      capabilities: CAPABILITIES,
      initializationOptions: {
        commands: ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments'],
        platformsChanged: true,
      },
    });
    await this.connection.sendNotification('initialized', {});
    await this.whenIndexed;
  }

  async open(uri: string, text: string): Promise<void> {
    const languageId = uri.endsWith('.tfvars') ? 'terraform-vars' : 'terraform';
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    // A response means that the document has been processed.
    await this.connection.sendRequest('textDocument/foldingRange', { textDocument: { uri: `${uri}.none` } });
  }

  async ask({ method, parameters, before }: Asked): Promise<unknown> {
    if (before) await this.connection.sendNotification(before.method, before.parameters as object);
    return this.connection.sendRequest(method, parameters as object);
  }

  /** Waits until the server is idle, also on a busy machine. */
  async whenIdle(): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, 250));
    let before = -Infinity;
    for (let turns = 0; turns < 2;) {
      const { used } = await this.probe('used');
      turns = used - before < IDLE ? turns + 1 : 0;
      before = used;
      await new Promise(resolve => setTimeout(resolve, 60));
    }
  }

  end(): void {
    this.child.kill('SIGKILL');
    this.connection.dispose();
  }

  private async probe<Q extends keyof Probed>(question: Q): Promise<Probed[Q]> {
    const answer = once(this.child, 'message');
    this.child.send(question);
    const [probed] = (await answer) as [Probed[Q]];
    return probed;
  }
}

async function inTime<T>(work: Promise<T>): Promise<{ result: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => (timer = setTimeout(() => resolve(undefined), TIMEOUT)));
  const done = await Promise.race([work.then(result => ({ result })), late]);
  clearTimeout(timer);
  return done;
}
