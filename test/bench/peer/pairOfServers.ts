/** Two servers that alternately get the same documents, edits and requests. */
import { documentPlaces } from '../featureRequests';
import type { EditedNumber } from '../editPlan';
import { NoAnswer, type LanguageServerProcess } from './languageServerProcess';
import { FIRST_QUESTIONS, type PeerQuestions } from './peerQuestions';
import type { Answered, AnsweredByBoth } from './sideBySide';
import { firstEdit, nextEdit } from './untidyEdits';

/** Maximum time that a server can keep computing after a response before the next request, in milliseconds. */
const REST_LIMIT = 15_000;
/** Requests diagnostics in the background, like an editor. */
const DIAGNOSTICS_LIMIT = 60_000;

export class PairOfServers {
  private readonly numbers: EditedNumber[] = [];
  private edited = 0;
  private turn = 0;

  constructor(
    readonly ours: LanguageServerProcess,
    readonly theirs: LanguageServerProcess,
    /** Timeout of each response in milliseconds. */
    private readonly limit: number,
  ) {}

  /**
   * Opens documents in both servers, one after the other, and makes an edit in each that later ones replace.
   * @param opened the open documents
   * @throws NoAnswer
   */
  async open(documents: readonly EditedNumber[], opened: ReadonlySet<string>): Promise<void> {
    for (const document of documents) {
      const { edit, number } = firstEdit(document);
      await this.both(async server => {
        if (!opened.has(document.file)) await server.open(document.file);
        await server.edit(document.file, edit);
        return this.askOne(server, document.file, FIRST_QUESTIONS.hover, 0);
      });
      this.numbers.push(number);
    }
  }

  /** Waits until both servers are idle. */
  async rest(): Promise<void> {
    await Promise.all([this.ours, this.theirs].map(server => server.whenAtRest(REST_LIMIT)));
  }

  /** The document of the next edit. */
  get next(): EditedNumber {
    const number = this.numbers[this.edited % this.numbers.length];
    if (!number) throw new Error('No document is open.');
    return number;
  }

  /**
   * Edits the next document, then sends a request for it. @returns times since sending the edit; undefined if the document has no position for it
   * @throws NoAnswer
   */
  async editAndAsk(questions: PeerQuestions, round: number): Promise<AnsweredByBoth | undefined> {
    const number = this.next;
    const edit = nextEdit(number, ++this.edited);
    return this.both(async server => {
      const start = performance.now();
      await server.edit(number.file, edit);
      const answer = await this.askOne(server, number.file, questions, round);
      const time = performance.now() - start;
      this.pullDiagnostics(server, number.file);
      return answer && { ...answer, time };
    });
  }

  /** Sends a request without an edit. @throws NoAnswer */
  ask(file: string, questions: PeerQuestions, round: number): Promise<AnsweredByBoth | undefined> {
    return this.both(server => this.askOne(server, file, questions, round));
  }

  /** The servers take turns in being first. */
  private async both(
    measure: (server: LanguageServerProcess) => Promise<Answered | undefined>,
  ): Promise<AnsweredByBoth | undefined> {
    const theirsFirst = this.turn++ % 2 === 1;
    const early = theirsFirst ? await measure(this.theirs) : undefined;
    const ours = await measure(this.ours);
    const theirs = theirsFirst ? early : await measure(this.theirs);
    return ours && theirs && { ours, theirs };
  }

  private async askOne(
    server: LanguageServerProcess,
    file: string,
    { method, parameters }: PeerQuestions,
    round: number,
  ): Promise<Answered | undefined> {
    const places = documentPlaces(server.uriOf(file), server.textOf(file));
    const all = parameters(places);
    const question = all[round % all.length];
    return question && server.ask(method, question, this.limit);
  }

  private pullDiagnostics(server: LanguageServerProcess, file: string): void {
    if (!server.announced.has('diagnosticProvider')) return;
    const question = { textDocument: { uri: server.uriOf(file) } };
    server.ask('textDocument/diagnostic', question, DIAGNOSTICS_LIMIT).catch((error: unknown) => {
      if (!(error instanceof NoAnswer)) throw error;
    });
  }
}
