/** All measurements of one platform, in the order in which an editor causes them. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { Method, type PlatformsDelta, type ScaffoldResult } from '../../common/protocol';
import type { BareParse, BareParseTask } from './bareParse';
import { configurationFiles } from './configurationFiles';
import { distributionOf, median, timed, type Distribution } from './distribution';
import { editedNumber, sharedEdit, type EditedNumber } from './editPlan';
import { measureFeatures, type FeatureResult } from './featureAnswers';
import { EditSession } from './editSession';
import { ServerProcess, type LongestTurn, type Subject, type Usage } from './serverProcess';

/** Numbers of measurements. */
export interface Effort {
  /** Number of new processes for each cold measurement, of which the median is used. */
  readonly coldRuns: number;
  readonly edits: number;
  /** Number of responses for each feature. */
  readonly answers: number;
  /** Number of edits, after which memory must be unchanged. */
  readonly growthEdits: number;
}

/** Times are milliseconds, memory is bytes. */
export interface PlatformResult extends WarmResult, ColdResult {
  readonly name: string;
  readonly bare: BareParse;
  readonly features: readonly FeatureResult[];
}

export interface ColdResult {
  /** From starting the process to the first effective configuration. */
  readonly coldStart: number;
  /** From starting the process to all platforms, which the Kubestack view shows. */
  readonly coldPlatforms: number;
  readonly coldPlatformsProcessorTime: number;
  /** From `initialize` until every file has been read. */
  readonly coldIndex: number;
  readonly coldIndexProcessorTime: number;
}

export interface WarmResult {
  /** During the first checks of the platform. */
  readonly hover: Distribution;
  /** When the server is idle. */
  readonly restingHover: Distribution;
  /** Of the server during the first checks of the platform, without requests. */
  readonly firstChecks: LongestTurn;
  /** The same while the platform is checked again after edits. */
  readonly laterChecks: LongestTurn;
  /** From sending an edit in one module call to the effective configuration that includes it. */
  readonly edit: Distribution;
  /** The server's average processor time for one such edit and its response. */
  readonly editProcessorTime: number;
  /** The same for each character of a typed line, during which the text mostly does not parse. */
  readonly typing: Distribution;
  /** The same for a variable to which many module calls refer, with the response for one of their documents. */
  readonly sharedEdit: Distribution;
  /** `kubestack/platforms` after an edit, which the Kubestack view requests with a delay. */
  readonly platforms: Distribution;
  /** `textDocument/diagnostic` after an edit, with the immediately available diagnostics. */
  readonly diagnostics: Distribution;
  /** From an edit until all checks of the platform are done and their diagnostics are sent; without {@link firstAllChecks}. */
  readonly allChecks: Distribution;
  /** The same for the first edit, after which the first checks of the platform are still running. */
  readonly firstAllChecks: number;
  /** From requesting an additional environment to the edit of all files. */
  readonly addEnvironment: number;
  readonly addEnvironmentProcessorTime: number;
  readonly afterIndex: Usage;
  /** After all of the above. */
  readonly afterAnswers: Usage;
  /** After requesting the complete configuration of every environment, too. */
  readonly afterEverything: Usage;
  readonly beforeGrowth: Usage;
  readonly afterGrowth: Usage;
}

/** Maximum number of open documents. */
const OPEN_DOCUMENTS = 12;

/** Documents of a folder with a module call that contains a number. @throws Error if there are none */
export function editedDocuments(folder: string): [EditedNumber, ...EditedNumber[]] {
  const [first, ...others] = spread(
    configurationFiles(folder).flatMap(file => editedNumber(folder, file) ?? []),
    OPEN_DOCUMENTS,
  );
  if (!first) throw new Error(`No module call of ${folder} has a number to edit.`);
  return [first, ...others];
}

/** Runs all measurements once. @param name of the result */
export async function measurePlatform(name: string, subject: Subject, effort: Effort): Promise<PlatformResult> {
  const { folder } = subject;
  const files = configurationFiles(folder);
  const documents = editedDocuments(folder);
  const [first] = documents;
  const bare: BareParse[] = [];
  const cold: ColdResult[] = [];
  for (let run = 0; run < effort.coldRuns; run++) {
    bare.push(await bareParse({ folder, documents, edits: effort.edits }));
    cold.push({
      coldStart: await measureColdStart(subject, first.file),
      ...(await measureColdPlatforms(subject, first.file)),
      ...(await measureColdIndex(subject)),
    });
  }
  return {
    name,
    bare: middleOf(bare, ({ parse }) => parse),
    coldStart: median(cold.map(({ coldStart }) => coldStart)),
    coldPlatforms: median(cold.map(({ coldPlatforms }) => coldPlatforms)),
    coldPlatformsProcessorTime: median(cold.map(each => each.coldPlatformsProcessorTime)),
    coldIndex: median(cold.map(({ coldIndex }) => coldIndex)),
    coldIndexProcessorTime: median(cold.map(({ coldIndexProcessorTime }) => coldIndexProcessorTime)),
    features: await measureFeatures(subject, documents, effort.answers),
    ...(await measureWarm(subject, documents, sharedEdit(folder, files), effort)),
  };
}

async function bareParse(task: BareParseTask): Promise<BareParse> {
  const script = join(__dirname, 'bareParse.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, JSON.stringify(task)]);
  return JSON.parse(stdout) as BareParse;
}

async function measureColdStart(subject: Subject, file: string): Promise<number> {
  const begin = performance.now();
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.open(file);
  const { modules } = await server.effectiveConfiguration(file);
  const time = performance.now() - begin;
  await server.stop();
  if (modules.length === 0) throw new Error(`${file} has no effective configuration.`);
  return time;
}

async function measureColdPlatforms(
  subject: Subject,
  file: string,
): Promise<Pick<ColdResult, 'coldPlatforms' | 'coldPlatformsProcessorTime'>> {
  const begin = performance.now();
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.open(file);
  const { platforms } = await server.request<{ platforms: unknown[] }>(Method.platforms, {});
  const coldPlatforms = performance.now() - begin;
  const { processorTime } = await server.usage();
  await server.stop();
  if (platforms.length === 0) throw new Error('There is no platform.');
  return { coldPlatforms, coldPlatformsProcessorTime: processorTime };
}

async function measureColdIndex(subject: Subject): Promise<Pick<ColdResult, 'coldIndex' | 'coldIndexProcessorTime'>> {
  const server = ServerProcess.spawn(subject);
  // This response means that the process is running; starting it is not measured.
  const before = await server.usage();
  const begin = performance.now();
  await server.initialize();
  const coldIndex = (await server.whenIndexed()) - begin;
  const after = await server.usage();
  await server.stop();
  return { coldIndex, coldIndexProcessorTime: after.processorTime - before.processorTime };
}

async function measureWarm(
  subject: Subject,
  documents: readonly EditedNumber[],
  shared: EditedNumber,
  effort: Effort,
): Promise<WarmResult> {
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.whenIndexed();
  const afterIndex = await server.usage('collected');
  const session = await EditSession.open(server, documents, shared);
  const hover = distributionOf(await session.hovers(effort.edits));
  await server.whenIdle();
  const restingHover = distributionOf(await session.hovers(effort.edits));
  // Warms up the process, so that frequently used code is compiled.
  await session.edits(effort.edits);
  const beforeEdits = await server.usage();
  const edit = distributionOf(await session.edits(effort.edits));
  const afterEdits = await server.usage();
  const answers = await measureOtherAnswers(session, effort);
  const laterChecks = await server.longestTurn(() => session.checkedEdits(Math.ceil(effort.edits / 10)));
  const afterAnswers = await server.usage('collected');
  const added = await measureAddEnvironment(server, session, effort.coldRuns);
  await askForEverything(server);
  const afterEverything = await server.usage('collected');
  await session.edits(Math.ceil(effort.growthEdits / 10));
  const beforeGrowth = await server.usage('collected');
  await session.edits(effort.growthEdits);
  const afterGrowth = await server.usage('collected');
  await server.stop();
  const editProcessorTime = (afterEdits.processorTime - beforeEdits.processorTime) / effort.edits;
  return {
    hover,
    restingHover,
    firstChecks: await measureFirstChecks(subject, documents[0]!.file),
    laterChecks,
    edit,
    editProcessorTime,
    ...answers,
    ...added,
    afterIndex,
    afterAnswers,
    afterEverything,
    beforeGrowth,
    afterGrowth,
  };
}

/** A new process, which has not run any checks. */
async function measureFirstChecks(subject: Subject, file: string): Promise<LongestTurn> {
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.whenIndexed();
  await server.whenIdle();
  await server.open(file);
  // This response means that the document has been processed.
  await server.effectiveConfiguration(file);
  const longest = await server.longestTurn(() => server.nextRefresh());
  await server.stop();
  return longest;
}

/** The environment exists only in the response. The time is that of the first request, the processor time the median of all. */
async function measureAddEnvironment(
  server: ServerProcess,
  session: EditSession,
  runs: number,
): Promise<Pick<WarmResult, 'addEnvironment' | 'addEnvironmentProcessorTime'>> {
  const uri = pathToFileURL(server.folder).href;
  const times: number[] = [];
  const processorTimes: number[] = [];
  for (let run = 0; run < runs; run++) {
    await session.edits(1);
    const before = await server.usage();
    const { result, time } = await timed(() =>
      server.request<ScaffoldResult>(Method.scaffold, { uri, kind: 'environment', answers: { env: 'measured' } }),
    );
    const after = await server.usage();
    if (!('edit' in result)) throw new Error(JSON.stringify(result));
    times.push(time);
    processorTimes.push(after.processorTime - before.processorTime);
  }
  return { addEnvironment: times[0]!, addEnvironmentProcessorTime: median(processorTimes) };
}

/** The request of the Kubestack view: the response contains the clusters that have changed since the previous one. */
function platformsAsked(session: EditSession, count: number): Promise<number[]> {
  let previousResultId = '';
  return session.requestsAfterEdits<PlatformsDelta>(
    count,
    Method.platforms,
    () => ({ previousResultId }),
    ({ resultId }) => (previousResultId = resultId),
  );
}

async function measureOtherAnswers(session: EditSession, { edits }: Effort) {
  const few = Math.ceil(edits / 10);
  const answers = {
    typing: distributionOf(await session.typing(edits)),
    sharedEdit: distributionOf(await session.sharedEdits(Math.ceil(edits / 3))),
    platforms: distributionOf((await platformsAsked(session, few + 1)).slice(1)),
    diagnostics: distributionOf(await session.diagnosticsAfterEdits(edits)),
  };
  const [firstAllChecks = NaN, ...allChecks] = await session.checkedEdits(few + 1);
  return { ...answers, firstAllChecks, allChecks: distributionOf(allChecks) };
}

async function askForEverything(server: ServerProcess): Promise<void> {
  const { platforms } = await server.request<{ platforms: { uri: string; environments: string[] }[] }>(
    Method.platforms,
    {},
  );
  for (const { uri, environments } of platforms) {
    for (const environment of environments) await server.request(Method.effectiveDocument, { uri, environment });
  }
}

/** At most `count` elements, spread over the whole list. */
function spread<T>(all: readonly T[], count: number): T[] {
  const step = Math.max(1, all.length / count);
  return all.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step)).slice(0, count);
}

/** The run whose value is the median. @throws RangeError when there are no runs */
function middleOf<T>(runs: readonly T[], valueOf: (run: T) => number): T {
  const middle = [...runs].sort((a, b) => valueOf(a) - valueOf(b))[runs.length >> 1];
  if (middle === undefined) throw new RangeError('There is nothing to measure.');
  return middle;
}
