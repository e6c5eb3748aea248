/** Adds the state backend: `state.tf`, and its row in the README. */
import { t } from '../../../common/localization';
import { runs, step } from '../../../common/steps';
import { setSetting } from '../../edits/readmeTableEdits';
import { oneOf, type AnswerReader, type TextRule } from '../answerReader';
import { RESOURCE_GROUP } from '../answerRules';
import { AWS_REGION } from '../cluster/clouds';
import { editReadme } from '../editReadme';
import { guidedSteps } from '../guidedSteps';
import type { StateStorage } from './stateSteps';
import type { FileChanges } from '../fileChanges';
import type { SchemaGeneration } from '../schemaGeneration';
import { updatePipelines } from '../pipeline/updatePipelines';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { stateVariables } from '../../kubestack/platform/credentials';
import { backendIn } from './presentBackend';
import type { Provider } from '../../../common/protocol';
import { attribute, block, groups, hclFile, nested, type HclLine } from '../hclFile';

export const BACKENDS = ['s3', 'gcs', 'azurerm', 'scaleway'] as const;
/** The row of the README if there is no backend yet. */
export const NO_BACKEND = 'not decided';
export type BackendName = (typeof BACKENDS)[number];

export interface Backend extends StateStorage {
  /** Name in the README. */
  readonly title: string;
  readonly attributes: readonly HclLine[];
  /** What to know about signing in and locking. */
  readonly notes: readonly string[];
}

/** What a backend depends on in the platform. */
export interface BackendContext {
  readonly generation: SchemaGeneration;
  /** Clouds of the clusters. */
  readonly providers: readonly Provider[];
  /** Name of the answer with the bucket's region. */
  readonly regionAnswer?: string;
}

const BUCKET: TextRule = {
  accepts: text => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) && !text.includes('..'),
  advice: () => t('use 3 to 63 lowercase letters, digits and dashes, such as terraform-state-kubestack-4f1c2ab'),
};
/** Containers of Azure have no dots, and no two dashes in a row. */
const CONTAINER: TextRule = {
  accepts: text => /^[a-z0-9](?:-?[a-z0-9])+$/.test(text) && text.length >= 3 && text.length <= 63,
  advice: () => t('use 3 to 63 lowercase letters, digits and single dashes, such as terraform-state-kubestack-4f1c2ab'),
};
const ACCOUNT: TextRule = { accepts: /^[a-z0-9]{3,24}$/, advice: () => t('use 3 to 24 lowercase letters and digits') };
/** How Terraform signs in to the storage account: `az login` isn't enough, the backend needs to know what to use it for. */
const STORAGE_AUTH = ['entra_id', 'resource_group', 'access_key'] as const;
const SCALEWAY_REGION = oneOf(['fr-par', 'nl-ams', 'pl-waw']);

/** A backend from its answers; undefined after a problem. */
export function backendFrom(
  answers: AnswerReader,
  name: BackendName,
  { generation, providers, regionAnswer = 'region' }: BackendContext,
): Backend | undefined {
  switch (name) {
    case 's3': {
      const bucket = answers.text('bucket', BUCKET);
      const region = answers.text(regionAnswer, AWS_REGION);
      if (bucket === undefined || region === undefined) return undefined;
      const lines = [attribute('bucket', bucket), attribute('region', region), KEY];
      return {
        name,
        title: 'S3',
        bucket,
        region,
        attributes: generation === 'object' ? groups(lines, [attribute('use_lockfile', true)]) : lines,
        access: { backend: name },
        notes: generation === 'object' ? [] : [unlocked()],
      };
    }
    case 'gcs': {
      const bucket = answers.text('bucket', BUCKET);
      if (bucket === undefined) return undefined;
      return {
        name,
        title: 'GCS',
        bucket,
        attributes: [attribute('bucket', bucket)],
        access: { backend: name },
        notes: [],
      };
    }
    case 'azurerm':
      return azureBackend(answers);
    case 'scaleway': {
      const bucket = answers.text('bucket', BUCKET);
      const region = answers.text(regionAnswer, SCALEWAY_REGION);
      if (bucket === undefined || region === undefined) return undefined;
      const isShared = providers.includes('aws');
      return {
        name,
        title: 'Scaleway Object Storage',
        bucket,
        region,
        attributes: scalewayAttributes(bucket, region, generation, isShared),
        access: { backend: name, ...(isShared ? { by: 'profile' } : {}) },
        notes: [
          isShared
            ? t(
                'Clusters on AWS use the same variables. Add the Scaleway key as profile {0}: `aws configure --profile {0}`. In the pipeline, the profile is a part of KBST_AUTH_AWS.',
                PROFILE,
              )
            : t(
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the Scaleway key. The backend doesn't read SCW_ACCESS_KEY and SCW_SECRET_KEY.",
              ),
        ],
      };
    }
  }
}

/** Terraform 1.5, the version in the images of the map generation, locks state in S3 only with a table; `use_lockfile` exists since 1.10. */
const unlocked = (): string =>
  t(
    'The state is not locked: Terraform before 1.10 needs a DynamoDB table for that. Create one with the string key LockID, and name it in state.tf: dynamodb_table = "…".',
  );

function azureBackend(answers: AnswerReader): Backend | undefined {
  const account = answers.text('storage_account', ACCOUNT);
  const bucket = answers.text(answers.has('container') ? 'container' : 'bucket', CONTAINER);
  const auth = answers.text('storage_auth', oneOf(STORAGE_AUTH), 'entra_id') as
    (typeof STORAGE_AUTH)[number] | undefined;
  const group = auth === 'resource_group' ? answers.text('storage_resource_group', RESOURCE_GROUP) : undefined;
  if (account === undefined || bucket === undefined || auth === undefined) return undefined;
  const lines = [attribute('storage_account_name', account), attribute('container_name', bucket), KEY];
  const common = { name: 'azurerm', title: 'Azure Storage', bucket, account, signsInBy: auth } as const;
  switch (auth) {
    case 'entra_id':
      return {
        ...common,
        attributes: groups(lines, [attribute('use_azuread_auth', true)]),
        access: { backend: 'azurerm' },
        notes: [
          t(
            'Give everyone who plans, and the pipeline, the role Storage Blob Data Contributor for the storage account {0}.',
            account,
          ),
        ],
      };
    case 'resource_group':
      return group === undefined
        ? undefined
        : {
            ...common,
            group,
            attributes: [attribute('resource_group_name', group), ...lines],
            access: { backend: 'azurerm' },
            notes: [
              t(
                'Everyone who plans, and the pipeline, must be able to list the keys of the storage account {0}.',
                account,
              ),
            ],
          };
    case 'access_key':
      return {
        ...common,
        attributes: lines,
        access: { backend: 'azurerm', by: 'accessKey' },
        notes: [
          t(
            'Set ARM_ACCESS_KEY to an access key of the storage account {0} wherever plans run. With clusters on Azure, the pipeline reads it from KBST_AUTH_AZ.',
            account,
          ),
        ],
      };
  }
}

/** The profile of the AWS credentials that has the key for the state at Scaleway. */
const PROFILE = 'scaleway';

const KEY = attribute('key', 'tfstate');

/**
 * Scaleway supports S3's API; terraform's other requests to AWS must be turned off. Images of the map generation contain Terraform 1.5, which has
 * other argument names that later versions deprecate.
 */
function scalewayAttributes(
  bucket: string,
  region: string,
  generation: SchemaGeneration,
  hasProfile: boolean,
): HclLine[] {
  const endpoint = `https://s3.${region}.scw.cloud`;
  const profile = hasProfile ? [attribute('profile', PROFILE)] : [];
  const lines = [attribute('bucket', bucket), attribute('region', region), KEY, ...profile];
  const skips = ['skip_credentials_validation', 'skip_metadata_api_check', 'skip_region_validation'];
  const flags = (names: readonly string[]): HclLine[] => names.map(name => attribute(name, true));
  return generation === 'map'
    ? groups([...lines, attribute('endpoint', endpoint)], flags([...skips, 'force_path_style']))
    : groups(
        lines,
        [nested('endpoints', [attribute('s3', endpoint)])],
        flags([...skips, 'skip_requesting_account_id', 'use_path_style']),
      );
}

/** Writes `state.tf`. */
export function writeBackend(changes: FileChanges, backend: Backend): void {
  const type = backend.name === 'scaleway' ? 's3' : backend.name;
  changes.write('state.tf', hclFile([block('terraform', [], [block('backend', [type], backend.attributes)])]));
}

/** The description of a backend in the README. */
export const backendCell = ({ title, bucket }: Backend): string => `${title}, ${bucket}`;

/** What the user needs to know before the first `init`. */
export const backendNotes = ({ name, bucket, notes }: Backend): string[] => [
  name === 'azurerm'
    ? t("The container {0} must exist before `init`. Terraform doesn't create it.", bucket)
    : t("The bucket {0} must exist before `init`. Terraform doesn't create it.", bucket),
  ...notes,
];

export function scaffoldStateBackend(scaffoldContext: ScaffoldContext): ScaffoldOutcome | undefined {
  const { answers, changes, platform } = scaffoldContext;
  if (!platform) return answers.refuse('uri', t('This folder contains no platform.'));
  const present = backendIn(changes);
  if (present)
    return answers.refuse(
      'uri',
      t(
        '{0} already configures a state backend ({1}). To move the state, change it manually and run `init -migrate-state`.',
        present.path,
        present.kind,
      ),
    );
  if (changes.exists('state.tf'))
    return answers.refuse('uri', t('state.tf already exists, without a backend. Add the backend there.'));
  const name = answers.text('backend', oneOf(BACKENDS)) as BackendName | undefined;
  const providers = platform.described?.clusters.map(({ provider }) => provider) ?? [];
  const backend = name && backendFrom(answers, name, { generation: platform.generation, providers });
  if (!backend) return undefined;
  writeBackend(changes, backend);
  editReadme(changes, (text, readme) => setSetting(text, readme, 'stateBackend', backendCell(backend)));
  const program = platform.program;
  const variables = stateVariables(backend.access, providers);
  return {
    notes: [
      ...backendNotes(backend),
      ...(variables.length > 0 ? updatePipelines(scaffoldContext, { stateVariables: variables }) : []),
    ],
    followUp: {
      branch: 'add-state-backend',
      summary: t('Store the state in {0}', backend.title),
      environments: [...platform.environments].reverse(),
      program,
      before: [
        ...guidedSteps().stateSteps(backend, []),
        step(t('Initialize with the new backend, which also moves the present state there: {0}.'), {
          commands: runs(`${program} init -migrate-state`),
        }),
      ],
    },
  };
}
