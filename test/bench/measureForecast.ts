/** Measures forecasts of generated platforms with the framework's own modules: in hovers, in code lenses, and against HEAD. */
import type { Review } from '../../common/review/review';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { changedModules } from '../../client/forecast/changedModules';
import { Method } from '../../common/protocol';
import { generatePlatform } from '../platforms/generate';
import { configurationFiles } from './configurationFiles';
import { distributionOf, timed } from './distribution';
import { sharedEdit } from './editPlan';
import { EditSession } from './editSession';
import { editedDocuments } from './measurePlatform';
import { installModules } from './peer/installedModules';
import { time } from './report';
import { ServerProcess } from './serverProcess';

export const FORECAST_HEADER = [
  '| platform | after an edit | median | p95 | max | answers |',
  '| --- | --- | ---: | ---: | ---: | --- |',
];

interface Effort {
  readonly hovers: number;
  readonly forecasts: number;
}

/**
 * @param server path of the bundle
 * @param clone a clone of the framework
 * @returns rows of a Markdown table, after each platform is measured
 */
export async function* forecastRows(
  server: string,
  clone: string,
  sizes: readonly number[],
  effort: Effort,
): AsyncGenerator<string> {
  for (const clusters of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'kubestack-bench-forecast-'));
    try {
      generatePlatform(folder, clusters);
      installModules(folder, clone);
      yield* await rowsOf(`${clusters} clusters`, { server, folder }, effort);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

async function rowsOf(
  name: string,
  subject: { readonly server: string; readonly folder: string },
  { hovers, forecasts }: Effort,
): Promise<string[]> {
  const { folder } = subject;
  const files = configurationFiles(folder);
  const documents = editedDocuments(folder);
  const committed = new Map(files.map(file => [file, readFileSync(join(folder, file), 'utf8')]));
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.whenIndexed();
  const session = await EditSession.open(server, documents, sharedEdit(folder, files));
  await server.whenIdle();
  const row = (what: string, times: readonly number[], answers: string): string => {
    const { p50, p95, max } = distributionOf(times);
    return `| ${name} | ${what} | ${time(p50)} | ${time(p95)} | ${time(max)} | ${answers} |`;
  };

  const positions = new Map(documents.map(({ file }) => [server.uriOf(file), attributePositions(server.textOf(file))]));
  let asked = 0;
  let replacing = 0;
  const hoverAnywhere = (uri: string): unknown => {
    const all = positions.get(uri)!;
    return { textDocument: { uri }, position: all[asked++ % all.length] };
  };
  const count = (answer: unknown): void => void (replacing += JSON.stringify(answer).includes('replaces') ? 1 : 0);
  // Warms up the process, so that frequently used code is compiled.
  await session.requestsAfterEdits(hovers, 'textDocument/hover', hoverAnywhere);
  const hoverTimes = await session.requestsAfterEdits(hovers, 'textDocument/hover', hoverAnywhere, count);

  const lensTimes = documents.map(({ file }) => {
    const text = server.textOf(file);
    const start = performance.now();
    changedModules(text, committed.get(file));
    return performance.now() - start;
  });

  const before = { kind: 'files', files: Object.fromEntries(committed) };
  const uri = server.uriOf('').replace(/\/$/, '');
  const question = { uri, before, after: { kind: 'workspace' }, sections: ['forecast'] };
  const first = await timed(() => server.request<Required<Pick<Review, 'forecast'>>>(Method.review, question));
  const forecastTimes = await session.requestsAfterEdits(forecasts, Method.review, () => question);
  await server.stop();
  const changed = Object.values(first.result.forecast.environments).reduce(
    (sum, { resources }) => sum + resources.length,
    0,
  );
  return [
    row('hover of an attribute', hoverTimes, `${replacing} of ${hovers} name a replacement`),
    row('code lens', lensTimes, `${documents.length} documents`),
    row('forecast against HEAD, first', [first.time], `${changed} resources change`),
    row('forecast against HEAD, later', forecastTimes, ''),
  ];
}

/** The first characters of attributes with a value on the same line. */
const attributePositions = (text: string): { line: number; character: number }[] =>
  text.split('\n').flatMap((each, line) => {
    const name = /^ {6,}(?=\w+ += [^{])/.exec(each);
    return name ? [{ line, character: name[0].length }] : [];
  });
