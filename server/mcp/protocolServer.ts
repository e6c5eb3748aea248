/**
 * The Model Context Protocol over standard input and output, by its official SDK. Only `kubestack-language-server mcp` loads this file and
 * the SDK, which are a separate script, `dist/mcp.js`. It handles the protocol, and uses the tools only through {@link ServedTools}.
 */
import { stdin } from 'node:process';
import { PassThrough } from 'node:stream';
import {
  fromJsonSchema,
  McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
  type JsonSchemaType,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';

/** How a call is cancelled, and reports that it is still running. */
export interface CallControl {
  readonly signal: AbortSignal;
  /** Called while the call computes; the client gets a few notifications in a second. */
  readonly progress: () => void;
}

/** The tools and resources as plain data and functions. */
export interface ServedTools {
  readonly version: string;
  readonly instructions: string;
  readonly tools: readonly {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly input: object;
    readonly output: object;
  }[];
  /** Calls a tool. Never rejects. */
  readonly call: (
    name: string,
    input: unknown,
    control: CallControl,
  ) => Promise<{ readonly answer: object } | { readonly error: string }>;
  /** Codes of diagnostics, with their titles. */
  readonly diagnostics: readonly { readonly code: string; readonly title: string }[];
  /** The page that explains a diagnostic; undefined if there is none. */
  readonly diagnosticPage: (code: string) => string | undefined;
  /** Called with errors of the connection. */
  readonly failed: (error: unknown) => void;
}

/** The tools validate their inputs themselves, with messages for agents; tests validate the answers. */
const ANYTHING = {
  getValidator: () => (input: unknown) => ({ valid: true as const, data: input as never, errorMessage: undefined }),
};

const PAGE = 'text/markdown';

/**
 * Serves until the client closes standard input, and answers the calls until then. The transport would drop them when its input ends. The process
 * ends by itself when it has nothing left to do.
 */
export function serveOverStdio(served: ServedTools): void {
  const input = stdin.pipe(new PassThrough(), { end: false });
  serveStdio(() => serverOf(served), { transport: new StdioServerTransport(input), onerror: served.failed });
}

function serverOf(served: ServedTools): McpServer {
  const server = new McpServer(
    { name: 'kubestack', title: 'Kubestack', version: served.version },
    // The lists are constant.
    { instructions: served.instructions, capabilities: { tools: FIXED, resources: FIXED, prompts: FIXED } },
  );
  for (const { name, title, description, input, output } of served.tools)
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: fromJsonSchema(input as JsonSchemaType, ANYTHING),
        outputSchema: fromJsonSchema(output as JsonSchemaType, ANYTHING),
        annotations: {
          title,
          readOnlyHint: true,
          destructiveHint: false,
          idempotentHint: true,
          openWorldHint: false,
        },
      },
      async (given: unknown, { mcpReq }: ServerContext) => {
        const result = await served.call(name, given, controlOf(mcpReq));
        if ('error' in result) return { isError: true, content: [{ type: 'text', text: result.error }] };
        const { answer } = result;
        // Clients without support for structured content pass the text to the model.
        return {
          content: [{ type: 'text', text: JSON.stringify(answer) }],
          structuredContent: { ...answer },
        };
      },
    );
  registerDiagnostics(server, served);
  server.registerPrompt(
    'work_with_kubestack',
    {
      title: 'Work with Kubestack platforms',
      description: 'Explains the rules of Kubestack platforms and which tool to call before and after an edit.',
    },
    () => ({ messages: [{ role: 'user', content: { type: 'text', text: served.instructions } }] }),
  );
  return server;
}

const FIXED = { listChanged: false };
const PROGRESS_MS = 300;

function controlOf({ signal, notify, _meta: meta }: ServerContext['mcpReq']): CallControl {
  const progressToken = meta?.progressToken;
  let progress = 0;
  let last = performance.now();
  return {
    signal,
    progress: () => {
      if (progressToken === undefined || performance.now() - last < PROGRESS_MS) return;
      last = performance.now();
      const params = { progressToken, progress: ++progress, message: 'Reading the platform' };
      // A client that is gone needs no progress.
      notify({ method: 'notifications/progress', params }).catch(() => undefined);
    },
  };
}

const PREFIX = 'kubestack://diagnostics/';

function registerDiagnostics(server: McpServer, { diagnostics, diagnosticPage }: ServedTools): void {
  server.registerResource(
    'diagnostics',
    new ResourceTemplate(`${PREFIX}{code}`, {
      list: () => ({
        resources: diagnostics.map(({ code, title }) => ({
          uri: PREFIX + code,
          name: code,
          title: `${code}: ${title}`,
          mimeType: PAGE,
        })),
      }),
    }),
    { title: 'Diagnostics', description: 'What a diagnostic means, with examples.', mimeType: PAGE },
    (uri, { code }) => {
      const page = diagnosticPage(String(code));
      if (page === undefined) throw new ResourceNotFoundError(uri.href, `There is no diagnostic ${String(code)}.`);
      return { contents: [{ uri: uri.href, mimeType: PAGE, text: page }] };
    },
  );
}
