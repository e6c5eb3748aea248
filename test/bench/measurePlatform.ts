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

/** How much is measured. */
export interface Effort {
  /** Fresh processes for each cold measurement; the median counts. */
  readonly coldRuns: number;
  readonly edits: number;
  /** Answers of each feature. */
  readonly answers: number;
  /** Edits after which memory must be what it was. */
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
  /** While the first checks of the platform run. */
  readonly hover: Distribution;
  /** Once the server has come to rest. */
  readonly restingHover: Distribution;
  /** Of the server, while the first checks of the platform run and nothing is asked. */
  readonly firstChecks: LongestTurn;
  /** The same while the platform is checked again after edits. */
  readonly laterChecks: LongestTurn;
  /** From sending an edit in one module call to the effective configuration that has it. */
  readonly edit: Distribution;
  /** The server's processor time for one such edit and its answer, on average. */
  readonly editProcessorTime: number;
  /** The same for each character of a line that is typed: most of the time the text does not parse. */
  readonly typing: Distribution;
  /** The same for a variable that many module calls refer to, asked for one of their documents. */
  readonly sharedEdit: Distribution;
  /** `kubestack/platforms` after an edit: what the Kubestack view asks for after a pause. */
  readonly platforms: Distribution;
  /** `textDocument/diagnostic` after an edit: what can be said at once. */
  readonly diagnostics: Distribution;
  /** From an edit until every check of the platform has been made, and is told. Without the first time, which is {@link firstAllChecks}. */
  readonly allChecks: Distribution;
  /** The same for the first time that every check of the platform is made. */
  readonly firstAllChecks: number;
  /** From asking for one more environment to the edit of all files. */
  readonly addEnvironment: number;
  readonly addEnvironmentProcessorTime: number;
  readonly afterIndex: Usage;
  /** After all of the above. */
  readonly afterAnswers: Usage;
  /** After every environment's whole configuration has been asked for, too. */
  readonly afterEverything: Usage;
  readonly beforeGrowth: Usage;
  readonly afterGrowth: Usage;
}

/** At most so many documents are open. */
const OPEN_DOCUMENTS = 12;

/** Documents of a folder with a module call that has a number to edit. @throws Error when there is none */
export function editedDocuments(folder: string): [EditedNumber, ...EditedNumber[]] {
  const [first, ...others] = spread(
    configurationFiles(folder).flatMap(file => editedNumber(folder, file) ?? []),
    OPEN_DOCUMENTS,
  );
  if (!first) throw new Error(`No module call of ${folder} has a number to edit.`);
  return [first, ...others];
}

/** Runs everything once. @param name how the result is called */
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
  // The answer says that the process is up, which is not counted.
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
  // What every process does once (compiling the code that is used often) is done first.
  await session.edits(effort.edits);
  const beforeEdits = await server.usage();
  const edit = distributionOf(await session.edits(effort.edits));
  const afterEdits = await server.usage();
  const answers = await measureOtherAnswers(session, effort);
  const laterChecks = await server.longestTurn(() => session.checkedEdits(Math.ceil(effort.edits / 10)));
  const afterAnswers = await server.usage('collected');
  const added = await measureAddEnvironment(server);
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

/** A process of its own, in which nothing was checked before. */
async function measureFirstChecks(subject: Subject, file: string): Promise<LongestTurn> {
  const server = ServerProcess.spawn(subject);
  await server.initialize();
  await server.whenIndexed();
  await server.whenIdle();
  await server.open(file);
  // The answer says that the document has been taken in.
  await server.effectiveConfiguration(file);
  const longest = await server.longestTurn(() => server.nextRefresh());
  await server.stop();
  return longest;
}

/** The environment is written into the answer, and nowhere else. */
async function measureAddEnvironment(
  server: ServerProcess,
): Promise<Pick<WarmResult, 'addEnvironment' | 'addEnvironmentProcessorTime'>> {
  const before = await server.usage();
  const uri = pathToFileURL(server.folder).href;
  const { result, time } = await timed(() =>
    server.request<ScaffoldResult>(Method.scaffold, { uri, kind: 'environment', answers: { env: 'measured' } }),
  );
  const after = await server.usage();
  if (!('edit' in result)) throw new Error(JSON.stringify(result));
  return { addEnvironment: time, addEnvironmentProcessorTime: after.processorTime - before.processorTime };
}

/** What the Kubestack view sends: the answer tells of clusters that have changed since the one before. */
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

/** At most `count` of a list, from all over it. */
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
