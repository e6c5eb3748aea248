/** Compares the server that has processed all changes with a new one. */
import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { InProcessServer } from '../fuzz/inProcessServer';
import { askAt, askDocument, askWorkspace, diagnosticsOf, isBroken, placesIn, type Answers } from '../fuzz/questions';
import type { Random } from '../fuzz/random';
import { isConfiguration, type ModelWorkspace } from './modelWorkspace';

/** The responses of the two servers differ. */
export class Difference extends Error {
  constructor(
    readonly question: string,
    incremental: unknown,
    fresh: unknown,
  ) {
    const [a, b] = [JSON.stringify(incremental) ?? 'undefined', JSON.stringify(fresh) ?? 'undefined'];
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    const shown = (text: string): string =>
      `${same > 200 ? '…' : ''}${text.slice(Math.max(0, same - 200), same + 300)}`;
    super(`${question}:\n  after the edits ${shown(a)}\n  fresh           ${shown(b)}`);
  }
}

/**
 * While texts have syntax errors, compares only responses that don't depend on earlier texts. Then repairs the texts and compares everything.
 * @param random selects the documents and positions
 * @returns number of compared responses
 * @throws Difference; Error if a server has logged an error
 */
export async function compareWithFresh(workspace: ModelWorkspace, random: Random): Promise<number> {
  const broken = await compareSyntax(workspace);
  await repair(workspace, broken);
  const fresh = await workspace.freshServer();
  try {
    const count = await compareAll(workspace, fresh, random);
    noFailures(workspace.server, 'after the edits');
    noFailures(fresh, 'fresh');
    return count;
  } finally {
    await fresh.dispose();
  }
}

function noFailures({ failures }: InProcessServer, which: string): void {
  if (failures.length > 0) throw new Error(`The server (${which}) has logged an error: ${failures[0]}`);
}

const syntaxOf = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  diagnostics.filter(({ code }) => code === 'syntax');

/** @returns paths of the files with syntax errors */
async function compareSyntax(workspace: ModelWorkspace): Promise<string[]> {
  const broken: string[] = [];
  const found = new Map<string, Diagnostic[]>();
  for (const path of workspace.paths().filter(path => isConfiguration(path) && isServed(workspace, path))) {
    const diagnostics = await diagnosticsOf(workspace.server, workspace.uri(path));
    if (isBroken(diagnostics)) broken.push(path);
    else workspace.lastGood.set(path, workspace.text(path) ?? '');
    found.set(path, syntaxOf(diagnostics));
  }
  if (broken.length === 0) return [];
  const fresh = await workspace.freshServer();
  try {
    for (const [path, diagnostics] of found) {
      const uri = workspace.uri(path);
      compareOne(`syntax errors of ${uri}`, diagnostics, syntaxOf(await diagnosticsOf(fresh, uri)));
    }
  } finally {
    await fresh.dispose();
  }
  return broken;
}

/** Reverts the edits that broke the texts, since a new server can't have the earlier model of a broken text. */
async function repair(workspace: ModelWorkspace, broken: readonly string[]): Promise<void> {
  for (const path of broken) {
    // Broken text may have been committed, too.
    for (const good of [workspace.lastGood.get(path) ?? '', '']) {
      const text = workspace.text(path) ?? '';
      if (workspace.open.has(path)) await workspace.change(path, [changed(text, good)]);
      else await workspace.write(path, good);
      await workspace.notifyFiles();
      if (!isBroken(await diagnosticsOf(workspace.server, workspace.uri(path)))) break;
      if (good === '') throw new Error(`${path} is empty, but the server can't parse it.`);
    }
  }
}

/** The smallest edit between two texts, without their common start and end. */
function changed(from: string, to: string): { start: number; end: number; text: string } {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let tail = 0;
  while (tail < most - start && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}

async function compareAll(workspace: ModelWorkspace, fresh: InProcessServer, random: Random): Promise<number> {
  let count = compareAnswers(await askWorkspace(workspace.server), await askWorkspace(fresh));
  const paths = workspace.paths().filter(path => isServed(workspace, path));
  for (const path of paths) {
    const uri = workspace.uri(path);
    compareOne(`diagnostics of ${uri}`, await diagnosticsOf(workspace.server, uri), await diagnosticsOf(fresh, uri));
    count++;
  }
  for (let documents = 0; documents < 3; documents++) {
    const path = random.pick(paths);
    const uri = workspace.uri(path);
    count += compareAnswers(await askDocument(workspace.server, uri), await askDocument(fresh, uri));
    for (const place of placesIn(workspace.text(path) ?? '', 4, limit => random.below(limit)))
      count += compareAnswers(await askAt(workspace.server, uri, place), await askAt(fresh, uri, place));
  }
  return count;
}

/** In installed modules, the server reads only called modules and open documents. */
const isServed = (workspace: ModelWorkspace, path: string): boolean =>
  workspace.open.has(path) || !path.startsWith('.terraform/');

function compareAnswers(incremental: Answers, fresh: Answers): number {
  for (const [question, answer] of Object.entries(incremental)) compareOne(question, answer, fresh[question]);
  return Object.keys(incremental).length;
}

function compareOne(question: string, incremental: unknown, fresh: unknown): void {
  if (!isDeepStrictEqual(incremental, fresh)) throw new Difference(question, incremental, fresh);
}
