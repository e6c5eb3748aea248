/** Measures the diagram and the matrix from the request to the painted page: initially, and after an edit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Method } from '../../common/protocol';
import { generatePlatform } from '../platforms/generate';
import { launchBrowser } from '../support/vscode/browser';
import { configurationFiles } from './configurationFiles';
import { median, timed } from './distribution';
import { DrawnPage } from './drawnPage';
import { sharedEdit } from './editPlan';
import { EditSession } from './editSession';
import { editedDocuments } from './measurePlatform';
import { time } from './report';
import { ServerProcess } from './serverProcess';

/** A page with its request and its initial state. */
interface View {
  readonly page: 'diagram' | 'matrix';
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}

const COLLAPSED_IF_LARGE = { detail: 'auto', toggled: [] };
const VIEWS: readonly View[] = [
  {
    page: 'diagram',
    method: Method.diagram,
    parameters: { ...COLLAPSED_IF_LARGE, waiting: [] },
    state: COLLAPSED_IF_LARGE,
  },
  { page: 'matrix', method: Method.matrix, parameters: {}, state: { filter: '', only: [] } },
];

/** Number of edits after which each view is updated; the median is used. */
const EDITS = 7;

/** Elapsed and processor time of the server's response and the page together, in milliseconds. */
interface Timing {
  readonly time: number;
  readonly answer: number;
  readonly page: number;
}

/** Rows of a Markdown table. @param server path of the bundle, which is next to the pages */
export async function viewRows(server: string, sizes: readonly number[]): Promise<string[]> {
  const browser = await launchBrowser();
  const rows: string[] = [];
  try {
    for (const clusters of sizes) {
      const folder = mkdtempSync(join(tmpdir(), 'kubestack-bench-views-'));
      try {
        generatePlatform(folder, clusters);
        for (const view of VIEWS) {
          const files = join(dirname(server), 'webview');
          const page = await DrawnPage.open(browser, files, view.page);
          rows.push(...(await measureView(`3 × ${clusters} clusters`, { server, folder }, page, view)));
          await page.close();
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    }
  } finally {
    await browser.close();
  }
  return rows;
}

async function measureView(
  name: string,
  subject: { server: string; folder: string },
  page: DrawnPage,
  view: View,
): Promise<string[]> {
  const server = ServerProcess.spawn(subject);
  try {
    await server.initialize();
    await server.whenIndexed();
    // The state in which users open a view: a file is open, and the server has run the checks.
    const documents = editedDocuments(subject.folder).slice(0, 1);
    const shared = sharedEdit(subject.folder, configurationFiles(subject.folder));
    const session = await EditSession.open(server, documents, shared);
    await session.checkedEdits(1);
    await server.whenIdle();
    const uri = pathToFileURL(subject.folder).href;
    const parameters = { uri, ...view.parameters };
    await page.draw({ type: 'start', texts: {}, state: { platform: uri, ...view.state } });
    /** @param ask returns the response and the elapsed time */
    const measured = async (ask: () => Promise<{ result: unknown; time: number }>): Promise<Timing> => {
      const before = await server.usage();
      const { result, time } = await ask();
      const after = await server.usage();
      const drawn = await page.draw({ type: 'show', ...(result as object) });
      const answer = after.processorTime - before.processorTime;
      return { time: time + drawn.time, answer, page: drawn.processorTime };
    };
    const first = await measured(() => timed(() => server.request(view.method, parameters)));
    const later: Timing[] = [];
    for (let edit = 0; edit < EDITS; edit++) {
      await server.whenIdle();
      let result: unknown;
      const note = (answer: unknown): void => void (result = answer);
      const ask = async () => {
        const [time = NaN] = await session.requestsAfterEdits(1, view.method, () => parameters, note);
        return { result, time };
      };
      later.push(await measured(ask));
    }
    return [row(name, `${view.page}, first picture`, first), row(name, `${view.page}, after an edit`, middle(later))];
  } finally {
    await server.stop();
  }
}

const middle = (all: readonly Timing[]): Timing => ({
  time: median(all.map(({ time }) => time)),
  answer: median(all.map(({ answer }) => answer)),
  page: median(all.map(({ page }) => page)),
});

const row = (name: string, what: string, { time: clock, answer, page }: Timing): string =>
  `| ${name} | ${what} | ${time(answer)} | ${time(page)} | ${time(answer + page)} | ${time(clock)} |`;

export const VIEW_HEADER = [
  '| platform | view | processor: server | processor: page | processor: together | clock: together |',
  '| --- | --- | ---: | ---: | ---: | ---: |',
];
