/** Measures the response times of all features while documents are edited. */
import { median, distributionOf, type Distribution } from './distribution';
import { applyEdit, editedValue, positionAt, type EditedNumber } from './editPlan';
import { FEATURES, documentPlaces, type FeatureRequests, type FeatureRequest } from './featureRequests';
import { ServerProcess, type Subject } from './serverProcess';

/** Milliseconds. */
export interface FeatureResult {
  readonly label: string;
  /** The process's first response to this kind of request. */
  readonly first: number;
  /** Between sending a request and receiving its response. */
  readonly clock: Distribution;
  /** The server's processor time of one request, in all threads. */
  readonly processor: Distribution;
}

/** Commands of code lenses in an editor; a server without them has no code lenses. */
const COMMANDS = ['kubestack.showEffectiveConfiguration', 'kubestack.compareEnvironments', 'kubestack.plan'];

/** Replaces the edited number, so that there is a function call for signature help. */
const CALL = { before: 'max(1, ', after: ')' };

/** @param count number of responses for each feature */
export async function measureFeatures(
  subject: Subject,
  documents: readonly EditedNumber[],
  count: number,
): Promise<FeatureResult[]> {
  const server = ServerProcess.spawn(subject);
  await server.initialize({ commands: COMMANDS });
  await server.whenIndexed();
  await server.whenIdle();
  const numbers: EditedNumber[] = [];
  for (const document of documents) numbers.push(await openWithCall(server, document));
  await server.whenIdle();
  const results: FeatureResult[] = [];
  for (const feature of FEATURES) results.push(await measureFeature(server, feature, numbers, count));
  await server.stop();
  return results;
}

async function openWithCall(server: ServerProcess, { file, start, length }: EditedNumber): Promise<EditedNumber> {
  await server.open(file);
  await replace(server, file, start, length, `${CALL.before}${editedValue(0)}${CALL.after}`);
  return { file, start: start + CALL.before.length, length: editedValue(0).length };
}

function replace(server: ServerProcess, file: string, start: number, length: number, inserted: string): Promise<void> {
  const text = server.textOf(file);
  const range = { start: positionAt(text, start), end: positionAt(text, start + length) };
  return server.change(file, { range, text: inserted }, applyEdit(text, { start, oldEnd: start + length, inserted }));
}

/** Each round first edits a document, so that no response is cached. */
async function measureFeature(
  server: ServerProcess,
  feature: FeatureRequests,
  documents: readonly EditedNumber[],
  count: number,
): Promise<FeatureResult> {
  const clock: number[] = [];
  const processor: number[] = [];
  const asked = documents.map(() => 0);
  for (let round = 0, idle = 0; clock.length < count && idle < documents.length; round++) {
    const index = round % documents.length;
    const document = documents[index]!;
    await replace(server, document.file, document.start, document.length, editedValue(round + 1));
    const uri = server.uriOf(document.file);
    const questions = await feature.questions(documentPlaces(uri, server.textOf(document.file)), server);
    // The edit itself is measured elsewhere: this response means that it has been processed.
    await server.request('textDocument/selectionRange', { textDocument: { uri }, positions: [] });
    idle = questions.length === 0 ? idle + 1 : 0;
    for (let next = 0; next < Math.min(3, questions.length) && clock.length < count; next++) {
      const question = questions[asked[index]!++ % questions.length]!;
      const { time, used } = await ask(server, question);
      clock.push(time);
      processor.push(used);
    }
  }
  const [first] = clock;
  if (first === undefined) throw new Error(`No document has a place to ask for: ${feature.label}.`);
  return { label: feature.label, first, clock: distributionOf(clock), processor: distributionOf(processor) };
}

async function ask(
  server: ServerProcess,
  { method, parameters }: FeatureRequest,
): Promise<{ time: number; used: number }> {
  const before = await server.usage();
  const start = performance.now();
  await server.request(method, parameters);
  const time = performance.now() - start;
  const after = await server.usage();
  return { time, used: after.processorTime - before.processorTime };
}

/** Ratio of processor times to those on a smaller platform; the median over all features. */
export const growthOf = (results: readonly FeatureResult[], smallest: readonly FeatureResult[]): number =>
  median(results.map((result, index) => growthOfFeature(result, smallest[index]!)));

/** @returns median processor time / that on the smaller platform */
export const growthOfFeature = (result: FeatureResult, smallest: FeatureResult): number =>
  result.processor.p50 / smallest.processor.p50;
