/** Handlers of requests that add something to a platform, change or remove it, and validate answers while the user types. */
import { isRecord } from '../../../common/isRecord';
import { t } from '../../../common/localization';
import { WorkDoneProgress, type CancellationToken, type ProgressToken } from 'vscode-languageserver';
import type { ScaffoldProgress } from '../../scaffold/progress';
import { scaffold } from '../../scaffold/scaffold';
import { scaffoldSuggestions } from '../../scaffold/suggestions';
import {
  Method,
  type ScaffoldParams,
  type ScaffoldResult,
  type ScaffoldSuggestionsResult,
} from '../../../common/protocol';
import type { HandlerContext } from '../handlerContext';
import { normalizeUri } from '../../workspace/uri';

const failed = (): ScaffoldResult => ({
  problems: [
    {
      answer: 'uri',
      message: t("This couldn't be computed. See the output of the language server for details."),
    },
  ],
});

const NONE: ScaffoldSuggestionsResult = { suggestions: {} };

/** Milliseconds between two progress reports of a scaffold. */
const REPORT_PAUSE_MS = 100;

export function registerScaffoldHandlers({ connection, afterIndexing, restartOnChange }: HandlerContext): void {
  const report = (token: ProgressToken, percentage: number): void =>
    void connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', percentage });
  connection.onRequest<ScaffoldResult, void>(
    Method.scaffold,
    ({ uri, kind, answers, check, workDoneToken }: ScaffoldParams, token: CancellationToken) => {
      const params = { uri: normalizeUri(uri), kind, answers: answersOf(answers), check: check === true };
      return restartOnChange(
        request => {
          const work = scaffold(request, params);
          return workDoneToken === undefined ? work : reported(work, percentage => report(workDoneToken, percentage));
        },
        failed(),
        token,
      );
    },
  );
  connection.onRequest(Method.scaffoldSuggestions, ({ uri, kind, answers }: ScaffoldParams, token: CancellationToken) =>
    afterIndexing(
      (request): ScaffoldSuggestionsResult => {
        const params = { uri: normalizeUri(uri), kind, answers: answersOf(answers) };
        return { suggestions: { ...scaffoldSuggestions(request, params) } };
      },
      NONE,
      token,
    ),
  );
}

/** Reports progress at intervals. */
function* reported<T>(
  work: Generator<ScaffoldProgress, T>,
  report: (percentage: number) => void,
): Generator<undefined, T> {
  let last = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - last >= REPORT_PAUSE_MS) {
      report(percentageOf(step.value));
      last = performance.now();
    }
    yield;
  }
}

/** Changing the modules takes about as long as putting the files together. */
const percentageOf = ({ phase, done, total }: ScaffoldProgress): number =>
  Math.round((phase === 'files' ? 50 : 0) + (total > 0 ? (50 * Math.min(done, total)) / total : 0));

/** Clients may send anything. */
const answersOf = (answers: unknown): Readonly<Record<string, unknown>> => (isRecord(answers) ? answers : {});
