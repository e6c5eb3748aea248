/** Creates a platform in an empty folder: its clusters and all other files. See docs/kubestack.md#repository-layouts. */
import { stateVariables } from '../../kubestack/platform/credentials';
import { boundsOf, modulesFor } from '../../kubestack/platform/providerMajors';
import { README_SETTINGS } from '../../kubestack/readme/readmeTables';
import { enumeration, t } from '../../../common/localization';
import type { PipelineSystem } from '../../../common/pipelines/pipelineFiles';
import { refusalReason } from '../../../common/refusal';
import { platformSection } from '../../edits/readmeTableEdits';
import { oneOf, type AnswerReader } from '../answerReader';
import { BASE_DOMAIN, isCommit } from '../answerRules';
import { readCluster, type ClusterPlan } from '../cluster/clusterAnswers';
import { clusterFile, clusterPath, providersFileText } from '../cluster/clusterFiles';
import { nextPrefix } from '../cluster/clusterPrefix';
import { cloudOfLayout, clusterIdentifier, LAYOUTS, type Cloud } from '../cluster/clouds';
import { DOCKERFILE, dockerfileText } from '../dockerfile';
import { README } from '../editReadme';
import { frameworkAddress, schemaOf } from '../frameworkSource';
import { generationOf, programOf } from '../schemaGeneration';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { BRANCH, ignoreCredentials, readOidc } from '../pipeline/addPipeline';
import type { PipelineInput } from '../pipeline/pipelineFacts';
import { PIPELINES } from '../pipeline/updatePipelines';
import { chosenAgentFiles, writeAgentConfiguration } from './agentConfiguration';
import { writeAgentsFile, type AgentFacts } from './agentInstructions';
import { readEnvironments, readVersion, type EnvironmentAnswers } from './platformAnswers';
import { guidedSteps } from '../guidedSteps';
import type { FirstCluster } from './stateSteps';
import { newReadme } from './newReadme';
import { clusterRow } from '../putRows';
import { VERSIONS, versionsFile } from '../requiredProviders';
import {
  backendCell,
  backendFrom,
  backendNotes,
  type BackendContext,
  BACKENDS,
  NO_BACKEND,
  writeBackend,
  type Backend,
  type BackendName,
} from './stateBackend';

/** Files that must not be committed: caches, state, and the home folder in the container. */
const GITIGNORE = '**/.terraform/*\n*.tfstate\n*.tfstate.*\n.user/\n';
/** Files that may exist already. */
const HARMLESS = /^(?:\.git|AGENTS\.md|\.gitattributes|\.vscode|\.idea|\.DS_Store|LICENSE(?:\..+)?|README\.md)$/;

interface NamedCluster {
  readonly name: string;
  readonly plan: ClusterPlan;
}

export function newPlatform(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, request } = scaffoldContext;
  refuseFullFolder(scaffoldContext);
  const environments = readEnvironments(answers);
  const questions = clusterQuestions(answers);
  const clouds = [...new Set(questions?.map(({ cloud }) => cloud) ?? [])];
  const version = readVersion(answers, request, clouds);
  const clusters = questions && environments && readClusters(scaffoldContext, questions, environments);
  const generation = generationOf.version(request, version);
  const providers = clusters?.map(({ plan }) => plan.cloud.provider) ?? [];
  const backend = readBackend(answers, { generation, providers, regionAnswer: 'backend_region' });
  const ci = readPipeline(answers);
  if (!environments || version === undefined || !clusters || answers.problems.length > 0) return undefined;
  for (const { name, plan } of clusters) {
    const schema = schemaOf(request, clusterPath(plan.cloud), version, generation)!;
    const source = frameworkAddress(clusterPath(plan.cloud), version);
    changes.write(`${name}_cluster.tf`, clusterFile(request, { name, plan, source, schema, ...environments }));
    changes.write(`${name}_providers.tf`, providersFileText(name, plan, schema));
  }
  changes.write(DOCKERFILE, dockerfileText(version, clouds));
  changes.write('.gitignore', GITIGNORE);
  const { schemas } = request.model;
  changes.write(VERSIONS, versionsFile(clouds, boundsOf(schemas, modulesFor(schemas, providers, version))));
  if (backend) writeBackend(changes, backend);
  const facts: PipelineInput = {
    environments: [...environments.environments].reverse(),
    providers,
    program: programOf(generation),
    stateVariables: backend ? stateVariables(backend.access, providers) : [],
    mainBranch: ci?.mainBranch ?? 'main',
    region: clusters.find(({ plan }) => plan.cloud.provider === 'aws')?.plan.region,
    showsPlans: true,
    checksRules: true,
    oidc: ci?.oidc,
  };
  if (facts.oidc) ignoreCredentials(changes);
  if (ci) changes.write(PIPELINES[ci.name].path, PIPELINES[ci.name].text(facts));
  const agentFiles = chosenAgentFiles(answers);
  if (answers.flag('agents_file')) writeAgentsFile(scaffoldContext, agentFacts(scaffoldContext, version, environments));
  if (!writeAgentConfiguration(scaffoldContext, agentFiles)) return undefined;
  const made = { version, environments, clusters, backend, pipeline: ci && { facts, ci: ci.name } };
  writeReadme(scaffoldContext, made);
  return outcome(scaffoldContext, made);
}

function agentFacts(
  { request }: ScaffoldContext,
  version: string,
  { environments, base }: EnvironmentAnswers,
): AgentFacts {
  const inheritance = request.model.schemas.mergeGenerationOf(version);
  return { version, environments, base, inheritance, isTyped: generationOf.version(request, version) === 'object' };
}

function refuseFullFolder({ answers, changes, request }: ScaffoldContext): void {
  const { fileSystem } = request.model.workspace;
  const present = fileSystem.list(changes.folder);
  if (!present) {
    const refusal = fileSystem.refusal(changes.folder);
    if (refusal) answers.refuse('uri', t("The contents of this folder can't be listed: {0}.", refusalReason(refusal)));
    return;
  }
  const others = present.map(({ name }) => name).filter(name => !HARMLESS.test(name));
  if (others.length === 0) return;
  const some = others.sort().slice(0, 3);
  const rest = others.length - some.length;
  answers.refuse(
    'uri',
    t(
      'This folder is not empty: it has {0}. Choose an empty folder.',
      enumeration(rest > 0 ? [...some, t('{0} more', rest)] : some),
    ),
  );
}

interface ClusterQuestion {
  readonly cloud: Cloud;
  readonly answers: AnswerReader;
}

/** The answers of a cluster: the platform's own for a single one. */
function clusterQuestions(answers: AnswerReader): ClusterQuestion[] | undefined {
  const layout = answers.text('layout', oneOf([...LAYOUTS, 'multi-cloud']));
  if (layout === undefined) return undefined;
  const cloud = cloudOfLayout(layout);
  if (cloud) return [{ cloud, answers }];
  const parts = answers.list('clusters');
  if (!parts) return undefined;
  if (parts.length === 0) return answers.require('clusters', t('list the clusters with their cloud providers'));
  const questions = parts.map(part => ({
    cloud: cloudOfLayout(part.text('provider', oneOf(LAYOUTS)) ?? ''),
    answers: part,
  }));
  return questions.every((question): question is ClusterQuestion => question.cloud !== undefined)
    ? questions
    : undefined;
}

function readClusters(
  { answers, request }: ScaffoldContext,
  questions: readonly ClusterQuestion[],
  environments: EnvironmentAnswers,
): NamedCluster[] | undefined {
  const taken: string[] = [];
  const isOne = questions[0]?.answers === answers;
  // Clusters don't ask for the domain again if it isn't valid, which is reported once.
  const baseDomain = isOne
    ? undefined
    : (answers.optionalText('base_domain', BASE_DOMAIN) ??
      (answers.has('base_domain') ? String(answers.raw('base_domain')) : undefined));
  const clusters = questions.map(({ cloud, answers: own }): NamedCluster | undefined => {
    const plan = readCluster(own, {
      cloud,
      ...environments,
      baseDomain,
      regions: request.model.regions,
      nextPrefix: region => nextPrefix(cloud, region, taken),
    });
    if (!plan) return undefined;
    const name = clusterIdentifier(cloud, plan.prefix, plan.region);
    if (taken.includes(name)) return own.refuse('name_prefix', t('{0} is listed twice: use another prefix.', name));
    taken.push(name);
    return { name, plan };
  });
  return clusters.every((cluster): cluster is NamedCluster => cluster !== undefined) ? clusters : undefined;
}

/** Undefined also if it is not decided yet. */
function readBackend(answers: AnswerReader, context: BackendContext): Backend | undefined {
  if (!answers.has('backend')) return undefined;
  const name = answers.text('backend', oneOf(BACKENDS)) as BackendName | undefined;
  return name && backendFrom(answers, name, context);
}

interface ChosenPipeline {
  readonly name: PipelineSystem;
  readonly mainBranch: string;
  readonly oidc: boolean;
}

/** Undefined also if no pipeline is requested. */
function readPipeline(answers: AnswerReader): ChosenPipeline | undefined {
  if (!answers.has('ci')) return undefined;
  const name = answers.text('ci', oneOf(Object.keys(PIPELINES))) as PipelineSystem | undefined;
  const mainBranch = answers.text('main_branch', BRANCH, 'main');
  const oidc = name && readOidc(answers, name);
  return name && mainBranch !== undefined ? { name, mainBranch, oidc: oidc ?? false } : undefined;
}

interface Made {
  readonly version: string;
  readonly environments: EnvironmentAnswers;
  readonly clusters: readonly NamedCluster[];
  readonly backend: Backend | undefined;
  readonly pipeline: { readonly facts: PipelineInput; readonly ci: PipelineSystem } | undefined;
}

function writeReadme({ changes }: ScaffoldContext, { version, environments, clusters, backend }: Made): void {
  const domain = clusters.flatMap(({ plan }) => plan.domain ?? [])[0] ?? '';
  const section = platformSection({
    configuration: [
      [README_SETTINGS.frameworkVersion, version],
      [README_SETTINGS.environmentNames, environments.environments.join(', ')],
      [README_SETTINGS.baseEnvironment, environments.base],
      [README_SETTINGS.baseDomain, domain],
      [README_SETTINGS.stateBackend, backend ? backendCell(backend) : NO_BACKEND],
    ],
    clusters: clusters
      .map(({ name, plan: { cloud, region, prefix } }) => clusterRow(name, cloud, region, prefix))
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    nodePools: [],
    features: [],
  });
  changes.write(README, newReadme(changes.text(README), section, environments.environments));
}

function outcome({ request }: ScaffoldContext, made: Made): ScaffoldOutcome {
  const { version, environments, clusters, backend, pipeline } = made;
  const clouds = [...new Set(clusters.map(({ plan }) => plan.cloud))];
  const generation = generationOf.version(request, version);
  const { firstHour, credentialSteps } = guidedSteps();
  const steps = firstHour({
    clusters: clusters.map(firstCluster),
    backend,
    program: programOf(generation),
    generation,
    environments: [...environments.environments].reverse(),
    pipeline: pipeline && credentialSteps(pipeline.facts, pipeline.ci),
  });
  return {
    notes: [
      ...(isCommit(version)
        ? [
            t(
              'This pins a commit, because no release has what you selected. Switch to a release when one is available.',
            ),
          ]
        : []),
      ...(backend ? backendNotes(backend) : [t('No state backend is configured yet. Add one before the first apply.')]),
      ...(clouds.some(({ provider }) => provider === 'scaleway')
        ? [t('Register the domain with Scaleway Domains and DNS.')]
        : []),
    ],
    followUp: steps,
  };
}

function firstCluster({ name, plan }: NamedCluster): FirstCluster {
  const { cloud, prefix, region, domain, configuration, provider } = plan;
  const all = Object.values(configuration).flat(2);
  const group = all.find(({ path }) => path[0] === 'resource_group')?.value;
  return {
    name,
    prefix,
    domain,
    provider: cloud.provider,
    region,
    group: typeof group === 'string' ? group : undefined,
    project: provider['project'],
    subscription: provider['subscription_id'],
  };
}
