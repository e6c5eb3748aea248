/** Adds something to a platform, changes or removes it: takes the platform and the user's answers, returns an edit or problems. */
import { enumeration, t } from '../../common/localization';
import type { Step } from '../../common/steps';
import { quotedVisibly } from '../../common/controlCharacters';
import { isWorkspaceName, workspaceNameRule } from '../../common/environmentName';
import type { ScaffoldKind, ScaffoldProblem, ScaffoldResult } from '../../common/protocol';
import type { RequestContext } from '../semantics/requestContext';
import { AnswerReader } from './answerReader';
import { identifierProblem } from '../refactoring/rename/nameRules';
import { followUpSteps } from './followUp';
import {
  prepareContext,
  scaffoldContextOf,
  type Scaffold,
  type ScaffoldContext,
  type ScaffoldOutcome,
} from './scaffoldContext';
import type { ScaffoldProgress } from './progress';
import { addCluster } from './cluster/addCluster';
import { addNodePool } from './nodePool/addNodePool';
import { addService } from './service/addService';
import { newPlatform } from './platform/newPlatform';
import { removeEnvironment } from './environment/removeEnvironment';
import { scaffoldRenamedEnvironment } from './environment/renameEnvironment';
import { addOrConvert, scaffoldThreeEnvironments } from './environment/threeEnvironments';
import { frameworkVersion } from './platform/frameworkVersion';
import { pipeline } from './pipeline/addPipeline';
import { driftJob } from './pipeline/driftJob';
import { devContainer } from './platform/devContainer';
import { deployedEnvironments } from './pipeline/deployedEnvironments';
import { mainBranchOf } from './pipeline/updatePipelines';
import { agentInstructions } from './platform/agentInstructions';
import { repairReadme } from './platform/repairReadme';
import { removeCluster } from './cluster/removeCluster';
import { removeNodePool } from './nodePool/removeNodePool';
import { replacement } from './replacement/replacement';
import { removeService } from './service/removeService';
import { newFreeze } from './rules/newFreeze';
import { newRule } from './rules/newRule';
import { scaffoldStateBackend } from './platform/stateBackend';

const SCAFFOLDS: Readonly<Record<ScaffoldKind, Scaffold>> = {
  agentInstructions,
  platform: newPlatform,
  cluster: addCluster,
  nodePool: addNodePool,
  service: addService,
  environment: addOrConvert,
  frameworkVersion,
  pipeline,
  driftJob,
  devContainer,
  readme: repairReadme,
  rule: newRule,
  freeze: newFreeze,
  removeCluster,
  removeEnvironment,
  removeNodePool,
  removeService,
  renameEnvironment: scaffoldRenamedEnvironment,
  replacement,
  stateBackend: scaffoldStateBackend,
  threeEnvironments: scaffoldThreeEnvironments,
};

export interface ScaffoldRequest {
  readonly uri: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Only validates the answers; the result is empty if they are valid. */
  readonly check?: boolean;
  /** Whether an answer that no question has is refused, instead of noted. */
  readonly isStrict?: boolean;
  /** Called with the reader of the answers at the end. */
  readonly onRead?: (answers: AnswerReader) => void;
}

/**
 * Yields its progress.
 * @param uri folder of the platform, or something in it; normalized
 * @param given answers by name; incomplete ones result in problems
 */
export function* scaffold(
  request: RequestContext,
  { uri, kind, answers: given, check = false, isStrict = false, onRead }: ScaffoldRequest,
): Generator<ScaffoldProgress, ScaffoldResult> {
  const write = Object.hasOwn(SCAFFOLDS, kind) ? SCAFFOLDS[kind] : undefined;
  if (!write)
    return { problems: [{ answer: 'kind', message: t('Unknown kind of scaffold: {0}.', JSON.stringify(kind)) }] };
  if (request.model.workspace.fileSystem.isOutside(uri))
    return { problems: [{ answer: 'uri', message: t("This folder isn't in the workspace. Open it first.") }] };
  const answers = new AnswerReader(given);
  yield* prepareContext(request, uri);
  const scaffoldContext = scaffoldContextOf(request, uri, answers, check);
  const unsafe = unsafeName(scaffoldContext.platform);
  if (unsafe !== undefined) return { problems: [{ answer: 'uri', message: unsafe }] };
  const made = write(scaffoldContext);
  const outcome = made && 'next' in made ? yield* made : made;
  if (isStrict) refuseUnread(answers);
  onRead?.(answers);
  if (answers.problems.length > 0 || !outcome) return { problems: orUnable(answers.problems) };
  if (check) return { problems: [] };
  const written = yield* scaffoldContext.changes.edit();
  if ('problem' in written) return { problems: [{ answer: 'uri', message: written.problem }] };
  const mainBranch = mainBranchOf(scaffoldContext.changes);
  return {
    ...written,
    notes: notesOf(scaffoldContext, outcome),
    followUp: followUpOf(scaffoldContext, outcome),
    ...(mainBranch === undefined ? {} : { mainBranch }),
  };
}

/**
 * Steps contain names of environments and modules in commands that people run, and in sentences that are Markdown.
 * @returns the problem of the first name that would be more than a word there
 */
function unsafeName(platform: ScaffoldContext['platform']): string | undefined {
  const environment = platform?.environments.find(name => !isWorkspaceName(name));
  if (environment !== undefined)
    return t(
      "The environment {0} can't be a Terraform workspace. Rename it in the code first: use {1}.",
      quotedVisibly(environment),
      workspaceNameRule(),
    );
  const call = platform?.calls.find(({ name }) => identifierProblem('module', name) !== undefined);
  return (
    call &&
    t('The module name {0} is not valid in Terraform. Rename the module in the code first.', quotedVisibly(call.name))
  );
}

/** Reports answers that no question has, with the names that exist. */
function refuseUnread(answers: AnswerReader): void {
  const names = enumeration(answers.questions().map(({ name }) => name));
  // Which questions there are can depend on the answers that aren't valid yet.
  const isFinal = answers.problems.length === 0;
  for (const name of answers.unread())
    answers.refuse(
      name,
      isFinal
        ? t('There is no question {0} with these answers: use {1}.', quotedVisibly(name), names)
        : t('There is no question {0} with the answers that are valid so far: {1}.', quotedVisibly(name), names),
    );
}

const orUnable = (problems: readonly ScaffoldProblem[]): ScaffoldProblem[] =>
  problems.length > 0 ? [...problems] : [{ answer: 'uri', message: t("This can't be changed here.") }];

function notesOf({ changes, answers }: ScaffoldContext, { notes = [], followUp }: ScaffoldOutcome): string[] {
  const unread = answers.unread().map(name => t('The answer {0} is not expected and has no effect.', name));
  const isDone = changes.changedPaths().length === 0 && !isSteps(followUp);
  return [...notes, ...(isDone ? [t('Everything is up to date. Nothing changes.')] : []), ...unread];
}

function followUpOf(scaffoldContext: ScaffoldContext, { followUp }: ScaffoldOutcome): Step[] {
  if (isSteps(followUp)) return [...followUp];
  const paths = scaffoldContext.changes.changedPaths();
  return paths.length === 0 ? [] : followUpSteps(followUp, paths, deployedEnvironments(scaffoldContext));
}

const isSteps = (followUp: ScaffoldOutcome['followUp']): followUp is readonly Step[] => Array.isArray(followUp);
