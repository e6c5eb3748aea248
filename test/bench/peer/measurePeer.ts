/**
 * All measurements of one platform in comparison with terraform-ls, with timeouts: a server that doesn't respond in time gets no further requests.
 */
import { SERVER_ARGUMENTS } from '../../../client/node/serverArguments';
import { median } from '../distribution';
import { editedDocuments } from '../measurePlatform';
import { NoAnswer, type LanguageServerProcess, type ServerCommand } from './languageServerProcess';
import { measureFirstAnswers, type FirstAnswers } from './measureFirstAnswers';
import { PairOfServers } from './pairOfServers';
import { PEER_QUESTIONS, type PeerQuestions } from './peerQuestions';
import type { AnsweredByBoth } from './sideBySide';
import { StartedPrograms } from './startedPrograms';

/** Numbers of measurements, and timeouts. */
export interface PeerEffort {
  /** Number of new processes of each server, of which the median is used. */
  readonly coldRuns: number;
  /** Timeout of a response in milliseconds. */
  readonly limit: number;
  /** Rounds of all requests, and milliseconds after which no further round starts. */
  readonly rounds: number;
  readonly answering: number;
  /** Edits with a response each between two memory measurements, and milliseconds after which no further edit is made. */
  readonly edits: number;
  readonly editing: number;
}

/** Results that both servers have. */
export interface Both<T> {
  readonly ours: T;
  readonly theirs: T;
}

export interface PeerAnswers {
  readonly questions: PeerQuestions;
  /** Requested immediately after an edit: time from the edit to the response. */
  readonly afterEdit: readonly AnsweredByBoth[];
  /** Requested without an edit since the previous request. */
  readonly atRest: readonly AnsweredByBoth[];
}

/** Bytes and milliseconds; undefined if the system doesn't provide them. */
export interface PeerUsage {
  readonly resident: number;
  readonly unshared: number;
  readonly processorTime: number;
}

export interface PeerResult {
  readonly name: string;
  readonly first: Both<FirstAnswers>;
  /** After the first responses, after all requests, and after many edits; incomplete if the measurement ended early. */
  readonly usage: readonly Both<PeerUsage | undefined>[];
  readonly answers: readonly PeerAnswers[];
  /** Number of edits between the last two measurements. */
  readonly edits: number;
  /** Programs that each server has started, and the maximum memory including them. */
  readonly programs: Both<{ readonly count: number; readonly largestResident: number }> | undefined;
  /** Labels that only one server announces. */
  readonly onlyOurs: readonly string[];
  readonly onlyTheirs: readonly string[];
  /** Why the measurement ended early. */
  readonly late: string | undefined;
}

/** Number of open documents: terraform-ls reads a whole folder again for each opened document. */
const OPEN_DOCUMENTS = 4;

/** How to start both servers like an editor. @param bundle path of ours @param commands of code lenses */
export const serverCommands = (bundle: string, commands: readonly string[]): Both<ServerCommand> => ({
  ours: {
    program: process.execPath,
    arguments: [...SERVER_ARGUMENTS, bundle, '--stdio'],
    initializationOptions: { commands },
  },
  theirs: { program: 'terraform-ls', arguments: ['serve'], initializationOptions: {} },
});

/** @param folder of a platform with installed modules */
export async function measurePeer(
  name: string,
  commands: Both<ServerCommand>,
  folder: string,
  effort: PeerEffort,
): Promise<PeerResult> {
  const [document, ...others] = editedDocuments(folder);
  const documents = [document, ...others.slice(0, OPEN_DOCUMENTS - 1)];
  const cold: Both<FirstAnswers>[] = [];
  for (;;) {
    const ours = await measureFirstAnswers(commands.ours, folder, document, effort.limit);
    const theirs = await measureFirstAnswers(commands.theirs, folder, document, effort.limit);
    const servers = { ours: ours.server, theirs: theirs.server };
    cold.push({ ours: ours.first, theirs: theirs.first });
    try {
      const late = Object.values(theirs.first).some(time => time instanceof NoAnswer);
      if (!late && cold.length < effort.coldRuns) continue;
      const first = { ours: middle(cold.map(each => each.ours)), theirs: middle(cold.map(each => each.theirs)) };
      const run = new PeerRun(servers, effort);
      if (late) return { name, first, ...run.result(), ...NOT_COMPARED };
      await run.measure(documents, document.file);
      return { name, first, ...run.result() };
    } finally {
      await Promise.all([servers.ours.stop(), servers.theirs.stop()]);
    }
  }
}

/** A server without a first response has no other results. */
const NOT_COMPARED = {
  programs: undefined,
  onlyOurs: [],
  onlyTheirs: [],
  late: 'terraform-ls had no first answer in time',
} as const;

/** The median of each response; a timeout stays a timeout. */
function middle(runs: readonly FirstAnswers[]): FirstAnswers {
  const of = (times: readonly (number | NoAnswer)[]): number | NoAnswer =>
    times.find(time => time instanceof NoAnswer) ?? median(times as readonly number[]);
  return { outline: of(runs.map(({ outline }) => outline)), hover: of(runs.map(({ hover }) => hover)) };
}

/** Two servers that have given their first responses. */
class PeerRun {
  private readonly usage: Both<PeerUsage | undefined>[] = [];
  private readonly answers: PeerAnswersSoFar[];
  private readonly onlyOurs: string[] = [];
  private readonly onlyTheirs: string[] = [];
  private readonly programs: Both<StartedPrograms>;
  private edits = 0;
  private late: string | undefined;

  constructor(
    private readonly servers: Both<LanguageServerProcess>,
    private readonly effort: PeerEffort,
  ) {
    const { ours, theirs } = servers;
    this.answers = PEER_QUESTIONS.flatMap(questions => {
      const [we, they] = [ours, theirs].map(({ announced }) => announced.has(questions.announcement));
      if (we && !they) this.onlyOurs.push(questions.label);
      if (they && !we) this.onlyTheirs.push(questions.label);
      return we && they ? [{ questions, afterEdit: [], atRest: [] }] : [];
    });
    this.programs = { ours: new StartedPrograms(ours), theirs: new StartedPrograms(theirs) };
    this.look();
  }

  async measure(documents: Parameters<PairOfServers['open']>[0], opened: string): Promise<void> {
    const pair = new PairOfServers(this.servers.ours, this.servers.theirs, this.effort.limit);
    try {
      await pair.rest();
      this.usage.pop();
      this.look();
      await pair.open(documents, new Set([opened]));
      await this.askAll(pair);
      await pair.rest();
      this.look();
      await this.editMuch(pair);
      await pair.rest();
      this.look();
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      this.late = error.message;
    }
  }

  result(): Omit<PeerResult, 'name' | 'first'> {
    this.programs.ours.stop();
    this.programs.theirs.stop();
    const { usage, answers, edits, onlyOurs, onlyTheirs, late } = this;
    const programs = usage.every(({ ours, theirs }) => ours && theirs) ? this.programs : undefined;
    return { usage, answers, edits, programs, onlyOurs, onlyTheirs, late };
  }

  /** In each round, another request follows an edit; all other requests are sent when both servers are idle. */
  private async askAll(pair: PairOfServers): Promise<void> {
    const end = performance.now() + this.effort.answering;
    for (let round = 0; round < this.effort.rounds && performance.now() < end; round++) {
      await pair.rest();
      const { file } = pair.next;
      const edited = this.answers[round % this.answers.length];
      const turn = Math.floor(round / this.answers.length);
      const afterEdit = edited && (await pair.editAndAsk(edited.questions, turn));
      if (afterEdit) edited.afterEdit.push(afterEdit);
      await pair.rest();
      for (const { questions, atRest } of this.answers) {
        const answer = await pair.ask(file, questions, round);
        if (answer) atRest.push(answer);
      }
    }
  }

  private async editMuch(pair: PairOfServers): Promise<void> {
    const end = performance.now() + this.effort.editing;
    const [{ questions } = { questions: undefined }] = this.answers;
    while (questions && this.edits < this.effort.edits && performance.now() < end)
      await pair.editAndAsk(questions, this.edits++);
  }

  private look(): void {
    this.usage.push({ ours: this.servers.ours.usage(), theirs: this.servers.theirs.usage() });
  }
}

interface PeerAnswersSoFar extends PeerAnswers {
  readonly afterEdit: AnsweredByBoth[];
  readonly atRest: AnsweredByBoth[];
}
