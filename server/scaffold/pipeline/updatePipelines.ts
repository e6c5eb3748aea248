/**
 * Updates pipeline files after changes of the platform: lines that would be generated differently now are changed in place. A file that differs
 * too much from the generated one is not changed, and a note says what to do.
 */
import { now } from '../../../common/now';
import { isPlainBranchName } from '../../../common/branchName';
import { enumeration, sentences, t } from '../../../common/localization';
import { deployTags, workspacesOf } from '../../../common/pipelines/deployTags';
import { effectsOf, isApply } from '../../../common/pipelines/effects';
import type { PipelineEvent } from '../../../common/pipelines/event';
import { findEnvironmentList, listInText, withEnvironments } from '../../../common/pipelines/environmentList';
import { OTHER_FILES, type PipelineSystem } from '../../../common/pipelines/pipelineFiles';
import { Pipelines } from '../../../common/pipelines/pipelines';
import {
  keylessProviders,
  providersOfVariables,
  stateVariables,
  stateVariablesAmong,
} from '../../kubestack/platform/credentials';
import { isValid } from '../answerReader';
import { AWS_REGION } from '../cluster/clouds';
import type { FileChanges } from '../fileChanges';
import type { ScaffoldContext } from '../scaffoldContext';
import { promotionOrderOf } from '../followUpDefaults';
import { stateAccessIn } from '../platform/presentBackend';
import { programOfDockerfile } from '../../../common/program';
import { DOCKERFILE } from '../dockerfile';
import { GITHUB_PIPELINE, githubPipelineText } from './githubPipeline';
import { GITHUB_DRIFT_WORKFLOW, githubDriftText } from './githubDriftWorkflow';
import { GITLAB_PIPELINE, gitlabPipelineText } from './gitlabPipeline';
import { patchText } from '../patchText';
import type { PipelineInput } from './pipelineFacts';
import { withSimilarTags } from './similarDeployTags';

export interface PipelineTemplate {
  readonly path: string;
  readonly text: (facts: PipelineInput) => string;
}

export const PIPELINES: Readonly<Record<PipelineSystem, PipelineTemplate>> = {
  github: { path: GITHUB_PIPELINE, text: githubPipelineText },
  gitlab: { path: GITLAB_PIPELINE, text: gitlabPipelineText },
};

/** The files of pipelines that scaffolds write, and update after changes of the platform. */
export const GENERATED_PIPELINES: readonly PipelineTemplate[] = [
  ...Object.values(PIPELINES),
  { path: GITHUB_DRIFT_WORKFLOW, text: githubDriftText },
];

/** The data of the current platform for its pipeline. */
export function pipelineInput(
  { platform, changes }: Pick<ScaffoldContext, 'platform' | 'changes'>,
  mainBranch: string,
): PipelineInput {
  const providers = platform?.described?.clusters.map(({ provider }) => provider) ?? [];
  const state = stateAccessIn(changes);
  const region = platform?.described?.clusters.find(({ provider }) => provider === 'aws')?.region;
  const isRegion = region !== undefined && isValid(AWS_REGION, region);
  return {
    mainBranch,
    ...(isRegion && { region }),
    environments: promotionOrderOf(platform),
    providers,
    // The image decides, also if it belongs to another version than the modules.
    program: programOfDockerfile(changes.text(DOCKERFILE) ?? '') ?? platform?.program ?? 'tofu',
    stateVariables: state ? stateVariables(state, providers) : [],
  };
}

/**
 * @param after the changed facts
 * @returns notes on files that must be changed by hand
 */
export function updatePipelines(scaffoldContext: ScaffoldContext, after: Partial<PipelineInput>): string[] {
  const { changes } = scaffoldContext;
  const byHand: string[] = [];
  const state = after.providers && stateAccessIn(changes);
  const all = state ? { ...after, stateVariables: stateVariables(state, after.providers ?? []) } : after;
  const inPart: string[] = [];
  for (const { path, text } of patchedPipelines(changes, () => pipelineInput(scaffoldContext, 'main'), all)) {
    const changed = text ?? withEnvironmentsLikeOthers(scaffoldContext, path, after.environments);
    if (changed !== undefined) changes.write(path, changed);
    const isDone =
      changed !== undefined && (path === GITHUB_DRIFT_WORKFLOW || deploys(path, changed, after.environments));
    if (text === undefined && !isDone) (changed === undefined ? byHand : inPart).push(path);
  }
  byHand.push(...OTHER_FILES.filter(path => changes.exists(path)));
  return [
    ...byHand.map(path =>
      sentences(t('{0} differs from the generated pipeline and was not changed.', path), wanted(after)),
    ),
    ...inPart.map(path =>
      sentences(
        t('In {0}, only the list of environments was changed, so a deploy tag may apply nothing.', path),
        wanted(after),
      ),
    ),
  ];
}

/**
 * A pipeline of the user's own with new environments in its list and, where another environment shows how, with their deploy tags.
 * @returns undefined if nothing can be added
 */
function withEnvironmentsLikeOthers(
  scaffoldContext: ScaffoldContext,
  path: string,
  environments: readonly string[] | undefined,
): string | undefined {
  const before = scaffoldContext.changes.text(path);
  if (before === undefined || !environments) return undefined;
  const listed = withListedEnvironments(scaffoldContext, path, environments);
  const existing = environments.filter(name => scaffoldContext.platform?.environments.includes(name));
  let text = listed ?? before;
  for (const name of environments.slice(1).filter(each => !existing.includes(each) && !deploys(path, text, ['', each])))
    for (const like of existing) {
      const changed = withSimilarTags(text, { like, name, all: environments });
      if (changed === undefined || !deploysAlso(path, { before: text, after: changed }, name, existing)) continue;
      text = changed;
      break;
    }
  return text === before ? undefined : text;
}

/** Whether deploy tags of a new environment apply it and nothing else, and everything else is applied as before. */
function deploysAlso(
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
  name: string,
  existing: readonly string[],
): boolean {
  const all = [...existing, name];
  const [pipelines, earlier] = [read(path, after), read(path, before)];
  const appliedAt = (definitions: Pipelines, event: PipelineEvent): string =>
    effectsOf(now(definitions.at(event)), '')
      .filter(isApply)
      .flatMap(workspacesOf)
      .join(' ');
  const mainBranch = { kind: 'branch', name: mainBranchIn(pipelines) ?? 'main', isDefault: true } as const;
  const events: PipelineEvent[] = [
    mainBranch,
    { kind: 'branch', name: 'kubestack-example' },
    ...now(earlier.tagFilters()).map(({ example }) => ({ kind: 'tag', name: example }) as const),
  ];
  const own = now(deployTags(pipelines, [''], all)).filter(({ named }) => named === name);
  return (
    own.length > 0 &&
    own.every(({ applied }) => applied.join() === name) &&
    events.every(event => appliedAt(pipelines, event) === appliedAt(earlier, event))
  );
}

/** A pipeline of the user's own with environments added to its list, as by the fix of KS702; undefined if it has no list or needs no change. */
function withListedEnvironments(
  { changes, platform }: ScaffoldContext,
  path: string,
  environments: readonly string[] | undefined,
): string | undefined {
  const text = changes.text(path);
  if (text === undefined || !environments) return undefined;
  const effects = [...now(read(path, text).possibleRuns()).values()].flat().flatMap(run => effectsOf(run, ''));
  const list = findEnvironmentList(platform?.environments ?? [], effects)?.list;
  const listed = new Set(effects.flatMap(workspacesOf));
  const added = environments.filter(name => !listed.has(name));
  const range = list && added.length > 0 ? listInText(list) : undefined;
  const edit = range && withEnvironments(text, range, added);
  return edit && text.slice(0, edit.start) + edit.newText + text.slice(edit.end);
}

/** Whether a pipeline plans all environments, and deploy tags of all but the internal one apply them. */
function deploys(path: string, text: string, [, ...environments]: readonly string[] = []): boolean {
  const tags = now(deployTags(read(path, text), [''], environments));
  return environments.every(name => tags.some(({ named, applied }) => named === name && applied.includes(name)));
}

interface PatchedPipeline {
  readonly path: string;
  /** Undefined if the file differs too much from the generated one. */
  readonly text: string | undefined;
}

/** The pipeline files of a platform as they are after a change. @param input returns the facts before it */
export function patchedPipelines(
  files: Pick<FileChanges, 'text'>,
  input: () => PipelineInput,
  after: Partial<PipelineInput>,
): PatchedPipeline[] {
  return GENERATED_PIPELINES.flatMap(({ path, text }) => {
    const before = files.text(path);
    if (before === undefined) return [];
    const facts = { ...input(), ...factsOfText(path, before) };
    return [{ path, text: patchText(before, text(facts), text({ ...facts, ...after })) }];
  });
}

/** The branch on which the platform's pipeline applies; undefined if there is no pipeline, or if its branch is computed. */
export const mainBranchOf = (files: Pick<FileChanges, 'text'>): string | undefined =>
  Object.values(PIPELINES)
    .flatMap(({ path }) => {
      const text = files.text(path);
      return text === undefined ? [] : [mainBranchIn(read(path, text))];
    })
    .find(name => name !== undefined && isPlainBranchName(name));

/** A pipeline by itself. */
const read = (path: string, text: string): Pipelines =>
  now(Pipelines.read([path], each => (each === path ? text : undefined)));

/** The first branch that a condition or a filter names. */
const mainBranchIn = ({ definitions: [definition] }: Pipelines): string | undefined =>
  definition
    ?.branchNames()
    .flatMap(({ names }) => [...names.keys()])
    .find(name => !/[*?+[\]!]/.test(name));

/** Whether a pipeline judges rules and freezes. */
const checksRules = (text: string): boolean => text.includes('check --rules --promote');

/** Whether a pipeline converts its reports for pull requests. */
export const showsPlans = (text: string): boolean => text.includes('--format markdown');

/** Facts in the pipeline itself, which may be older than the last change of the platform. */
function factsOfText(
  path: string,
  text: string,
): Pick<
  PipelineInput,
  | 'mainBranch'
  | 'providers'
  | 'program'
  | 'stateVariables'
  | 'driftJob'
  | 'showsPlans'
  | 'checksRules'
  | 'oidc'
  | 'region'
> {
  const pipelines = read(path, text);
  const jobs = [...now(pipelines.possibleRuns()).values()].flat().flatMap(run => run.jobs);
  const variables = new Set(
    jobs.flatMap(({ record }) => record.containers.flatMap(({ variables: passed }) => [...passed.keys()])),
  );
  const runs = jobs.flatMap(({ record }) => record.terraform);
  const keyless = text.includes('id-token: write') ? keylessProviders(variables) : [];
  const region = /^ *aws-region: ([\w-]+)$/m.exec(text)?.[1];
  const mainBranch = mainBranchIn(pipelines);
  return {
    mainBranch: mainBranch !== undefined && isPlainBranchName(mainBranch) ? mainBranch : 'main',
    program: runs[0]?.program ?? 'terraform',
    driftJob: runs.some(({ refreshOnly }) => refreshOnly),
    showsPlans: showsPlans(text),
    checksRules: checksRules(text),
    providers: [...providersOfVariables(variables), ...keyless],
    stateVariables: stateVariablesAmong(variables).filter(
      name =>
        !keyless.some(provider =>
          name.startsWith(provider === 'aws' ? 'AWS_' : provider === 'azurerm' ? 'ARM_' : 'GOOGLE_'),
        ),
    ),
    oidc: keyless.length > 0,
    ...(region !== undefined && { region }),
  };
}

function wanted({ environments, providers, program, stateVariables: state }: Partial<PipelineInput>): string {
  if (environments)
    return t('Change it manually, so that it knows {0} and their deploy tags.', environments.join(', '));
  if (providers) return t('Change it manually, so that it passes the credentials of the clouds in use.');
  if (state) return t('Change it manually, so that every command gets {0}.', enumeration(state));
  return program === undefined ? t('Change it manually.') : t('Change it manually, so that it runs {0}.', program);
}
