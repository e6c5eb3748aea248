/** Requests that add things to a platform, change or remove them; the same request checks answers while they are typed. */
import { scaffold } from './scaffold/scaffold';
import { Method, type ScaffoldParams, type ScaffoldResult } from './protocol';
import type { RequestDoor } from './requestDoor';
import { normalizeUri } from './workspace/uri';

const FAILED: ScaffoldResult = {
  problems: [{ answer: 'uri', message: 'This could not be computed: the output of the language server says why.' }],
};

export function listenForScaffolds({ connection, answerWhole }: RequestDoor): void {
  connection.onRequest(Method.scaffold, ({ uri, kind, answers }: ScaffoldParams) =>
    answerWhole(snapshot => scaffold(snapshot, { uri: normalizeUri(uri), kind, answers: answersOf(answers) }), FAILED),
  );
}

/** Clients send what they like. */
const answersOf = (answers: unknown): Readonly<Record<string, unknown>> =>
  typeof answers === 'object' && answers !== null && !Array.isArray(answers)
    ? (answers as Readonly<Record<string, unknown>>)
    : {};
