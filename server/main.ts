/** Entry point of the language server and the command line: parses the arguments and starts one of them. */
import { t } from '../common/localization';
import { setFlagsFromString } from 'node:v8';
import { createConnection as connect, type NetConnectOpts } from 'node:net';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { runCommandLine } from './cli/commandLine';
import { runMcp } from './mcp/mcpCommand';
import { serve } from './lsp/connection';
import { nodeRuntime } from './node/nodeRuntime';
import { CONNECTION_OPTIONS } from './lsp/parameterShapes';
import { waitForOutput } from './scheduling/runCooperatively';
import { printedLines } from './cli/printedText';
import { localeOf, useLanguage } from './language';

/**
 * Growth of the heap before garbage collection, in percent of the used memory. By default, a long-running server would grow to several times this
 * size.
 */
const GARBAGE_PERCENT = 40;
/** Size of a large heap in bytes: more than 2,000 clusters. */
const LARGE_HEAP = 150_000_000;
/** The same as {@link GARBAGE_PERCENT} for a large heap. */
const LARGE_HEAP_GARBAGE_PERCENT = 25;

const args = process.argv.slice(2);
const transport = args.find(arg => /^--(?:stdio$|node-ipc$|pipe(?:=|$)|socket(?:=|$))/.test(arg));

// A plan can be large, and a pipeline's machine small.
if (args[0] === 'plan-report') limitGarbage();
if (args[0] === 'mcp') runProgram(runMcp(args.slice(1), __dirname, process));
else if (transport === undefined) runProgram(runCommandLine(args, __dirname, process));
else if (transport === '--stdio') {
  waitForOutput(() => process.stdout.writableLength > 0);
  serveConnection(createConnection(ProposedFeatures.all, CONNECTION_OPTIONS));
} else if (transport === '--node-ipc') {
  if (process.send) serveConnection(createConnection(ProposedFeatures.all, CONNECTION_OPTIONS));
  else fail(() => t('--node-ipc is for a process that was forked by Node.'));
} else {
  const place = placeOf(transport);
  if (place) serveAt(place, transport);
  else fail(() => t('{0}: write --pipe=NAME or --socket=PORT.', transport));
}

function serveConnection(connection: Connection): void {
  serve(connection, { ...nodeRuntime(__dirname), onRead: limitGarbage, onStarted: saveMemory });
}

/** Makes the collector run more often. The server does this when it has read the workspace: before, nearly all objects stay in use. */
function limitGarbage(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
}

/**
 * For a large workspace, makes the garbage collector move more objects together, so that less memory lies unused between them: at 5,000 clusters,
 * 140 MB of 690 MB. Edits take more processor time with it, so smaller workspaces do without.
 */
function saveMemory(): void {
  if (process.memoryUsage().heapUsed < LARGE_HEAP) return;
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString(`--heap-growing-percent=${LARGE_HEAP_GARBAGE_PERCENT}`);
}

function placeOf(argument: string): NetConnectOpts | undefined {
  const [, name, value = ''] = /^--(pipe|socket)=(.+)$/.exec(argument) ?? [];
  if (name === 'pipe') return { path: value };
  const port = name === 'socket' && /^\d+$/.test(value) ? Number(value) : NaN;
  return port >= 1 && port <= 65_535 ? { host: '127.0.0.1', port } : undefined;
}

/** Connects to the client. If nobody is listening, the server ends. */
function serveAt(place: NetConnectOpts, argument: string): void {
  const socket = connect(place);
  const refused = (error: Error): void =>
    fail(() => t('{0}: no process is listening there ({1}).', argument, error.message));
  socket.once('error', refused);
  socket.once('connect', () => {
    socket.off('error', refused);
    // If the client ends, the connection closes, which ends the process.
    socket.on('error', () => socket.destroy());
    waitForOutput(() => socket.writableLength > 0);
    serveConnection(createConnection(ProposedFeatures.all, socket, socket, CONNECTION_OPTIONS));
  });
}

function runProgram(program: Promise<number | undefined>): void {
  // The reader of the output may close it early.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
  program.then(
    code => {
      if (code !== undefined) process.exitCode = code;
    },
    (error: unknown) =>
      fail(() => t('Something went wrong: {0}', error instanceof Error ? error.message : String(error))),
  );
}

/** Prints the reason in the language of the terminal, and exits with the status for wrong usage. */
function fail(message: () => string): void {
  useLanguage(localeOf(process.env), nodeRuntime(__dirname).readAsset);
  process.stderr.write(printedLines(message().split('\n')));
  process.exitCode = 2;
}
