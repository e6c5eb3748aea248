/** The language server in Node.js: connects to its client as an argument says, and sets how memory is used. */
import { setFlagsFromString } from 'node:v8';
import { createConnection as connect, type NetConnectOpts } from 'node:net';
import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { t } from '../../common/localization';
import { forecasterIn } from '../forecast/forecaster';
import { registerDriftHandlers } from '../lsp/handlers/driftHandlers';
import { registerRulesHandlers } from '../lsp/handlers/rulesHandlers';
import { registerToolHandlers } from '../lsp/handlers/toolHandlers';
import { serve, type RegisterMore } from '../lsp/connection';
import { CONNECTION_OPTIONS } from '../lsp/parameterShapes';
import { storeCompiledCode } from './compiledCode';
import { limitGarbage } from './garbage';
import { nodeRuntime } from '../node/nodeRuntime';
import { waitForOutput } from '../scheduling/runCooperatively';

/** Size of a large heap in bytes: more than 2,000 clusters. */
const LARGE_HEAP = 150_000_000;
/** The same as `GARBAGE_PERCENT` of garbage.ts, for a large heap. */
const LARGE_HEAP_GARBAGE_PERCENT = 25;

/** Prints a reason and sets the exit status. */
type Fail = (message: () => string) => void;

/**
 * Serves until the client ends the connection.
 *
 * @param transport the argument that names the connection, for example `--stdio`
 * @param assets folder with the assets
 * @param fail reports that there is no connection
 */
export function serveOver(transport: string, assets: string, fail: Fail): void {
  const runtime = nodeRuntime(assets);
  const forecaster = forecasterIn(runtime.readAsset);
  const registerMore: RegisterMore = (context, roots) => {
    registerDriftHandlers(context);
    registerRulesHandlers(context, forecaster);
    registerToolHandlers(context, { ...runtime, forecaster }, roots);
  };
  const serveConnection = (connection: Connection): void =>
    serve(connection, { ...runtime, forecaster, onRead, onStarted: saveMemory }, registerMore);
  if (transport === '--stdio') {
    waitForOutput(() => process.stdout.writableLength > 0);
    serveConnection(createConnection(ProposedFeatures.all, CONNECTION_OPTIONS));
  } else if (transport === '--node-ipc') {
    if (process.send) serveConnection(createConnection(ProposedFeatures.all, CONNECTION_OPTIONS));
    else fail(() => t('--node-ipc is for a process that was forked by Node.'));
  } else {
    const address = addressOf(transport);
    if (address) serveAt(address, transport, serveConnection, fail);
    else fail(() => t('{0}: write --pipe=NAME or --socket=PORT.', transport));
  }
}

function onRead(): void {
  void storeCompiledCode();
  limitGarbage();
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

function addressOf(argument: string): NetConnectOpts | undefined {
  const [, name, value = ''] = /^--(pipe|socket)=(.+)$/.exec(argument) ?? [];
  if (name === 'pipe') return { path: value };
  const port = name === 'socket' && /^\d+$/.test(value) ? Number(value) : NaN;
  return port >= 1 && port <= 65_535 ? { host: '127.0.0.1', port } : undefined;
}

/** Connects to the client. If nobody is listening, the server ends. */
function serveAt(
  address: NetConnectOpts,
  argument: string,
  serveConnection: (connection: Connection) => void,
  fail: Fail,
): void {
  const socket = connect(address);
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
