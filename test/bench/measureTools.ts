/** Measures response times and sizes of the tools for coding agents over stdio. */
import { performance } from 'node:perf_hooks';
import { McpClient } from '../support/server/mcpClient';
import { distributionOf } from './distribution';
import { time } from './report';

/** Typical calls at the start and the end of a task, with narrow queries as the tools' descriptions recommend. */
function callsOn(clusters: readonly string[]): (readonly [string, Readonly<Record<string, unknown>>])[] {
  return clusters.flatMap((module): [string, Readonly<Record<string, unknown>>][] => [
    ['kubestack_get_effective_configuration', { path: '.', module }],
    ['kubestack_get_module_schema', { module: 'aws/cluster' }],
    ['kubestack_check', { path: '.', severity: 'warning' }],
    ['kubestack_find_references', { path: '.', name: module }],
    ['kubestack_describe_platform', { path: '.' }],
  ]);
}

/** @returns rows of a Markdown table. @param folder a platform. @param clusters labels of some of its clusters */
export async function toolRowsOf(name: string, folder: string, clusters: readonly string[]): Promise<string[]> {
  const client = await McpClient.start([folder]);
  try {
    // Warms up the server's caches.
    for (const [tool, input] of callsOn(clusters.slice(0, 1))) await client.answer(tool, input);
    const times = new Map<string, number[]>();
    const sizes: number[] = [];
    for (const [tool, input] of callsOn(clusters)) {
      const start = performance.now();
      const { text } = await client.call(tool, input);
      times.set(tool, [...(times.get(tool) ?? []), performance.now() - start]);
      sizes.push(Buffer.byteLength(text));
    }
    const small = sizes.filter(each => each / 4 < 2_000).length;
    return [...times].map(([tool, each]) => {
      const { p50, p95 } = distributionOf(each);
      return `| ${name} | \`${tool}\` | ${time(p50)} | ${time(p95)} | ${Math.round((100 * small) / sizes.length)} % |`;
    });
  } finally {
    await client.stop();
  }
}

export const TOOL_HEADER = [
  '| platform | tool | median | p95 | answers under 2,000 tokens |',
  '| --- | --- | --- | --- | --- |',
];
