/** Actions of users, editors and git on a workspace. Each step takes all random choices from its own seed. */
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import type { Random } from '../fuzz/random';
import { positionAt } from '../fuzz/textPositions';
import { answerOrReason } from '../fuzz/questions';
import { applyWorkspaceEdit } from './applyWorkspaceEdit';
import { isConfiguration, type Edit, type ModelWorkspace } from './modelWorkspace';
import { BLOCKS, REWRITES, TYPED, WORDS } from './vocabulary';

type Step = (workspace: ModelWorkspace, random: Random) => Promise<void>;

/** Types characters, one edit for each. */
const type: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const typed = random.pick(TYPED);
  let at = somewhere(workspace.text(path) ?? '', random);
  for (const character of typed) {
    await workspace.change(path, [{ start: at, end: at, text: character }]);
    at += character.length;
  }
};

const paste: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const text = workspace.text(path) ?? '';
  const at = random.oneIn(3) ? somewhere(text, random) : lineStart(text, random);
  const block = random.oneIn(4) ? partOf(workspace, random) : random.pick(BLOCKS);
  await workspace.change(path, [{ start: at, end: at, text: block }]);
};

const erase: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  await workspace.change(path, [{ ...range(workspace.text(path) ?? '', random), text: '' }]);
};

/** Replaces a word. */
const replaceWord: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const edit = wordEdit(workspace.text(path) ?? '', random);
  if (edit) await workspace.change(path, [edit]);
};

/** Several cursors: one notification with several changes. */
const severalCursors: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const typed = random.pick(TYPED);
  const text = workspace.text(path) ?? '';
  const places = Array.from({ length: 1 + random.below(4) }, () => somewhere(text, random)).sort((a, b) => b - a);
  await workspace.change(
    path,
    places.map(at => ({ start: at, end: at, text: typed })),
  );
};

const undo: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  for (let count = random.below(8); count >= 0; count--) await workspace.stepBack(path, 'undo');
};

const redo: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  for (let count = random.below(4); count >= 0; count--) await workspace.stepBack(path, 'redo');
};

const lineEnds: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const text = workspace.text(path) ?? '';
  const isWindows = text.includes('\r\n');
  if (random.oneIn(2)) {
    await workspace.replaceAll(path, isWindows ? text.replaceAll('\r\n', '\n') : text.replaceAll('\n', '\r\n'));
    return;
  }
  const ends = [...text.matchAll(isWindows ? /\r\n/g : /\n/g)].reverse();
  const edits = ends.map(({ index, 0: end }) => ({
    start: index,
    end: index + end.length,
    text: isWindows ? '\n' : '\r\n',
  }));
  await workspace.change(path, edits);
};

/** An ordinary edit of a platform: a version, an environment, a label. */
const rewrite: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const edit = rewritten(workspace.text(path) ?? '', random);
  if (edit) await workspace.change(path, [edit]);
};

const open: Step = async (workspace, random) => {
  await workspace.openDocument(random.pick(workspace.paths()));
};

const close: Step = async (workspace, random) => {
  if (workspace.open.size > 0) await workspace.closeDocument(random.pick([...workspace.open.keys()]));
};

const save: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  await workspace.save(path);
  if (random.oneIn(3)) workspace.commit();
};

/** Renames a symbol with the edit of the server. */
const rename: Step = async (workspace, random) => {
  const path = await openOne(workspace, random);
  const text = workspace.text(path) ?? '';
  const textDocument = { uri: workspace.uri(path) };
  const position = positionAt(text, somewhere(text, random));
  const newName = random.pick(['renamed', 'eks_new_eu-west-1', 'dev', 'x']);
  const edit = await answerOrReason(workspace.server, 'textDocument/rename', { textDocument, position, newName });
  if (typeof edit === 'object' && edit) await applyWorkspaceEdit(workspace, edit);
};

/** Fixes all problems with the edit of the server. */
const fixAll: Step = async (workspace, random) => {
  const { edit } = await workspace.server.request<{ edit: WorkspaceEdit }>('kubestack/fixAll', {
    uri: workspace.uri(random.pick(workspace.paths())),
  });
  await applyWorkspaceEdit(workspace, edit);
};

const moveFile: Step = async (workspace, random) => {
  const path = random.pick([...workspace.disk.keys()].filter(isConfiguration));
  const folder = random.oneIn(3) ? random.pick(['modules/new/', 'modules/nginx/', '']) : path.replace(/[^/]*$/, '');
  const name = random.pick(['renamed.tf', 'other_override.tf', 'a.tf', 'z.tf', 'm.tofu', 'n.auto.tfvars']);
  await workspace.move(path, folder + name);
};

const moveFolder: Step = async (workspace, random) => {
  const folders = [...workspace.disk.keys()].flatMap(path =>
    path.includes('/') ? [path.replace(/\/[^/]*$/, '')] : [],
  );
  if (folders.length === 0) return;
  const from = random.pick(folders);
  await workspace.move(from, random.oneIn(2) ? `${from}_moved` : from.replace(/_moved$/, ''));
};

const deleteOne: Step = async (workspace, random) => {
  if (workspace.disk.size < 3) return;
  const path = random.pick([...workspace.disk.keys()]);
  const folder = path.replace(/\/[^/]*$/, '');
  await workspace.remove(random.oneIn(4) && folder !== path ? folder : path);
  await workspace.notifyFiles();
};

/** A program writes a file, which can be open. */
const writeOutside: Step = async (workspace, random) => {
  const path = random.pick([...workspace.disk.keys()]);
  const text = workspace.disk.get(path) ?? '';
  const edit = random.oneIn(2) ? rewritten(text, random) : wordEdit(text, random);
  if (!edit) return;
  await workspace.write(path, text.slice(0, edit.start) + edit.text + text.slice(edit.end));
  await workspace.notifyFiles();
  await reloadUnsaved(workspace, path, text);
};

const create: Step = async (workspace, random) => {
  const folder = random.pick(['', '', 'modules/new/', 'other/', 'other/modules/x/']);
  const name = random.pick(['new.tf', 'b_override.tf', 'c.tofu', 'late.auto.tfvars', 'README.md', 'Dockerfile']);
  if (workspace.text(folder + name) !== undefined) return;
  const text = isConfiguration(name) && !name.endsWith('vars') ? random.pick(BLOCKS) : 'base_domain = "new.example"\n';
  await workspace.write(folder + name, text);
  workspace.lastGood.set(folder + name, text);
  await workspace.notifyFiles();
};

/** `git checkout`: changes many files at once, with different events in different editors. */
const checkout: Step = async (workspace, random) => {
  const wanted = random.pick(workspace.commits);
  const before = new Map(workspace.disk);
  for (const path of before.keys()) if (!wanted.has(path)) await workspace.remove(path);
  for (const [path, text] of wanted) if (before.get(path) !== text) await workspace.write(path, text);
  for (const [path, text] of wanted) if (!workspace.lastGood.has(path)) workspace.lastGood.set(path, text);
  const isReversed = random.oneIn(2);
  await workspace.notifyFiles(events => (isReversed ? [...events].reverse() : events));
  for (const [path, text] of before) await reloadUnsaved(workspace, path, text);
};

/** Files that `init` and `workspace select` write. */
const initialize: Step = async (workspace, random) => {
  if (random.oneIn(3))
    await workspace.write('.terraform/environment', random.pick(['apps', 'ops', 'default', 'nowhere']));
  else {
    const source = random.pick([
      'git::https://github.com/kbst/terraform-kubestack.git//aws/cluster?ref=v0.18.0-beta.0',
      './modules/nginx',
    ]);
    const entry = {
      Key: random.pick(['pool_extra', 'eks_a_eu-west-1']),
      Source: source,
      Dir: '.terraform/modules/own',
    };
    await workspace.write(
      '.terraform/modules/modules.json',
      JSON.stringify({ Modules: random.oneIn(4) ? [] : [entry] }),
    );
    await workspace.write('.terraform/modules/own/variables.tf', random.pick(OWN_VARIABLES));
  }
  await workspace.notifyFiles(events =>
    random.oneIn(3) ? [{ ...events[0]!, uri: workspace.uri('.terraform') }] : events,
  );
};

const OWN_VARIABLES = [
  'variable "configuration" {}\nvariable "configuration_base_key" {\n  default = "ops"\n}\n',
  'variable "configuration" {\n  type = map(any)\n}\nvariable "configuration_base_key" {}\n',
];

const settings: Step = (workspace, random) =>
  workspace.changeSettings(
    random.pick([
      {},
      { environments: ['ops', 'apps'] },
      { checks: { KS401: 'off', KS409: 'error' } },
      { inlayHints: false, codeLens: false },
    ]),
  );

export const STEPS = {
  type,
  paste,
  erase,
  replaceWord,
  severalCursors,
  undo,
  redo,
  lineEnds,
  rewrite,
  open,
  close,
  save,
  rename,
  fixAll,
  moveFile,
  moveFolder,
  deleteOne,
  writeOutside,
  create,
  checkout,
  initialize,
  settings,
} satisfies Readonly<Record<string, Step>>;

export type StepName = keyof typeof STEPS;

/** Weights of the steps, about 100 in total. */
export const WEIGHTS: Readonly<Record<StepName, number>> = {
  ...{ type: 14, paste: 6, erase: 8, replaceWord: 10, severalCursors: 3, undo: 10, redo: 3, lineEnds: 2, rewrite: 14 },
  ...{ open: 3, close: 4, save: 6, rename: 2, fixAll: 1, moveFile: 2, moveFolder: 1, deleteOne: 2, writeOutside: 5 },
  ...{ create: 2, checkout: 2, initialize: 2, settings: 1 },
};

/** Editors reload a document without unsaved changes. */
async function reloadUnsaved(workspace: ModelWorkspace, path: string, before: string): Promise<void> {
  const document = workspace.open.get(path);
  const now = workspace.disk.get(path);
  if (document && now !== undefined && document.text === before && now !== before)
    await workspace.change(path, [{ start: 0, end: before.length, text: now }], false);
}

/** The path of an open document; opens one if there is none. */
async function openOne(workspace: ModelWorkspace, random: Random): Promise<string> {
  const opened = [...workspace.open.keys()];
  if (opened.length > 0 && !random.oneIn(4)) return random.pick(opened);
  const path = random.pick(workspace.paths());
  await workspace.openDocument(path);
  return path;
}

/** Mostly the end of a line or the start of a word. */
function somewhere(text: string, random: Random): number {
  const at = random.below(text.length + 1);
  const found = random.oneIn(3) ? undefined : /\n|\b\w/.exec(text.slice(at, at + 60));
  return found ? at + found.index : at;
}

function lineStart(text: string, random: Random): number {
  return text.lastIndexOf('\n', random.below(text.length + 1)) + 1;
}

function range(text: string, random: Random): { start: number; end: number } {
  const start = somewhere(text, random);
  return { start, end: Math.min(text.length, start + random.small(random.oneIn(10) ? 400 : 12)) };
}

function partOf(workspace: ModelWorkspace, random: Random): string {
  const text = workspace.text(random.pick(workspace.paths())) ?? '';
  const start = lineStart(text, random);
  return text.slice(start, start + random.below(600));
}

function wordEdit(text: string, random: Random): Edit | undefined {
  const from = random.below(text.length + 1);
  const found = /"[^"\n]*"|[\w-]+/.exec(text.slice(from, from + 200));
  if (!found) return undefined;
  const start = from + found.index;
  const quoted = found[0].startsWith('"');
  const word = random.pick(WORDS);
  return { start, end: start + found[0].length, text: quoted ? JSON.stringify(word) : word };
}

function rewritten(original: string, random: Random): Edit | undefined {
  const [pattern, replacement] = random.pick(REWRITES);
  const found = [...original.matchAll(pattern)];
  if (found.length === 0) return undefined;
  const match = random.pick(found);
  const text = replacement.replace(/\$(&|\d)/g, (_, group: string) => match[group === '&' ? 0 : Number(group)] ?? '');
  return { start: match.index, end: match.index + match[0].length, text };
}
