/** The official MCP client, connected to the built server over stdio. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { serverBundle } from './languageServer';

/** The supported protocol revisions: the handshakes of 2025 and of 2026. */
export const ERAS = ['legacy', { pin: '2026-07-28' }] as const;

export interface ToolResult {
  readonly isError: boolean;
  readonly text: string;
  /** Undefined for errors. */
  readonly answer: Readonly<Record<string, unknown>> | undefined;
}

export class McpClient {
  private constructor(
    readonly client: Client,
    private readonly transport: StdioClientTransport,
  ) {}

  /** @param roots absolute paths. @param environment variables of the server, besides the usual ones. @param server script. @param options of `mcp` */
  static async start(
    roots: readonly string[],
    era: (typeof ERAS)[number] = ERAS[1],
    environment: Readonly<Record<string, string>> = {},
    nodeArguments: readonly string[] = [],
    server = serverBundle,
    options: readonly string[] = [],
  ): Promise<McpClient> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [...nodeArguments, server, 'mcp', ...roots.flatMap(root => ['--root', root]), ...options],
      env: { ...(process.env as Record<string, string>), ...environment },
      stderr: 'inherit',
    });
    const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: era } });
    await client.connect(transport);
    return new McpClient(client, transport);
  }

  async call(name: string, input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    const { isError = false, content, structuredContent } = await this.client.callTool({ name, arguments: input });
    const [first] = content;
    return {
      isError,
      text: first?.type === 'text' ? first.text : '',
      answer: structuredContent as Readonly<Record<string, unknown>> | undefined,
    };
  }

  /** The result of a call that must succeed. */
  async answer(name: string, input: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const result = await this.call(name, input);
    if (result.isError || !result.answer) throw new Error(`${name}: ${result.text}`);
    return result.answer;
  }

  /** The entries of all pages of a list. */
  async all(name: string, input: Readonly<Record<string, unknown>>, list: string): Promise<unknown[]> {
    const found: unknown[] = [];
    for (let cursor: unknown; ;) {
      const answer = await this.answer(name, cursor === undefined ? input : { ...input, cursor });
      found.push(...((answer[list] ?? []) as unknown[]));
      if (answer.truncated !== true) return found;
      cursor = answer.next_cursor;
    }
  }

  async stop(): Promise<void> {
    await this.client.close();
    await this.transport.close();
  }
}
