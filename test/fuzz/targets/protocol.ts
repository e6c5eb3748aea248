/** Input of the built server: messages with any content, and bytes that are not messages. */
import { REVIEW_SECTIONS } from '../../../common/review/review';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { Method } from '../../../common/protocol';
import { platformFiles } from '../../model/platforms';
import { serverBundle } from '../../support/server/languageServer';
import { TemporaryFolder } from '../../support/server/temporaryFolder';
import type { FuzzSession, FuzzTarget } from '../target';
import { texts } from './corpus';

/** Timeout that is sufficient for a busy machine, in milliseconds. */
const LONGEST_WAIT = 60_000;
/** Maximum growth of the server's memory since the first inputs, in kB. */
const GROWTH = 400_000;
const INPUTS_BEFORE_FIRST_LOOK = 100;

const FOLDER = 'file:///FOLDER';
const HERE = `${FOLDER}/a_cluster.tf`;
const textDocument = { uri: HERE };
const position = { line: 6, character: 4 };
const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
const options = { tabSize: 2, insertSpaces: true };

const NOTIFICATIONS: readonly (readonly [string, object])[] = [
  [
    'textDocument/didOpen',
    {
      textDocument: {
        uri: HERE,
        languageId: 'terraform',
        version: 1,
        text: 'module "a" {\n  source = "./modules/nginx"\n}\n',
      },
    },
  ],
  [
    'textDocument/didChange',
    {
      textDocument: { uri: HERE, version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 8 }, end: { line: 0, character: 9 } }, text: 'b😀' }],
    },
  ],
  ['textDocument/didChange', { textDocument: { uri: HERE, version: 1 }, contentChanges: [{ text: 'locals {\n}\n' }] }],
  ['textDocument/didClose', { textDocument }],
  [
    'workspace/didChangeWatchedFiles',
    {
      changes: [
        { uri: HERE, type: 2 },
        { uri: `${FOLDER}/.terraform`, type: 3 },
      ],
    },
  ],
  ['workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: `${FOLDER}/modules`, name: 'm' }], removed: [] } }],
  ['workspace/didChangeConfiguration', { settings: { kubestack: {} } }],
  ['$/cancelRequest', { id: 7 }],
  ['$/setTrace', { value: 'verbose' }],
  ['$/logTrace', { message: 'm' }],
  ['$/progress', { token: 'unknown', value: { kind: 'end' } }],
  ['initialized', {}],
];

const AT_PLACE = [
  'hover',
  'definition',
  'declaration',
  'typeDefinition',
  'implementation',
  'documentHighlight',
  'completion',
  'signatureHelp',
  'prepareCallHierarchy',
  'prepareRename',
];
const OF_DOCUMENT = ['documentLink', 'documentSymbol', 'foldingRange', 'codeLens', 'semanticTokens/full', 'diagnostic'];

const REQUESTS: readonly (readonly [string, unknown])[] = [
  ...AT_PLACE.map(name => [`textDocument/${name}`, { textDocument, position }] as const),
  ...OF_DOCUMENT.map(name => [`textDocument/${name}`, { textDocument }] as const),
  ['textDocument/references', { textDocument, position, context: { includeDeclaration: true } }],
  ['textDocument/rename', { textDocument, position, newName: 'x' }],
  ['textDocument/selectionRange', { textDocument, positions: [position] }],
  ['textDocument/inlayHint', { textDocument, range }],
  ['textDocument/semanticTokens/full/delta', { textDocument, previousResultId: '1' }],
  ['textDocument/semanticTokens/range', { textDocument, range }],
  ['textDocument/formatting', { textDocument, options }],
  ['textDocument/rangeFormatting', { textDocument, range, options }],
  ['textDocument/onTypeFormatting', { textDocument, position, ch: '\n', options }],
  ['textDocument/codeAction', { textDocument, range, context: { diagnostics: [], only: ['quickfix'] } }],
  [
    'codeAction/resolve',
    { title: 't', data: { source: 'repair', refactoring: 'override', uri: HERE, position, title: 't' } },
  ],
  ['codeLens/resolve', { range, data: { uri: HERE } }],
  ['completionItem/resolve', { label: 'a', data: { uri: HERE } }],
  ['callHierarchy/incomingCalls', { item: { name: 'a', kind: 2, uri: HERE, range, selectionRange: range } }],
  ['callHierarchy/outgoingCalls', { item: { name: 'a', kind: 2, uri: HERE, range, selectionRange: range, data: {} } }],
  ['workspace/symbol', { query: 'e' }],
  [Method.platforms, {}],
  [Method.effectiveConfiguration, { textDocument, module: 'eks_a_eu-west-1' }],
  [Method.effectiveDocument, { uri: FOLDER, environment: 'ops' }],
  [Method.fixAll, { uri: FOLDER, code: 'KS401' }],
  [
    Method.scaffold,
    { uri: FOLDER, kind: 'cluster', answers: { provider: 'eks', region: 'eu-west-2', name_prefix: 'a' } },
  ],
  [Method.scaffold, { uri: FOLDER, kind: 'nodePool', answers: { cluster: 'eks_a_eu-west-1', name: 'b', min_size: 1 } }],
  [
    Method.scaffold,
    { uri: FOLDER, kind: 'platform', answers: { clusters: [{ provider: 'gke', region: 'europe-west1' }] } },
  ],
  [Method.scaffold, { uri: FOLDER, kind: 'renameEnvironment', answers: { environment: 'apps', name: 'x' } }],
  [Method.scaffold, { uri: FOLDER, kind: 'removeCluster', answers: { cluster: 'eks_a_eu-west-1' } }],
  [Method.scaffoldSuggestions, { uri: FOLDER, kind: 'service', answers: { kind: 'helm' } }],
  [
    Method.review,
    {
      uri: FOLDER,
      before: { kind: 'files', files: { 'a.tf': 'locals {}' } },
      after: { kind: 'workspace' },
      sections: REVIEW_SECTIONS,
      environment: 'ops',
      markdown: 'locations',
    },
  ],
  ['nobody/knows', {}],
  ['initialize', { processId: null, rootUri: FOLDER, capabilities: {} }],
];

const messages = (): readonly string[] => [
  ...NOTIFICATIONS.map(([method, params]) => JSON.stringify({ jsonrpc: '2.0', method, params })),
  ...REQUESTS.map(([method, params], id) => JSON.stringify({ jsonrpc: '2.0', id, method, params })),
  '{"jsonrpc":"2.0","id":1,"result":null}',
  '{"jsonrpc":"2.0","id":"x","error":{"code":-1,"message":"m"}}',
  '[]',
  '1',
  'null',
];

const framed = (content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`Content-Length: ${bytes.length}\r\n\r\n`), bytes]);
};

const initialize = (folder: string): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    id: 'initialize',
    method: 'initialize',
    params: {
      processId: null,
      rootUri: folder,
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true } },
        textDocument: { codeAction: { codeActionLiteralSupport: {}, dataSupport: true } },
      },
      workspaceFolders: [{ uri: folder, name: 'w' }],
      initializationOptions: { commands: ['kubestack.plan'], platformsChanged: true },
    },
  });

/** An error in the output channel. Errors of the protocol library about invalid messages are expected. */
const LOGGED_ERROR = /"window\/logMessage","params":\{"type":1,"message":"(?:[^"\\]|\\.)*"/g;

/** The built server as a process, and its input and output. */
class ServerProcess {
  readonly folder = new TemporaryFolder(platformFiles('small'));
  readonly child: ChildProcess = spawn(process.execPath, [serverBundle, '--stdio'], { stdio: 'pipe' });
  /** Null while it runs. */
  end: string | null = null;
  stderr = '';
  /** Errors that it has logged since the last check. */
  logged: string[] = [];
  private output = '';
  private changed = (): void => {};

  constructor() {
    const { child } = this;
    child.stdin!.on('error', () => {});
    child.stdout!.on('data', (chunk: Buffer) => {
      this.output += chunk.toString('latin1');
      this.changed();
    });
    child.stderr!.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    child.once('exit', (code, signal) => {
      this.end = `ended with ${code ?? signal ?? ''}`;
      this.changed();
    });
  }

  write(bytes: Buffer): void {
    if (this.end === null) this.child.stdin!.write(bytes);
  }

  /** Waits until the output contains a text. @throws if the process ends, or the text is not received */
  async precedingText(text: string): Promise<void> {
    await this.until(() => this.output.includes(text) || this.end !== null);
    if (!this.output.includes(text)) throw new Error(`The server ${this.end ?? 'does not answer'}. ${this.stderr}`);
    const precedingText = this.output.slice(0, this.output.indexOf(text));
    this.logged = (precedingText.match(LOGGED_ERROR) ?? []).filter(
      error => !/"Received (?:empty |response )?message/.test(error),
    );
    this.output = this.output.slice(precedingText.length + text.length);
  }

  async until(condition: () => boolean): Promise<void> {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LONGEST_WAIT);
    while (!condition()) await new Promise<void>(resolve => (this.changed = resolve));
    clearTimeout(timer);
  }

  /** Memory in kB; undefined if the system does not provide it. */
  memory(): number | undefined {
    const status = `/proc/${this.child.pid ?? 0}/status`;
    const found = existsSync(status) ? /^VmRSS:\s+(\d+)/m.exec(readFileSync(status, 'utf8')) : null;
    return found ? Number(found[1]) : undefined;
  }

  async close(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.until(() => this.end !== null);
    this.folder.delete();
  }
}

class MessagesSession implements FuzzSession {
  private count = 0;
  private first: number | undefined;

  private constructor(private readonly server: ServerProcess) {}

  static async open(): Promise<MessagesSession> {
    const server = new ServerProcess();
    server.write(framed(initialize(server.folder.uri())));
    await server.precedingText('"initialize"');
    server.write(framed('{"jsonrpc":"2.0","method":"initialized","params":{}}'));
    await server.precedingText('kubestack/platformsChanged');
    return new MessagesSession(server);
  }

  async run(input: Buffer): Promise<void> {
    const { server } = this;
    const text = input.toString('latin1').replaceAll(FOLDER, server.folder.uri());
    for (const line of text.split('\n')) {
      // These inputs end the server, as expected.
      if (/"(?:exit|shutdown)"/.test(line)) continue;
      server.write(framed(Buffer.from(line, 'latin1')));
    }
    const id = `probe ${++this.count}`;
    server.write(framed(JSON.stringify({ jsonrpc: '2.0', id, method: Method.platforms, params: {} })));
    await server.precedingText(`"${id}"`);
    if (server.logged.length > 0) throw new Error(`The server logged an error: ${server.logged[0]}`);
    if (server.stderr !== '') throw new Error(`The server wrote to stderr: ${server.stderr}`);
    this.checkMemory();
  }

  private checkMemory(): void {
    if (this.count % INPUTS_BEFORE_FIRST_LOOK !== 0) return;
    const memory = this.server.memory();
    if (memory === undefined) return;
    this.first ??= memory;
    if (memory > this.first + GROWTH) throw new Error(`growth: from ${this.first} kB to ${memory} kB`);
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

/** A separate server for each input, since a server that has lost the start of a message can't find the next one. */
class FramesSession implements FuzzSession {
  async run(input: Buffer): Promise<void> {
    const server = new ServerProcess();
    try {
      server.write(framed(initialize(server.folder.uri())));
      await server.precedingText('"initialize"');
      server.write(input);
      server.child.stdin!.end();
      await server.until(() => server.end !== null);
      if (!/ended with [01]$/.test(server.end ?? ''))
        throw new Error(`The server ${server.end ?? ''}. ${server.stderr}`);
      if (/\n\s+at /.test(server.stderr)) throw new Error(`The server wrote to stderr: ${server.stderr}`);
    } finally {
      await server.close();
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const WORDS: readonly string[] = [
  ...[
    '"method"',
    '"params"',
    '"id"',
    '"jsonrpc":"2.0"',
    '"textDocument"',
    '"uri"',
    '"position"',
    '"version"',
    '"contentChanges"',
    '"range"',
  ],
  ...[
    `"${FOLDER}/nowhere.tf"`,
    '"untitled:a"',
    '"git:/a.tf?ref"',
    '"%"',
    '2147483647',
    '-1',
    '1e99',
    '0.5',
    '{}',
    '[]',
    'null',
    'true',
  ],
  ...[
    '"textDocument/hover"',
    '"textDocument/didChange"',
    '"$/cancelRequest"',
    '"initialize"',
    '"initialized"',
    '"__proto__"',
  ],
];

export const protocolTargets: readonly FuzzTarget[] = [
  {
    name: 'messages',
    corpus: () => {
      const all = messages();
      return texts(...all, all.join('\n'), all.slice(0, 9).join('\n'), [...all].reverse().slice(0, 30).join('\n'));
    },
    dictionary: WORDS,
    structure: 'json-lines',
    reopenAfter: 1_000,
    open: () => MessagesSession.open(),
  },
  {
    name: 'frames',
    corpus: () => {
      const hover = messages().find(each => each.includes('textDocument/hover')) ?? '';
      return texts(
        framed(hover).toString(),
        `Content-Length: ${hover.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n${hover}`,
        `Content-Length: 99999999999999\r\n\r\n${hover}`,
        `Content-Length: -1\r\n\r\n${hover}`,
        `content-length: ${hover.length}\n\n${hover}`,
        `Content-Type: x\r\n\r\n${hover}`,
        '\r\n\r\n',
      );
    },
    dictionary: [
      'Content-Length: ',
      'Content-Type: ',
      '\r\n',
      '\r\n\r\n',
      '\n',
      ':',
      '0',
      '1',
      '99999999999',
      '; charset=utf-16',
      '\u0000',
      '{"jsonrpc":"2.0"}',
    ],
    open: () => Promise.resolve(new FramesSession()),
  },
];
