/** The questions of files of cases (`caseFile.ts`) and how their answers are written. */
import { strict as assert } from 'node:assert';
import { DiagnosticSeverity, type Location, type LocationLink } from 'vscode-languageserver-types';
import { now } from '../../../common/now';
import type { EffectiveAttribute, ScaffoldKind } from '../../../common/protocol';
import { stepText } from '../../../common/steps';
import { effectiveConfiguration } from '../../../server/features/effective/effectiveConfiguration';
import { definition } from '../../../server/features/navigation/definition';
import { prepareRename, renameAt } from '../../../server/refactoring/rename/rename';
import { implementation } from '../../../server/features/navigation/implementation';
import { references } from '../../../server/features/navigation/references';
import { typeDefinition } from '../../../server/features/navigation/typeDefinition';
import type { Settings } from '../../../server/semantics/settings';
import { relativePath } from '../../../server/workspace/uri';
import { evaluatorDiagnostics } from '../checks/evaluatorDiagnostics';
import { linesWith, onlyCheck } from '../checks/checkedWorkspace';
import { actionsAt, textAfter } from '../features/checkActions';
import { hoverText } from '../features/checkHover';
import { completionsIn, type Completions } from '../features/completionOf';
import { describeLocations, markedWorkspace, textIn, type MarkedWorkspace } from '../features/markedWorkspace';
import { changedTexts, offered, refactored } from '../refactoring/refactored';
import { workspaceOf } from '../testWorkspace';
import { answered, withEdit } from '../scaffold/scaffolded';
import { withCursor, type Question } from './caseFile';
import { changesBetween } from './changes';

type Texts = Readonly<Record<string, string>>;

type Overridden = NonNullable<EffectiveAttribute['overrides']>;

/** Answers a question about files. The parameters are what follows the name of the question. */
type Answer = (files: Texts, parameters: string) => Promise<string>;

/** A question about the place of the cursor, which is in a file or in the parameters. */
const atCursor =
  (answer: (files: Texts) => Promise<string>): Answer =>
  (files, parameters) =>
    answer(parameters === '' ? files : withCursor(files, parameters));

const places = (find: (workspace: MarkedWorkspace) => readonly (Location | LocationLink)[] | null): Answer =>
  atCursor(async files => {
    const workspace = await markedWorkspace(files);
    return describeLocations(workspace, find(workspace)).join('\n');
  });

const onlyChecked = (code: string): Partial<Settings> => (code === '' ? {} : { checks: onlyCheck(code) });

const usesOf = ({ snapshot, here, position }: MarkedWorkspace, declaration: boolean): Location[] =>
  (now(references(snapshot, here, position, declaration)) ?? []).sort((a, b) =>
    a.uri === b.uri ? a.range.start.line - b.range.start.line : a.uri < b.uri ? -1 : 1,
  );

/** About completion at the cursor: of one item, whose label is the parameter, or of the whole list. */
const offers =
  (answer: (found: Completions, label: string) => string): Answer =>
  async (files, label) =>
    answer(await completionsIn(files), label);

/** By the number of a severity. */
const LEVELS = ['', '', ', warning', ', information', ', hint'];

const QUESTIONS: Readonly<Record<string, Answer>> = {
  hover: atCursor(async files => (await hoverText(files)) ?? ''),

  definition: places(({ snapshot, here, position }) => definition(snapshot, here, position, false)),
  implementation: places(({ snapshot, here, position }) => implementation(snapshot, here, position, false)),
  type: places(({ snapshot, here, position }) => typeDefinition(snapshot, here, position, false)),
  references: places(workspace => usesOf(workspace, true)),
  uses: places(workspace => usesOf(workspace, false)),

  /** All labels in the order of the list. */
  completion: offers(({ labels }) => labels.join('\n')),
  /** Which of some labels are offered, each on a line. */
  offered: offers(({ labels }, some) =>
    some
      .split(' ')
      .filter(label => labels.includes(label))
      .join('\n'),
  ),
  detail: offers((found, label) => found.item(label).detail ?? ''),
  /** The lines that change, with tab stops in snippet syntax. */
  accept: offers((found, label) => found.accepted(label)),
  documentation: offers((found, label) => found.documentation(label)),

  /** What the parser and the evaluator report, without the checks: the line, the underlined text, the message and the code. */
  faults: async files => {
    const { snapshot, uri } = await workspaceOf(files);
    return Object.keys(files)
      .sort()
      .flatMap(path =>
        evaluatorDiagnostics(snapshot, uri(path)).map(({ range, message, code, severity }) => {
          const [covered] = textIn(files[path] ?? '', range).split('\n');
          const level = LEVELS[severity ?? DiagnosticSeverity.Error];
          return `${path}:${range.start.line + 1} ${covered}: ${message as string} (${String(code)}${level})`;
        }),
      )
      .join('\n');
  },
  /** The effective values of all modules in a file, with their origins. */
  effective: async (files, path) => {
    const { snapshot, uri } = await workspaceOf(files);
    const place = ({ location }: EffectiveAttribute | Overridden): string =>
      `${relativePath(uri(''), location.uri)}:${location.range.start.line + 1}`;
    const shown = ({ value, expression }: EffectiveAttribute | Overridden): string =>
      expression ?? JSON.stringify(value);
    const line = (each: EffectiveAttribute): string =>
      `${each.path.join('.')} = ${shown(each)} · ${each.origin} ${place(each)}` +
      (each.overrides ? `, not ${shown(each.overrides)} ${place(each.overrides)}` : '');
    return effectiveConfiguration(snapshot, uri(path))
      .modules.flatMap(({ address, kind, baseKey, environments, metadata }) => [
        `${address}: ${kind}, inherits from ${baseKey}`,
        ...Object.entries(environments).flatMap(([name, attributes]) => [
          `  ${[name, metadata?.[name]?.name, metadata?.[name]?.fqdn].filter(Boolean).join(' ')}`,
          ...attributes.map(each => `    ${line(each)}`),
        ]),
      ])
      .join('\n');
  },
  /** The findings of one check. */
  check: async (files, code) => (await linesWith(code, files)).join('\n'),

  /** Quick fixes. The parameters are the code of the only check, and a kind of actions. */
  actions: async (files, parameters) => {
    const [code = '', only] = /^KS/.test(parameters) ? parameters.split(' ') : ['', parameters || undefined];
    return actionsAt(await markedWorkspace(files, onlyChecked(code)), only === undefined ? {} : { only: [only] })
      .map(({ title, isPreferred }) => (isPreferred ? `${title} (preferred)` : title))
      .join('\n');
  },
  /** The changes of a quick fix. The parameters are the code of the only check and a colon, and the title. */
  fix: async (files, parameters) => {
    const [, code = '', title = ''] = /^(?:(KS\d+): )?(.*)$/.exec(parameters) ?? [];
    const workspace = await markedWorkspace(files, onlyChecked(code));
    const path = workspace.here.slice(workspace.uri('').length + 1);
    return changesBetween(workspace.texts, { ...workspace.texts, [path]: textAfter(workspace, title) });
  },

  /** Titles of refactorings. */
  refactorings: atCursor(async files => (await offered(files)).join('\n')),
  /** The changes of a refactoring. */
  refactor: async (files, title) => {
    const { texts } = await markedWorkspace(files);
    return changesBetween(texts, { ...texts, ...(await refactored(files, title)) });
  },

  /** What a rename would replace, or why there is none. */
  renames: atCursor(async files => {
    const { snapshot, here, position } = await markedWorkspace(files);
    const result = prepareRename(snapshot, here, position);
    if ('problem' in result) return result.problem;
    assert.equal(textIn(snapshot.model.workspace.file(here)?.text ?? '', result.range), result.placeholder);
    return result.placeholder;
  }),
  /** The changes of a rename to the name in the parameters and what it says about them, or why it is refused. */
  rename: async (files, name) => {
    const workspace = await markedWorkspace(files);
    const result = now(renameAt(workspace.snapshot, workspace.here, workspace.position, name));
    if ('problem' in result) return result.problem;
    const moves = new Map<string, string>();
    for (const change of result.edit.documentChanges ?? [])
      if ('kind' in change && change.kind === 'rename')
        moves.set(relativePath(workspace.uri(''), change.newUri)!, relativePath(workspace.uri(''), change.oldUri)!);
    return [
      changesBetween(workspace.texts, { ...workspace.texts, ...changedTexts(workspace, result.edit) }, moves),
      ...Object.values(result.edit.changeAnnotations ?? {}).map(
        ({ needsConfirmation, description }) => `${needsConfirmation ? 'confirm' : 'note'}: ${description ?? ''}`,
      ),
    ].join('\n');
  },

  /** The changes, notes and steps of a scaffold, or its problems. The parameters are its kind and the answers as JSON. */
  scaffold: async (files, parameters) => {
    const [, kind = '', answers = '{}'] = /^(\w+) ?(.*)$/.exec(parameters) ?? [];
    const result = await answered(files, kind as ScaffoldKind, JSON.parse(answers) as Record<string, unknown>);
    if ('problems' in result) return result.problems.map(each => `${each.answer}: ${each.message}`).join('\n');
    assert.ok('edit' in result, JSON.stringify(result));
    return [
      changesBetween(files, withEdit(files, result.edit)),
      ...result.notes.map(note => `note: ${note}`),
      ...result.followUp.map(step => `step: ${stepText(step)}`),
    ].join('\n');
  },
};

/** The answer to a question as text, without line ends at its end. */
export async function answerTo({ name, files, parameters }: Question): Promise<string> {
  const answer = QUESTIONS[name];
  if (!answer) throw new Error(`There is no question ${name}, but ${Object.keys(QUESTIONS).join(', ')}.`);
  return (await answer(files, parameters)).trimEnd();
}
