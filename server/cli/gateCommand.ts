/** `kubestack-language-server gate`: decides about one tool call of a coding agent, in the form of the hooks of VS Code and Claude Code. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { naturalRoot } from '../../common/node/naturalRoot';
import { isRecord } from '../../common/isRecord';
import { ownProperty } from '../../common/ownProperty';
import { commandActions, writtenActions } from '../gate/commandActions';
import { UNREADABLE } from '../gate/gitActions';
import { gateDisk, realPath } from './gateDisk';
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
import { baseNameOf, fsPathOf, isWithin, uriOfPath } from '../workspace/uri';
import type { JudgingModel } from './gateModel';
import { printedJson } from './printedText';

/** Longer calls are asked about. */
const MAX_INPUT = 5_000_000;

/**
 * Most calls of an agent concern no platform. They are answered without the model of platforms, whose code takes most of the time of a start to load.
 * Never throws: what fails is asked about.
 *
 * @param currentFolder if the call doesn't name one
 * @param limitTime called before what may take long
 * @returns the text for standard output
 */
export async function gateOutput(
  input: AsyncIterable<unknown>,
  currentFolder: string,
  assets: string,
  limitTime: () => void = () => undefined,
): Promise<string> {
  const answer = readInput(input).then(value => answerTo(value, currentFolder, assets, limitTime));
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

async function answerTo(value: unknown, currentFolder: string, assets: string, limitTime: () => void): Promise<Answer> {
  const call = hookCall(value);
  const given = isRecord(value) ? ownProperty(value, 'cwd') : undefined;
  const folder = typeof given === 'string' && given !== '' ? given : currentFolder;
  const repository = repositoryAround(folder, assets, limitTime);
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

/** Settings of VS Code, which decide whether hooks run, and where they are. */
const SETTINGS = /\/\.vscode\/settings\.json$/;

const concerns = (name: string): boolean => sourceSyntaxOf(name) !== undefined || concernsPlatforms(name);

interface JudgedRepository {
  read(path: string): string | undefined;
  run(line: string): Promise<readonly Found[]>;
  edited(files: readonly EditedFile[]): Promise<readonly Found[]>;
  decide(found: readonly Found[]): Promise<Answer>;
}

/** The repository around a folder. Nothing outside of it is read. */
function repositoryAround(folder: string, assets: string, limitTime: () => void): JudgedRepository {
  const rootUri = uriOfPath(naturalRoot(folder, homedir()));
  const files = filesWithin(rootUri);
  const disk = gateDisk(folder, fsPathOf(rootUri), files);
  let opened: Promise<JudgingModel> | undefined;
  const model = (): Promise<JudgingModel> => {
    if (!opened) limitTime();
    return (opened ??= import('./gateModel').then(({ openModel }) => openModel({ folder, rootUri, assets })));
  };
  const uriOf = (path: string): string => uriOfPath(resolve(folder, path));
  return {
    async run(line) {
      let isAsked = false;
      const tagAction = (): undefined => void (isAsked = true);
      const found = commandActions(line, { ...UNREADABLE, ...disk, tagAction });
      return isAsked ? commandActions(line, { ...(await (await model()).deployFacts()), ...disk }) : found;
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
        for (const action of new Set(targets.flatMap(writtenActions))) found.push({ action, text: path });
        if (typeof text === 'string' && SETTINGS.test(uri) && /\bchat\.\w*hook/i.test(text))
          found.push({ action: 'rules', text: path });
        const name = baseNameOf(uri);
        const isRelevant = path === '' || concerns(name);
        // Tools may trim names, and disks may ignore case.
        if (!isRelevant && concerns(name.trim().toLowerCase())) found.push({ action: 'unread', text: path });
        if (!isRelevant) continue;
        // Nothing is read there, so its platform is not known.
        const isOutside = path !== '' && (!isWithin(uri, rootUri) || /^\w+:\/\//.test(path));
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
