/**
 * Runs the language server from its sources in the test's own process, with a real connection. It starts fast, but only the process itself can stop
 * its computations.
 */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-languageserver-protocol/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../server/lsp/connection';
import { nodeRuntime } from '../../server/node/nodeRuntime';
import { CONNECTION_OPTIONS } from '../../server/lsp/parameterShapes';

/** A client with all capabilities, which pulls diagnostics, including those of closed files. */
const CAPABILITIES = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
  textDocument: {
    diagnostic: {},
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown'], insertReplaceSupport: true },
    },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    },
  },
};

export const COMMANDS = ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments', 'kubestack.plan'];

export class InProcessServer {
  /** Errors that the server has logged, each of which is a defect. */
  readonly failures: string[] = [];
  /** Response to `workspace/configuration`. */
  settings: unknown = {};

  private constructor(private readonly connection: MessageConnection) {}

  /** @param folders absolute paths of the workspace's folders */
  static async start(folders: readonly string[], settings: unknown = {}): Promise<InProcessServer> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const serving = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      CONNECTION_OPTIONS,
    );
    serve(serving, nodeRuntime(assetsFolder()));
    const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    const server = new InProcessServer(connection);
    server.settings = settings;
    server.listen();
    await server.request('initialize', {
      processId: null,
      rootUri: null,
      capabilities: CAPABILITIES,
      workspaceFolders: folders.map(folder => ({ uri: pathToFileURL(folder).href, name: folder })),
      initializationOptions: { commands: COMMANDS, foldedMarkdown: true },
    });
    await server.notify('initialized', {});
    return server;
  }

  private listen(): void {
    const { connection } = this;
    connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    connection.onRequest((_method: string) => null);
    connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
      if (type === 1) this.failures.push(message);
    });
    connection.listen();
  }

  request<T = unknown>(method: string, parameters: object): Promise<T> {
    return this.connection.sendRequest<T>(method, parameters);
  }

  notify(method: string, parameters: object): Promise<void> {
    return this.connection.sendNotification(method, parameters);
  }

  /** Ends the server and all of its pending work. */
  async dispose(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    this.connection.dispose();
  }
}

/** A folder like a build's `dist`, without the bundles. */
export function assetsFolder(): string {
  const root = resolve(__dirname, '../..');
  const folder = join(root, 'out/test/assets');
  const { resolve: find } = createRequire(__filename);
  const assets = {
    'web-tree-sitter.wasm': join(dirname(find('web-tree-sitter')), 'web-tree-sitter.wasm'),
    'tree-sitter-hcl.wasm': find('@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm'),
    data: join(root, 'data'),
    snippets: join(root, 'snippets'),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, target] of Object.entries(assets)) {
    if (existsSync(join(folder, name))) continue;
    try {
      symlinkSync(target, join(folder, name));
    } catch {
      // Another process has created it in the meantime.
    }
  }
  return folder;
}
