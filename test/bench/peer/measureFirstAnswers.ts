/** From spawning a server to its first useful answers in a document. */
import type { EditedNumber } from '../editPlan';
import { documentPlaces } from '../featureRequests';
import { LanguageServerProcess, NoAnswer, type ServerCommand } from './languageServerProcess';
import { FIRST_QUESTIONS, type PeerQuestions } from './peerQuestions';

/** Milliseconds; a text where there was no answer in time. */
export interface FirstAnswers {
  readonly outline: number | NoAnswer;
  readonly hover: number | NoAnswer;
}

/** Between two questions of an impatient client, milliseconds. */
const PAUSE = 3;

/**
 * Starts a server as an editor does with one document open, and asks until it says something.
 * @param limit milliseconds for each answer
 * @returns the server, too: it is to be stopped
 */
export async function measureFirstAnswers(
  command: ServerCommand,
  folder: string,
  { file }: EditedNumber,
  limit: number,
): Promise<{ server: LanguageServerProcess; first: FirstAnswers }> {
  const begin = performance.now();
  const server = LanguageServerProcess.spawn(command, folder);
  try {
    await server.initialize(limit);
    await server.open(file);
  } catch (error) {
    if (error instanceof NoAnswer) return { server, first: { outline: error, hover: error } };
    throw error;
  }
  const places = documentPlaces(server.uriOf(file), server.textOf(file));
  const until = async ({ method, parameters }: PeerQuestions): Promise<number | NoAnswer> => {
    const [question] = parameters(places);
    if (!question) throw new Error(`${file} has no place for ${method}.`);
    try {
      for (;;) {
        const left = limit - (performance.now() - begin);
        if (left <= 0) return new NoAnswer(`nothing said within ${Math.round(limit / 1000)} s`);
        if ((await server.ask(method, question, left)).said) return performance.now() - begin;
        await new Promise(resolve => setTimeout(resolve, PAUSE));
      }
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  };
  const outline = await until(FIRST_QUESTIONS.outline);
  const hover = outline instanceof NoAnswer ? outline : await until(FIRST_QUESTIONS.hover);
  return { server, first: { outline, hover } };
}
