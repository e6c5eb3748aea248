/** A language server of any implementation over stdio, with the same client for all of them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageWriter,
  type MessageConnection,
  type RegistrationParams,
} from 'vscode-languageserver-protocol/node';
import { messageReader } from '../../support/server/messageReader';
import { applyEdit, positionAt, type PlannedEdit } from '../editPlan';
import { answerHasContent } from './answerContent';
import { CLIENT_CAPABILITIES } from './clientCapabilities';
import { treeUsage, type TreeUsage } from './processTree';
import type { Answered } from './sideBySide';

/** How a server is started. */
export interface ServerCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly initializationOptions: object;
}

/** A server did not respond in time, or has ended. No further requests are sent to it. */
export class NoAnswer extends Error {}

/** Timeout after which a server is killed. */
const TIMEOUT = 5000;
/** Polling interval, and maximum processor time per interval of an idle process, in milliseconds. */
const LOOK = 40;
const REST = 10;

export class LanguageServerProcess {
  /** Methods for which it has announced support. */
  readonly announced = new Set<string>();
  private ended = false;
  private readonly versions = new Map<string, number>();
  private readonly texts = new Map<string, string>();

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    private readonly folder: string,
    private readonly initializationOptions: object,
  ) {
    child.once('exit', () => (this.ended = true));
    // A server that can't be started counts as ended.
    child.once('error', () => (this.ended = true));
    connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
      for (const { method } of registrations) this.announced.add(method);
      return null;
    });
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
    connection.onRequest(() => null);
    connection.onNotification(() => {});
    connection.onError(() => {});
    connection.listen();
  }

  /** Starts a server without a folder. */
  static spawn(command: ServerCommand, folder: string): LanguageServerProcess {
    const child = spawn(command.program, command.arguments, { stdio: ['pipe', 'pipe', 'ignore'] });
    const connection = createMessageConnection(messageReader(child.stdout), new StreamMessageWriter(child.stdin));
    return new LanguageServerProcess(child, connection, folder, command.initializationOptions);
  }

  /** Opens the folder. @throws NoAnswer after a timeout in milliseconds */
  async initialize(limit: number): Promise<void> {
    const uri = pathToFileURL(this.folder).href;
    const { capabilities } = await this.within(
      limit,
      this.connection
        .sendRequest<{ capabilities: Record<string, unknown> }>('initialize', {
          processId: process.pid,
          rootUri: uri,
          workspaceFolders: [{ uri, name: basename(this.folder) }],
          capabilities: CLIENT_CAPABILITIES,
          initializationOptions: this.initializationOptions,
        })
        .catch(unreachable),
    );
    for (const [name, value] of Object.entries(capabilities)) if (value) this.announced.add(name);
    await this.notify('initialized', {});
  }

  uriOf(file: string): string {
    return pathToFileURL(join(this.folder, file)).href;
  }

  textOf(file: string): string {
    return this.texts.get(file) ?? readFileSync(join(this.folder, file), 'utf8');
  }

  async open(file: string): Promise<void> {
    const text = this.textOf(file);
    this.versions.set(file, 1);
    this.texts.set(file, text);
    await this.notify('textDocument/didOpen', {
      textDocument: { uri: this.uriOf(file), languageId: 'terraform', version: 1, text },
    });
  }

  async edit(file: string, planned: PlannedEdit): Promise<void> {
    const text = this.textOf(file);
    const version = (this.versions.get(file) ?? 0) + 1;
    this.versions.set(file, version);
    this.texts.set(file, applyEdit(text, planned));
    const range = { start: positionAt(text, planned.start), end: positionAt(text, planned.oldEnd) };
    await this.notify('textDocument/didChange', {
      textDocument: { uri: this.uriOf(file), version },
      contentChanges: [{ range, text: planned.inserted }],
    });
  }

  /**
   * Sends a request once. An error counts as a response without content, since terraform-ls responds with an error if there is no definition.
   * @throws NoAnswer after a timeout in milliseconds
   */
  async ask(method: string, parameters: unknown, limit: number): Promise<Answered> {
    const start = performance.now();
    const answer = await this.within(
      limit,
      this.connection.sendRequest<unknown>(method, parameters).catch(() => undefined),
    );
    if (this.ended) throw new NoAnswer('it has ended');
    return { time: performance.now() - start, hasContent: answerHasContent(answer) };
  }

  /** Undefined if the system doesn't provide it, or the process has ended. */
  usage(): TreeUsage | undefined {
    return this.child.pid === undefined ? undefined : treeUsage(this.child.pid);
  }

  /** Resolves when the process is idle, or after a timeout in milliseconds. */
  async whenAtRest(limit: number): Promise<void> {
    const end = performance.now() + limit;
    for (let before = this.usage(); performance.now() < end;) {
      await new Promise(resolve => setTimeout(resolve, LOOK));
      const after = this.usage();
      if (!before || !after || after.processorTime - before.processorTime < REST) return;
      before = after;
    }
  }

  /** Ends the server according to the protocol; kills it if it doesn't respond. */
  async stop(): Promise<void> {
    const exited = new Promise<void>(resolve => this.child.once('exit', () => resolve()));
    if (!this.ended) {
      try {
        await this.within(TIMEOUT, this.connection.sendRequest('shutdown'));
        await this.notify('exit', null);
        await this.within(TIMEOUT, exited);
      } catch {
        if (this.child.kill('SIGKILL')) await exited;
      }
    }
    this.connection.dispose();
  }

  private async notify(method: string, parameters: object | null): Promise<void> {
    if (this.ended) throw new NoAnswer('it has ended');
    await this.connection.sendNotification(method, parameters).catch(unreachable);
  }

  private async within<T>(limit: number, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswer(`no answer within ${Math.round(limit / 1000)} s`)), limit);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The result of every message to a server that has ended. */
function unreachable(error: unknown): never {
  throw new NoAnswer(`it cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
}
