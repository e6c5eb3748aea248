/** Requests that add things to a platform, change or remove them; the same request checks answers while they are typed. */
import type { CancellationToken } from 'vscode-languageserver/node';
import { scaffold } from './scaffold/scaffold';
import { scaffoldSuggestions } from './scaffold/suggestions';
import { Method, type ScaffoldParams, type ScaffoldResult, type ScaffoldSuggestionsResult } from './protocol';
import { regionsIn } from './regionData';
import type { RequestDoor } from './requestDoor';
import { normalizeUri } from './workspace/uri';

const FAILED: ScaffoldResult = {
  problems: [{ answer: 'uri', message: 'This could not be computed: the output of the language server says why.' }],
};

const NONE: ScaffoldSuggestionsResult = { suggestions: {} };

/** @param assets folder with the data files */
export function listenForScaffolds({ connection, answerWhole }: RequestDoor, assets: string): void {
  const regions = regionsIn(assets);
  connection.onRequest(Method.scaffold, ({ uri, kind, answers }: ScaffoldParams, token: CancellationToken) =>
    answerWhole(
      snapshot => scaffold(snapshot, { uri: normalizeUri(uri), kind, answers: answersOf(answers) }, regions()),
      FAILED,
      token,
    ),
  );
  connection.onRequest(Method.scaffoldSuggestions, ({ uri, kind, answers }: ScaffoldParams, token: CancellationToken) =>
    answerWhole(
      (snapshot): ScaffoldSuggestionsResult => {
        const asked = { uri: normalizeUri(uri), kind, answers: answersOf(answers) };
        return { suggestions: { ...scaffoldSuggestions(snapshot, asked, regions()) } };
      },
      NONE,
      token,
    ),
  );
}

/** Clients send what they like. */
const answersOf = (answers: unknown): Readonly<Record<string, unknown>> =>
  typeof answers === 'object' && answers !== null && !Array.isArray(answers)
    ? (answers as Readonly<Record<string, unknown>>)
    : {};
