/** `kubestack-language-server gate`: decides about one tool call of a coding agent, in the form of the hooks of VS Code and Claude Code. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { commandActions, isGuarding } from '../gate/commandActions';
import { UNREADABLE } from '../gate/gitActions';
import {
  answerOf,
  failedAnswer,
  hookOutput,
  PASSED,
  TOO_LONG,
  UNEXPECTED,
  type Answer,
  type Found,
} from '../gate/answer';
import { hookCall, type EditedFile } from '../gate/hookCall';
import type { Change } from '../edits/change';
import { decisionOf, strictest } from '../kubestack/rules/agentPolicy';
import { filesWithin } from '../node/filesWithin';
import { concernsPlatforms, sourceSyntaxOf } from '../workspace/fileNames';
import { baseNameOf, isWithin, uriOfPath } from '../workspace/uri';
import type { JudgingModel } from './gateModel';
import { printedJson } from './printedText';

/** Longer calls are asked about. */
const MAX_INPUT = 5_000_000;

/**
 * Most calls of an agent concern no platform. They are answered without the model of platforms, whose code takes most of the time of a start to load.
 * Never throws: what fails is asked about.
 *
 * @param currentFolder if the call doesn't name one
 * @returns the text for standard output
 */
export async function gateOutput(
  input: AsyncIterable<unknown>,
  currentFolder: string,
  assets: string,
): Promise<string> {
  const answer = readInput(input).then(value => answerTo(value, currentFolder, assets));
  return printedJson(hookOutput(await answer.catch(failedAnswer)));
}

async function readInput(input: AsyncIterable<unknown>): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
    size += bytes.length;
    if (size > MAX_INPUT) throw new TypeError(TOO_LONG);
    chunks.push(bytes);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
}

async function answerTo(value: unknown, currentFolder: string, assets: string): Promise<Answer> {
  const call = hookCall(value);
  const given = isRecord(value) ? ownProperty(value, 'cwd') : undefined;
  const folder = typeof given === 'string' && given !== '' ? given : currentFolder;
  const repository = repositoryAround(folder, assets);
  switch (call.kind) {
    case 'other':
      return PASSED;
    case 'unread':
      return repository.decide([UNEXPECTED]);
    case 'command':
      return repository.decide(await repository.run(call.line));
    case 'edit':
      return repository.decide(await repository.edited(call.files(path => repository.read(path))));
  }
}

interface JudgedRepository {
  read(path: string): string | undefined;
  run(line: string): Promise<readonly Found[]>;
  edited(files: readonly EditedFile[]): Promise<readonly Found[]>;
  decide(found: readonly Found[]): Promise<Answer>;
}

/** The repository around a folder. Nothing outside of it is read. */
function repositoryAround(folder: string, assets: string): JudgedRepository {
  const rootUri = uriOfPath(naturalRoot(folder, homedir()));
  const files = filesWithin(rootUri);
  let opened: Promise<JudgingModel> | undefined;
  const model = (): Promise<JudgingModel> =>
    (opened ??= import('./gateModel').then(({ openModel }) => openModel({ folder, rootUri, assets })));
  const uriOf = (path: string): string => uriOfPath(resolve(folder, path));
  return {
    async run(line) {
      let isAsked = false;
      const tagAction = (): undefined => void (isAsked = true);
      const found = commandActions(line, { ...UNREADABLE, tagAction });
      return isAsked ? commandActions(line, await (await model()).deployFacts()) : found;
    },
    read: path => {
      const bytes = isWithin(uriOf(path), rootUri) ? files.read(uriOf(path), MAX_INPUT) : undefined;
      return bytes && new TextDecoder().decode(bytes);
    },
    async edited(files) {
      const found: Found[] = [];
      const changes: Change[] = [];
      for (const { path, text } of files) {
        const uri = uriOf(path);
        const targets = [resolve(folder, path), realPath(resolve(folder, path))];
        if (targets.some(isGuarding)) found.push({ action: 'rules', text: path });
        const name = baseNameOf(uri);
        const isRelevant = path === '' || sourceSyntaxOf(name) !== undefined || concernsPlatforms(name);
        if (!isRelevant) continue;
        // Nothing is read there, so its platform is not known.
        const isOutside = path !== '' && !isWithin(uri, rootUri);
        if (typeof text === 'object' || isOutside) found.push({ action: 'unread', text: path });
        else changes.push(text === undefined ? { kind: 'delete', uri } : { kind: 'create', uri, text });
      }
      return changes.length === 0 ? found : [...found, ...(await model()).editActions(changes)];
    },
    async decide(found) {
      if (found.length === 0) return PASSED;
      const { policies } = await model();
      const decided = found.map(each => ({ ...each, decision: decisionOf(policies, each.action) }));
      const decision = strictest(decided.map(each => each.decision));
      return answerOf(decision, decided);
    },
  };
}

/** The path of a file without links, which may not exist yet: that of its nearest folder. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(realPath(folder), basename(path));
  }
}
