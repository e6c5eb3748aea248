/**
 * The steps from the files of a new platform to its first promotion, with the commands of the clouds. The extension converts them for the shell of the
 * user, and for the platform's image.
 */
import { t } from '../../../common/localization';
import type { Program } from '../../../common/program';
import { BUILD_IMAGE, IMAGE, SIGN_IN } from '../../../common/signIn';
import { commandStep, planStep, runs, step, type Step, type StepCheck } from '../../../common/steps';
import type { CloudProvider } from '../../kubestack/platform/regions';
import { commitStep, promotionStep } from '../followUp';
import type { SchemaGeneration } from '../schemaGeneration';
import {
  CLOUD_OF,
  groupStep,
  groupWord,
  projectOf,
  stateSteps,
  type FirstCluster,
  type StateStorage,
} from './stateSteps';

export interface FirstHour {
  readonly clusters: readonly FirstCluster[];
  /** Undefined if it is not decided yet. */
  readonly backend: StateStorage | undefined;
  readonly program: Program;
  readonly generation: SchemaGeneration;
  /** In promotion order. */
  readonly environments: readonly string[];
  /** Steps for the credentials of the pipeline; undefined without a pipeline. */
  readonly pipeline: readonly Step[] | undefined;
}

export function firstHour(given: FirstHour): Step[] {
  const { clusters, backend, program, environments, pipeline } = given;
  const run = (parameters: string): string => `${program} ${parameters}`;
  const [internal = 'ops', ...others] = environments;
  const providers = new Set([
    ...clusters.map(({ provider }) => provider),
    ...(backend ? [CLOUD_OF[backend.name]] : []),
  ]);
  const apply = (environment: string): Step =>
    commandStep(
      commands => t('Create {0}: {1}.', environment, commands),
      runs(run(`workspace select ${environment}`), run('apply')),
      {
        // A state exists as soon as one resource does: only a plan knows whether the others do.
        check: {
          command: run('plan -detailed-exitcode -lock=false -input=false'),
          openCode: 2,
          workspace: environment,
        },
      },
    );
  return [
    commitStep({ command: 'git rev-parse --verify HEAD', failure: 'open' }),
    step(t('To run the commands below in the image of the platform, without installing the programs, build it: {0}.'), {
      kind: 'image',
      commands: runs(BUILD_IMAGE),
      by: 'agent',
      check: { command: `docker image inspect ${IMAGE}`, failure: 'open' },
    }),
    ...[...providers].sort().flatMap(provider => cloudSteps(provider, clusters, backend)),
    ...(backend
      ? stateSteps(backend, clusters)
      : [
          step(
            t(
              'Create a bucket for the state, named after the first commit (`git rev-parse --short HEAD`), and add it with *Kubestack: Add State Backend…*.',
            ),
          ),
        ]),
    commandStep(
      commands => t('Install modules and providers, and commit the lock file: {0}.', commands),
      runs(run('init'), 'git add .terraform.lock.hcl', 'git commit -m "Lock providers"'),
      { by: 'agent', check: { command: 'git cat-file -e HEAD:./.terraform.lock.hcl', failure: 'open' } },
    ),
    commandStep(
      commands => t('Create a workspace for each environment: {0}.', commands),
      runs(...environments.map(name => run(`workspace new ${name}`))),
      { check: { command: run('workspace list'), lines: environments } },
    ),
    planStep(internal),
    ...(pipeline
      ? [
          apply(internal),
          ...dnsSteps(given, internal),
          ...pipeline,
          pushStep(),
          ...others.flatMap((environment, index) => [
            promotionStep(environment, others[index - 1], {
              check: { command: `git ls-remote --tags origin "${environment}-deploy-*"`, lines: [] },
            }),
            ...dnsSteps(given, environment),
          ]),
        ]
      : [
          ...environments.flatMap(environment => [apply(environment), ...dnsSteps(given, environment)]),
          step(
            t(
              'Set up the pipeline with *Kubestack: Add Pipeline…*. From then on, every change goes through a branch, a pull request and a deploy tag.',
            ),
          ),
          pushStep(),
        ]),
  ];
}

/** The zone of a cluster's ingress, and the part of its name for the cloud. Source: `ingress.tf` and `main.tf` of the cluster modules. */
const ZONES: Readonly<Record<CloudProvider, readonly [resource: string, name: string]>> = {
  aws: ['aws_route53_zone', 'aws'],
  azurerm: ['azurerm_dns_zone', 'azure'],
  google: ['google_dns_managed_zone', 'gcp'],
  scaleway: ['scaleway_domain_zone', 'scw'],
};

/** Each cluster has a zone in each environment, which is known only after the first apply. */
const dnsSteps = ({ clusters, program, generation }: FirstHour, environment: string): Step[] =>
  clusters.flatMap(({ name, provider, prefix, region, domain }) => {
    if (domain === undefined) return [];
    const [zone, cloud] = ZONES[provider];
    const run = (parameters: string): string => `${program} ${parameters}`;
    const dnsName = `${prefix}-${environment}-${region}.${cloud}.${domain}`;
    const address = `module.${name}.${generation === 'map' ? 'module.cluster.' : ''}${zone}.current[0]`;
    const zoneInState = run(`state show "${address}"`);
    return [
      commandStep(
        commands =>
          t(
            'Show the name servers of {0}: {1}. Add them where {2} is managed, as NS records of that name.',
            dnsName,
            commands,
            domain,
          ),
        runs(run(`workspace select ${environment}`), zoneInState),
        { check: { delegated: dnsName, zone: zoneInState, workspace: environment } },
      ),
    ];
  });

const pushStep = (): Step =>
  step(t('Push the commits: {0}.'), {
    commands: runs('git push -u origin HEAD'),
    check: { command: 'git branch -r --contains HEAD', lines: [] },
  });

/** Signs in to a cloud. @param text has the commands in its places */
const signIn = (text: (commands: string) => string, lines: readonly string[], command: string): Step =>
  commandStep(text, runs(...lines), { check: { command, failure: 'open' }, asks: ASKS });

/** Enables the services of a cloud. */
const enable = (title: string, lines: readonly string[], check: StepCheck): Step =>
  commandStep(commands => t('Enable the services of {0}: {1}.', title, commands), runs(...lines), {
    check,
    asks: ASKS,
  });

const AZURE_SERVICES = [
  ...['Compute', 'ContainerService', 'ManagedIdentity', 'Network', 'OperationalInsights', 'OperationsManagement'],
  'Storage',
];
const GOOGLE_SERVICES = ['cloudresourcemanager', 'compute', 'container', 'dns', 'iam'];

/** Values of these steps that only the user knows. */
const ASKS = ['SUBSCRIPTION_ID', 'PROJECT_ID', 'RESOURCE_GROUP'];

/** Signs in to a cloud, and prepares it for clusters. */
function cloudSteps(
  provider: CloudProvider,
  clusters: readonly FirstCluster[],
  backend: StateStorage | undefined,
): Step[] {
  const own = clusters.filter(each => each.provider === provider);
  switch (provider) {
    case 'aws':
      return [
        signIn(
          commands =>
            t('Sign in to AWS: {0}. Name the profile default. For access keys, run aws configure instead.', commands),
          SIGN_IN.aws,
          'aws sts get-caller-identity',
        ),
      ];
    case 'azurerm': {
      const subscription = own.find(each => each.subscription !== undefined)?.subscription ?? '{SUBSCRIPTION_ID}';
      const groups = new Map(own.map(({ group, region }) => [groupWord(group), region]));
      return [
        signIn(commands => t('Sign in to {0}: {1}.', 'Azure', commands), SIGN_IN.azurerm, 'az account show'),
        commandStep(
          commands => t('Select the subscription: {0}.', commands),
          [
            ...runs(`az account set --subscription ${subscription}`),
            { variable: 'ARM_SUBSCRIPTION_ID', value: subscription },
          ],
          { check: { command: 'az account show --query id --output tsv', lines: [subscription] }, asks: ASKS },
        ),
        ...(own.length === 0
          ? []
          : [
              enable(
                'Azure',
                AZURE_SERVICES.map(name => `az provider register --wait --namespace Microsoft.${name}`),
                {
                  command: `az provider list --query "[?registrationState=='Registered'].namespace" --output tsv`,
                  lines: AZURE_SERVICES.map(name => `Microsoft.${name}`),
                },
              ),
              ...[...groups].map(([group, region]) => groupStep(group, region)),
            ]),
      ];
    }
    case 'google': {
      const project = projectOf(clusters);
      return [
        signIn(
          commands => t('Sign in to {0}: {1}.', 'Google Cloud', commands),
          SIGN_IN.google,
          `gcloud projects describe ${project}`,
        ),
        ...(own.length === 0
          ? []
          : [
              enable(
                'Google Cloud',
                [
                  `gcloud services enable ${GOOGLE_SERVICES.map(name => `${name}.googleapis.com`).join(' ')} --project=${project}`,
                ],
                {
                  command: `gcloud services list --enabled --project=${project} --format="value(config.name)"`,
                  lines: GOOGLE_SERVICES.map(name => `${name}.googleapis.com`),
                },
              ),
            ]),
      ];
    }
    case 'scaleway':
      return [
        signIn(
          commands => t('Sign in to {0}: {1}.', 'Scaleway', commands),
          SIGN_IN.scaleway,
          'scw account project list',
        ),
        ...(backend?.name === 'scaleway' && backend.access.by !== 'profile'
          ? [
              commandStep(
                commands => t('Let the state use the key: {0}.', commands),
                [
                  { variable: 'AWS_ACCESS_KEY_ID', output: 'scw config get access-key' },
                  { variable: 'AWS_SECRET_ACCESS_KEY', output: 'scw config get secret-key' },
                ],
              ),
            ]
          : []),
      ];
  }
}
