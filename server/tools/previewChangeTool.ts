/**
 * `kubestack_preview_change`: the files that a scaffold, fix, set value, refactoring or rename would change, and the resulting effective
 * configuration.
 */
import { isRecord } from '../../common/isRecord';
import { blocksText } from '../../common/replacement/stagedChange';
import { stepText, type Step } from '../../common/steps';
import { SCAFFOLD_KINDS, type RefactoringData } from '../../common/protocol';
import { shortened } from '../../common/shortened';
import { fixAllInPlatform } from '../codeActions/fixAll';
import { DIAGNOSTIC_CODES, fixableDiagnostics, type FixableDiagnostic } from '../diagnostics/checkedDiagnostics';
import type { Change } from '../edits/change';
import { Draft } from '../edits/draft';
import { resultingContext } from '../edits/resultingSnapshot';
import { editOrProblem } from '../edits/workspaceEdit';
import { offeredRefactorings, resolveRefactoring } from '../refactoring/refactorings';
import { renameEverywhere } from '../scaffold/renameInGeneratedFiles';
import type { AnswerReader } from '../scaffold/answerReader';
import { scaffold } from '../scaffold/scaffold';
import { scaffoldSuggestions } from '../scaffold/suggestions';
import type { RequestContext } from '../semantics/requestContext';
import { isWithin, parentOf } from '../workspace/uri';
import { answerSchema, PAGE_INPUT } from './answerPages';
import { parseFixId } from './checkTool';
import {
  changeSections,
  changesSentence,
  COMPARISON_LISTS,
  forecastIn,
  forecastSentence,
  reviewFor,
} from './compareTool';
import { rulesSentence } from './ruleChanges';
import { groupedChanges, type GroupedChanges } from './groupedChanges';
import { SCAFFOLD_ANSWERS, scaffoldKind, usedDefaults } from './describeScaffoldTool';
import { listSchema, objectSchema, type JsonSchema } from './jsonSchema';
import {
  optionalString,
  optionalStrings,
  section,
  textSection,
  ToolError,
  type Tool,
  type ToolHost,
  type ToolInput,
} from './tool';
import { PATH_INPUT, pathInput, shownPath, targetOfPath } from './toolPaths';
import { deployedRevisions, progressIn, stagesAfter, stagesSection, type DeployedRevisions } from './stagedReplacement';
import { setValueInEnvironment } from './setValue';
import { filesAfterChanges, changesOfEdit, unifiedDiff, type FileStates } from './unifiedDiff';
import { positionInput, POSITION_INPUT } from './toolPositions';
import { shownNames } from './toolValue';

const NAME: JsonSchema = { type: 'string' };
type Fix = ReturnType<FixableDiagnostic['fixes']>[number];

/** A possible change with its follow-up. */
interface ProposedChange {
  readonly changes: readonly Change[];
  readonly notes?: readonly string[];
  readonly nextSteps?: readonly Step[];
}

export const previewChangeTool: Tool = {
  name: 'kubestack_preview_change',
  title: 'Preview a change of a Kubestack platform',
  description:
    'Shows what a change would write, as a unified diff, with the effective values that change in each environment and the next steps. It writes nothing: apply the diff with your own editing tools. Kinds: "scaffold" adds, changes or removes whole parts (name is the kind of scaffold, answers its questions), "fix" repairs problems (name is an id of kubestack_check, or a code), "set" sets an attribute in one environment and keeps what all others have (name is MODULE.ATTRIBUTE, with environment and value), "refactoring" moves values between environments (name and a position; effective_changes tells whose values change), "rename" renames what is at a position or the environment called name to new_name, "replacement" writes the next stage of replacing the node pool or cluster called name, which a forecast would destroy at once: with values (and environment) to begin, without to continue; stages tells what each waits for.',
  input: objectSchema(
    {
      path: PATH_INPUT,
      kind: { type: 'string', enum: ['scaffold', 'fix', 'set', 'refactoring', 'rename', 'replacement'] },
      name: {
        ...NAME,
        description: `scaffold: ${SCAFFOLD_KINDS.join(', ')}. fix: the id, or a code such as KS208 for the preferred fixes of all its problems. set: MODULE.ATTRIBUTE. refactoring: title of one; without it the ones that are possible at the position are listed. rename: an environment, instead of a position.`,
      },
      names: { ...listSchema(NAME), description: 'For fix: several ids, instead of name.' },
      answers: SCAFFOLD_ANSWERS,
      new_name: { ...NAME, description: 'For rename.' },
      environment: { ...NAME, description: 'For set, and for replacement: the environment that sets the values.' },
      values: {
        type: 'object',
        description:
          'For replacement: attributes and their new values; those of a default node pool as default_node_pool.machine_type.',
      },
      value: { description: 'For set: the value as JSON, in the type of the attribute.' },
      ...POSITION_INPUT,
      ...PAGE_INPUT,
    },
    ['kind'],
  ),
  output: answerSchema(
    { files: listSchema(NAME) },
    {
      problems: objectSchema({ answer: NAME, message: NAME }, ['answer', 'message']),
      possible: objectSchema({ name: NAME }, ['name']),
      ...COMPARISON_LISTS,
      stages: objectSchema(
        {
          title: NAME,
          state: { type: 'string', enum: ['done', 'open', 'waiting'] },
          environments: listSchema(NAME),
          waits_for: NAME,
        },
        ['title', 'state', 'environments'],
      ),
      notes: NAME,
      next_steps: objectSchema(
        {
          step: NAME,
          by: {
            type: 'string',
            enum: ['agent', 'person'],
            description: 'person: it pushes, tags, applies, or needs their decision.',
          },
        },
        ['step', 'by'],
      ),
    },
    ['files', 'diff', 'problems'],
    {
      diff: {
        ...NAME,
        description:
          'Unified diff, with paths relative to the root. Of a truncated answer: its beginning; the next answer has what follows.',
      },
    },
  ),
  run: async (host, input) => {
    const staged = optionalString(input, 'kind') === 'replacement' ? await deployedRevisions(host, input) : undefined;
    return host.compute(pathInput(host, input).uri, function* (request) {
      yield;
      const proposed = staged
        ? yield* proposedReplacement(request, host, input, staged)
        : yield* proposedChange(request, host, input);
      if ('problems' in proposed)
        return {
          summary: `Nothing can be written yet: ${proposed.problems.length} answers are missing or wrong.`,
          head: { files: [] },
          sections: [section('problems', proposed.problems, each => each), textSection('diff', [])],
        };
      if ('possible' in proposed)
        return {
          summary: `${proposed.possible.length} refactorings are possible at this position. Pass one of them as name.`,
          head: { files: [] },
          sections: [
            section('possible', proposed.possible, name => ({ name })),
            textSection('diff', []),
            section('problems', [], each => each),
          ],
        };
      const { changes, notes = [], nextSteps = [] } = proposed;
      const files = filesAfterChanges(request, changes);
      const shown = (uri: string): string => shownPath(host, uri);
      const diff = unifiedDiff(files, shown);
      const after = yield* resultingContext(request, changes);
      const uri = comparedFolder([request, after], files, pathInput(host, input).rootUri);
      const review = yield* reviewFor(host, { before: request, after, uri });
      const [comparison, forecast] = [review.whole, forecastIn(host, review.forecast)];
      const grouped = groupedChanges(comparison);
      const { hazards, values } = changeSections(comparison, grouped, forecast, review.rules);
      const names = files.map(({ newUri }) => shown(newUri));
      return {
        summary:
          changes.length === 0
            ? 'Nothing changes: everything is as it should be already.'
            : `Changes ${names.length} files. ${changesSentence(comparison, grouped)}${forecastSentence(forecast)}${rulesSentence(review.rules)} Nothing has been written: apply the diff yourself, then call kubestack_check.`,
        head: { files: names },
        sections: [
          section('problems', [], each => each),
          section('notes', [...changedByRefactoring(input, grouped), ...notes], each => each),
          ...(staged ? [stagesSection(stagesAfter(after, uri, input, staged))] : []),
          section('next_steps', nextSteps, step => ({ step: stepText(step), by: step.by })),
          ...hazards,
          textSection('diff', diff),
          ...values,
        ],
      };
    });
  },
};

/**
 * The platform whose files change, so that the answer doesn't contain what is unknown in others. Changed configuration can affect other platforms
 * than the requested one: then the whole root.
 */
function comparedFolder(sides: readonly RequestContext[], files: readonly FileStates[], rootUri: string): string {
  const roots = new Set<string>();
  for (const { model } of sides)
    for (const uri of files.flatMap(file => [file.uri, file.newUri])) {
      let instances = model.tree.instancesOf(parentOf(uri));
      if (instances.length === 0) instances = model.tree.rootInstances().filter(root => isWithin(uri, root.folderUri));
      for (const instance of instances) roots.add(instance.root.folderUri);
    }
  const [folder = rootUri] = roots;
  return roots.size === 1 && isWithin(folder, rootUri) ? folder : rootUri;
}

/** A value that moves to the base is another one there, and where the base did not set it. */
function changedByRefactoring(input: ToolInput, { attributes }: GroupedChanges): string[] {
  const names = [...new Set(attributes.flatMap(({ environments }) => environments))];
  return optionalString(input, 'kind') !== 'refactoring' || names.length === 0
    ? []
    : [`This refactoring changes effective values in ${shownNames(names)}: see effective_changes and resources.`];
}

type Proposal =
  | ProposedChange
  | { readonly problems: readonly { answer: string; message: string }[] }
  | { readonly possible: readonly string[] };

function* proposedChange(request: RequestContext, host: ToolHost, input: ToolInput): Generator<unknown, Proposal> {
  switch (optionalString(input, 'kind')) {
    case 'scaffold':
      return yield* proposedScaffold(request, host, input);
    case 'fix':
      return yield* proposedFix(request, host, input);
    case 'refactoring':
      return yield* proposedRefactoring(request, host, input);
    case 'set': {
      const { folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
      const { draft, notes } = setValueInEnvironment(request, folderUri, input);
      return { changes: yield* writable(request, yield* draft.changes()), notes };
    }
    default:
      return yield* proposedRename(request, host, input);
  }
}

/** The next stage, if what the environments run permits it. */
function* proposedReplacement(
  request: RequestContext,
  host: ToolHost,
  input: ToolInput,
  staged: DeployedRevisions,
): Generator<unknown, Proposal> {
  const { folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
  const progress = progressIn(request, folderUri, optionalString(input, 'name'), staged);
  const waits = (progress?.blocks ?? []).filter(({ kind }) => kind !== 'unknown');
  if (waits.length > 0) return { problems: [{ answer: 'applied', message: blocksText(waits) }] };
  const { name, values, environment, answers } = input;
  const isKnown = progress !== undefined && progress.blocks.length === 0;
  const given = { ...(isRecord(answers) ? answers : {}), ...(isKnown ? { applied: true } : {}) };
  const all = Object.entries({ ...given, name, values, environment }).filter(([, value]) => value !== undefined);
  return yield* proposedScaffold(request, host, input, 'replacement', Object.fromEntries(all));
}

function* proposedScaffold(
  request: RequestContext,
  host: ToolHost,
  input: ToolInput,
  kind = scaffoldKind(input),
  answers = (input.answers ?? {}) as Readonly<Record<string, unknown>>,
): Generator<unknown, Proposal> {
  const { folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
  let reader: AnswerReader | undefined;
  const onRead = (read: AnswerReader): void => void (reader = read);
  const result = yield* scaffold(request, { uri: folderUri, kind, answers, isStrict: true, onRead });
  if ('problems' in result) return { problems: result.problems };
  const defaults = usedDefaults(reader, scaffoldSuggestions(request, { uri: folderUri, kind, answers }));
  return {
    changes: changesOfEdit(request, result.edit),
    notes: [...result.notes, ...(defaults === undefined ? [] : [defaults])],
    nextSteps: result.followUp,
  };
}

function* proposedFix(request: RequestContext, host: ToolHost, input: ToolInput): Generator<unknown, Proposal> {
  const name = optionalString(input, 'name');
  const ids = optionalStrings(input, 'names') ?? (name === undefined ? [] : [name]);
  const [code] = ids;
  if (code !== undefined && ids.length === 1 && DIAGNOSTIC_CODES.includes(code)) {
    const { folderUri } = targetOfPath(request, host, optionalString(input, 'path'));
    return { changes: yield* writable(request, yield* fixAllInPlatform(request, folderUri, code)) };
  }
  if (ids.length === 0)
    throw new ToolError('Pass the id of a fix as `name`: kubestack_check lists them with each problem.');
  const draft = new Draft(request);
  for (const id of ids) (yield* fixOf(request, host, id)).change(draft);
  return { changes: yield* writable(request, yield* draft.changes()) };
}

/** @throws ToolError for files outside of the workspace, which an editor refuses, too */
function* writable(request: RequestContext, changes: readonly Change[]): Generator<unknown, readonly Change[]> {
  const made = yield* editOrProblem(request, changes);
  if ('problem' in made) throw new ToolError(made.problem);
  return changes;
}

/** The fix with an id of kubestack_check. */
function* fixOf(request: RequestContext, host: ToolHost, id: string): Generator<unknown, Fix> {
  const parts = parseFixId(id);
  if (!parts)
    throw new ToolError(
      `${JSON.stringify(shortened(id, 40))} is neither the id of a fix nor the code of a diagnostic: kubestack_check lists the ids with each problem.`,
    );
  const { uri } = targetOfPath(request, host, parts.file);
  const fixes = (yield* fixableDiagnostics(request, uri)).flatMap(each => {
    const { code, range } = each.diagnostic;
    const isIt = code === parts.code && range.start.line === parts.line && range.start.character === parts.character;
    return isIt ? (each.fixes()[parts.index] ?? []) : [];
  });
  const [fix] = fixes;
  if (!fix) throw new ToolError('This problem is not there any more. Call kubestack_check for the current ids.');
  return fix;
}

function* proposedRefactoring(request: RequestContext, host: ToolHost, input: ToolInput): Generator<unknown, Proposal> {
  const { uri, position } = positionInput(request, host, input);
  const offered = yield* offeredRefactorings(request, uri, { start: position, end: position });
  const name = optionalString(input, 'name');
  if (offered.length === 0)
    throw new ToolError(
      'No refactoring is possible at this position. Pass the position of an attribute or an environment key.',
    );
  if (name === undefined) return { possible: offered.map(({ title }) => title) };
  const chosen = offered.find(({ title }) => title === name);
  if (!chosen)
    throw new ToolError(`"${name}" is not possible here. Possible: ${offered.map(({ title }) => title).join('; ')}.`);
  const result = yield* resolveRefactoring(request, chosen.data as RefactoringData);
  if ('problem' in result) throw new ToolError(result.problem);
  const { notes = [], followUp = [] } = result.next ?? {};
  return { changes: changesOfEdit(request, result.edit), notes, nextSteps: followUp };
}

function* proposedRename(
  request: RequestContext,
  host: ToolHost,
  input: ToolInput,
): Generator<unknown, ProposedChange> {
  const newName = optionalString(input, 'new_name');
  if (newName === undefined) throw new ToolError('Pass the new name as `new_name`.');
  const { uri, position } = positionInput(request, host, input);
  const result = yield* renameEverywhere(request, uri, position, newName);
  if ('problem' in result) throw new ToolError(result.problem);
  const note = result.explanation?.description;
  return { changes: changesOfEdit(request, result.edit), notes: note === undefined ? [] : [note] };
}
