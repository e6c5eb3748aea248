/** All measurements of one platform, in the order in which an editor causes them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Method } from '../../server/protocol';
import type { BareParse, BareParseTask } from './bareParse';
import { configurationFiles } from './configurationFiles';
import { distributionOf, median, type Distribution } from './distribution';
import { editedNumber, sharedEdit, type EditedNumber } from './editPlan';
import { EditSession } from './editSession';
import { ServerProcess, type Memory } from './serverProcess';

/** How much is measured. */
export interface Effort {
  /** Fresh processes for each cold measurement; the median counts. */
  readonly coldRuns: number;
  readonly edits: number;
  /** Edits after which memory must be what it was. */
  readonly growthEdits: number;
}

/** Times are milliseconds, memory is bytes. */
export interface PlatformResult {
  readonly name: string;
  readonly bare: BareParse;
  /** From starting the process to the first effective configuration. */
  readonly coldStart: number;
  /** From the answer to `initialize` until every file has been read. */
  readonly coldIndex: number;
  readonly hover: Distribution;
  /** From sending an edit in one module call to the effective configuration that has it. */
  readonly edit: Distribution;
  /** The same for each character of a line that is typed: most of the time the text does not parse. */
  readonly typing: Distribution;
  /** The same for a variable that many module calls refer to, asked for one of their documents. */
  readonly sharedEdit: Distribution;
  /** `kubestack/platforms` after an edit: what the Kubestack view asks for after a pause. */
  readonly platforms: Distribution;
  /** `textDocument/diagnostic` after an edit. */
  readonly diagnostics: Distribution;
  readonly memoryAfterIndex: Memory;
  /** After the platforms and every environment's whole configuration have been asked for. */
  readonly memoryAfterAnswers: Memory;
  readonly memoryBeforeGrowth: Memory;
  readonly memoryAfterGrowth: Memory;
}

/** At most so many documents are open. */
const OPEN_DOCUMENTS = 12;

/** @param folder of the platform; nothing in it is written */
export async function measurePlatform(name: string, folder: string, effort: Effort): Promise<PlatformResult> {
  const files = configurationFiles(folder);
  const documents = spread(
    files.flatMap(file => editedNumber(folder, file) ?? []),
    OPEN_DOCUMENTS,
  );
  const first = documents[0];
  if (!first) throw new Error(`No module call of ${folder} has a number to edit.`);
  const task: BareParseTask = { folder, documents, edits: effort.edits };
  const bare: BareParse[] = [];
  const cold: { start: number; index: number }[] = [];
  for (let run = 0; run < effort.coldRuns; run++) {
    bare.push(await bareParse(task));
    cold.push(await measureCold(folder, first.file));
  }
  return {
    name,
    bare: bare.sort((a, b) => a.parse - b.parse)[bare.length >> 1] as BareParse,
    coldStart: median(cold.map(({ start }) => start)),
    coldIndex: median(cold.map(({ index }) => index)),
    ...(await measureWarm(folder, documents, sharedEdit(folder, files), effort)),
  };
}

async function bareParse(task: BareParseTask): Promise<BareParse> {
  const script = join(__dirname, 'bareParse.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, JSON.stringify(task)]);
  return JSON.parse(stdout) as BareParse;
}

async function measureCold(folder: string, file: string): Promise<{ start: number; index: number }> {
  const begin = performance.now();
  const server = ServerProcess.spawn(folder);
  await server.initialize();
  const initialized = performance.now();
  await server.open(file);
  const { modules } = await server.effectiveConfiguration(file);
  const start = performance.now() - begin;
  if (modules.length === 0) throw new Error(`${file} has no effective configuration.`);
  const index = (await server.whenIndexed()) - initialized;
  await server.stop();
  return { start, index };
}

async function measureWarm(folder: string, documents: readonly EditedNumber[], shared: EditedNumber, effort: Effort) {
  const server = ServerProcess.spawn(folder);
  await server.initialize();
  await server.whenIndexed();
  const memoryAfterIndex = await server.memory();
  const session = await EditSession.open(server, documents, shared);
  const hover = await session.hovers(effort.edits);
  const edit = await session.edits(effort.edits);
  const typing = await session.typing(effort.edits);
  const sharedTimes = await session.sharedEdits(Math.ceil(effort.edits / 3));
  const asked = Math.ceil(effort.edits / 10);
  const platforms = await session.requestsAfterEdits(asked, Method.platforms, () => ({}));
  const diagnostics = await session.requestsAfterEdits(asked, 'textDocument/diagnostic', uri => ({ textDocument: { uri } }));
  await askForEverything(server);
  const memoryAfterAnswers = await server.memory();
  await session.edits(Math.ceil(effort.growthEdits / 10));
  const memoryBeforeGrowth = await server.memory();
  await session.edits(effort.growthEdits);
  const memoryAfterGrowth = await server.memory();
  await server.stop();
  return {
    hover: distributionOf(hover),
    edit: distributionOf(edit),
    typing: distributionOf(typing),
    sharedEdit: distributionOf(sharedTimes),
    platforms: distributionOf(platforms),
    diagnostics: distributionOf(diagnostics),
    memoryAfterIndex,
    memoryAfterAnswers,
    memoryBeforeGrowth,
    memoryAfterGrowth,
  };
}

async function askForEverything(server: ServerProcess): Promise<void> {
  const { platforms } = await server.request<{ platforms: { uri: string; environments: string[] }[] }>(Method.platforms, {});
  for (const { uri, environments } of platforms) {
    for (const environment of environments) await server.request(Method.effectiveDocument, { uri, environment });
  }
}

/** At most `count` of a list, from all over it. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)).slice(0, count);
}
