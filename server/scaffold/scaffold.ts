/** Adds something to a platform, changes or removes it: the platform and a person's answers in, an edit or what is wrong out. */
import { quotedVisibly } from '../../common/controlCharacters';
import { isWorkspaceName, workspaceNameRule } from '../../common/environmentName';
import type { ScaffoldKind, ScaffoldProblem, ScaffoldResult } from '../../common/protocol';
import { editOrProblem } from '../edits/workspaceEdit';
import type { Snapshot } from '../semantics/requestContext';
import { Answers } from './answerReader';
import { followUpSteps, type GitOpsFlow } from './followUp';
import { groundOf, type Ground } from './scaffoldContext';
import type { ScaffoldProgress } from './progress';
import { addCluster } from './cluster/addCluster';
import { addNodePool } from './nodePool/addNodePool';
import { addService } from './service/addService';
import { newPlatform } from './platform/newPlatform';
import type { Regions } from '../kubestack/platform/regions';
import { addEnvironment } from './environment/addEnvironment';
import { removeEnvironment } from './environment/removeEnvironment';
import { renameEnvironment } from './environment/renameEnvironment';
import { threeEnvironments } from './environment/threeEnvironments';
import { frameworkVersion } from './platform/frameworkVersion';
import { pipeline } from './pipeline/addPipeline';
import { repairReadme } from './platform/repairReadme';
import { removeCluster } from './cluster/removeCluster';
import { removeNodePool } from './nodePool/removeNodePool';
import { removeService } from './service/removeService';
import { stateBackend } from './platform/stateBackend';
import { toEnd } from '../scheduling/runToCompletion';

/** What a scaffold has to say of its changes. */
export interface Outcome {
  readonly notes?: readonly string[];
  /** The steps that come next: the usual ones of a change, or others. */
  readonly followUp: GitOpsFlow | readonly string[];
}

/** A scaffold that changes every module of a platform: it pauses at each, and says how far it is. */
export type OutcomeInSteps = Generator<ScaffoldProgress, Outcome | undefined>;

/**
 * Writes its changes into `ground.changes`, and what is wrong with the answers into `ground.answers`; returns undefined where it could not
 * go on. Wherever an answer is refused the changes are dropped.
 */
export type Scaffold = (ground: Ground) => Outcome | undefined | OutcomeInSteps;

const SCAFFOLDS: Readonly<Record<ScaffoldKind, Scaffold>> = {
  platform: newPlatform,
  cluster: addCluster,
  nodePool: addNodePool,
  service: addService,
  environment: addEnvironment,
  frameworkVersion,
  pipeline,
  readme: repairReadme,
  removeCluster,
  removeEnvironment,
  removeNodePool,
  removeService,
  renameEnvironment,
  stateBackend,
  threeEnvironments,
};

export interface ScaffoldRequest {
  readonly uri: string;
  readonly kind: ScaffoldKind;
  readonly answers: Readonly<Record<string, unknown>>;
  /** Only what is wrong with the answers is asked for; nothing, where they can be used. */
  readonly check?: boolean;
}

/** At once, however long it takes. */
export const scaffold = (snapshot: Snapshot, request: ScaffoldRequest, regions: Regions): ScaffoldResult =>
  toEnd(scaffoldInSteps(snapshot, request, regions));

/**
 * A little at a time, with how far it is.
 * @param uri folder of the platform, or something in it; normalized
 * @param given the answers by their names; incomplete ones are answered with what is missing
 */
export function* scaffoldInSteps(
  snapshot: Snapshot,
  { uri, kind, answers: given, check = false }: ScaffoldRequest,
  regions: Regions,
): Generator<ScaffoldProgress, ScaffoldResult> {
  const write = Object.hasOwn(SCAFFOLDS, kind) ? SCAFFOLDS[kind] : undefined;
  if (!write)
    return { problems: [{ answer: 'kind', message: `There is no scaffold of the kind ${JSON.stringify(kind)}.` }] };
  if (snapshot.model.workspace.fileSystem.isOutside(uri))
    return { problems: [{ answer: 'uri', message: 'This folder is not in the workspace: open it first.' }] };
  const answers = new Answers(given);
  const ground = groundOf(snapshot, uri, answers, regions, check);
  const unsafe = ground.platform?.environments.find(name => !isWorkspaceName(name));
  if (unsafe !== undefined) return { problems: [{ answer: 'uri', message: unsafeName(unsafe) }] };
  const made = write(ground);
  const outcome = made && 'next' in made ? yield* made : made;
  if (answers.problems.length > 0 || !outcome) return { problems: orUnable(answers.problems) };
  if (check) return { problems: [] };
  yield* ground.changes.prepare();
  const written = editOrProblem(() => ({ edit: ground.changes.edit() }));
  if ('problem' in written) return { problems: [{ answer: 'uri', message: written.problem }] };
  return { ...written, notes: notesOf(ground, outcome), followUp: followUpOf(ground, outcome) };
}

/** Steps name environments in commands that people run. */
const unsafeName = (name: string): string =>
  `The environment ${quotedVisibly(name)} can't be a Terraform workspace. Rename it in the code first: use ${workspaceNameRule}.`;

const orUnable = (problems: readonly ScaffoldProblem[]): ScaffoldProblem[] =>
  problems.length > 0 ? [...problems] : [{ answer: 'uri', message: 'Nothing can be changed here.' }];

function notesOf({ changes, answers }: Ground, { notes = [], followUp }: Outcome): string[] {
  const unread = answers.unread().map(name => `The answer ${name} was not asked for, and changes nothing.`);
  const isDone = changes.changedPaths().length === 0 && !isSteps(followUp);
  return [...notes, ...(isDone ? ['Everything is as it should be already: nothing changes.'] : []), ...unread];
}

function followUpOf({ changes }: Ground, { followUp }: Outcome): string[] {
  if (isSteps(followUp)) return [...followUp];
  const paths = changes.changedPaths();
  return paths.length === 0 ? [] : followUpSteps(followUp, paths);
}

const isSteps = (followUp: Outcome['followUp']): followUp is readonly string[] => Array.isArray(followUp);
