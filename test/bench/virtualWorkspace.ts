// Measures how soon the server in a browser knows a workspace whose file operations have the latency of a network.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Method } from '../../common/protocol';
import { generatePlatform } from '../platforms/generate';
import { WorkerServer } from '../support/browser/workerServer';
import { configurationFiles } from './configurationFiles';

/** Duration of each operation in milliseconds. */
const LATENCY = 50;
/** Number of clusters → time limit in seconds. */
const LIMITS: readonly (readonly [number, number])[] = [
  [10, 2],
  [1000, 10],
];

export interface VirtualStart {
  readonly clusters: number;
  readonly files: number;
  readonly operations: number;
  /** From the start of the worker to the first response with all platforms. */
  readonly seconds: number;
  readonly limit: number;
}

export async function measureVirtualStart(clusters: number, limit: number): Promise<VirtualStart> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestack-virtual-'));
  try {
    generatePlatform(folder, clusters);
    const files = Object.fromEntries(
      configurationFiles(folder).map(path => [`platform/${path}`, readFileSync(join(folder, path), 'utf8')]),
    );
    const begun = performance.now();
    const server = await WorkerServer.start({ files, latency: LATENCY });
    await server.connection.sendRequest(Method.platforms, null);
    const seconds = (performance.now() - begun) / 1000;
    const { operations } = server;
    await server.stop();
    return { clusters, files: Object.keys(files).length, operations, seconds, limit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function measureVirtualStarts(): Promise<VirtualStart[]> {
  const starts: VirtualStart[] = [];
  for (const [clusters, limit] of LIMITS) starts.push(await measureVirtualStart(clusters, limit));
  return starts;
}

/** The table in docs/benchmarks.md. */
export const virtualStartTable = (starts: readonly VirtualStart[]): string =>
  [
    `| files through the client, ${LATENCY} ms each operation | files | operations | until platforms are known | at most |`,
    '| --- | --- | --- | --- | --- |',
    ...starts.map(
      ({ clusters, files, operations, seconds, limit }) =>
        `| ${clusters} clusters | ${files} | ${operations} | ${seconds.toFixed(1)} s | ${limit} s |`,
    ),
  ].join('\n');
