/** Measures the time from starting a server to its first responses with content. */
import type { EditedNumber } from '../editPlan';
import { documentPlaces } from '../featureRequests';
import { LanguageServerProcess, NoAnswer, type ServerCommand } from './languageServerProcess';
import { FIRST_QUESTIONS, type PeerQuestions } from './peerQuestions';

/** In milliseconds; a text if there was no response in time. */
export interface FirstAnswers {
  readonly outline: number | NoAnswer;
  readonly hover: number | NoAnswer;
}

/** Interval between repeated requests, in milliseconds. */
const PAUSE = 3;

/**
 * Starts a server like an editor with one open document, and repeats requests until a response has content.
 * @param limit timeout of each response in milliseconds
 * @returns also the server, which the caller has to stop
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
        if (left <= 0) return new NoAnswer(`no response with content within ${Math.round(limit / 1000)} s`);
        if ((await server.ask(method, question, left)).hasContent) return performance.now() - begin;
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
