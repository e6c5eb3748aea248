/** The steps that create the storage for the state. */
import { t } from '../../../common/localization';
import { commandStep, runs, type CommandCheck, type Step } from '../../../common/steps';
import type { StateAccess } from '../../kubestack/platform/credentials';
import type { CloudProvider } from '../../kubestack/platform/regions';
import { quotedWord } from '../followUp';

/** The storage of a state backend. */
export interface StateStorage {
  readonly name: 's3' | 'gcs' | 'azurerm' | 'scaleway';
  /** Of the bucket or container. */
  readonly bucket: string;
  readonly region?: string;
  /** Storage account and resource group on Azure. */
  readonly account?: string;
  readonly group?: string;
  readonly access: StateAccess;
  /** How the backend signs in to the storage account on Azure. */
  readonly signsInBy?: 'entra_id' | 'resource_group' | 'access_key';
}

export interface FirstCluster {
  /** Label of its module. */
  readonly name: string;
  readonly prefix: string;
  /** Its base domain; undefined if unknown. */
  readonly domain: string | undefined;
  readonly provider: CloudProvider;
  readonly region: string;
  /** Resource group on Azure. */
  readonly group?: string | undefined;
  readonly project?: string | undefined;
  readonly subscription?: string | undefined;
}

/** The cloud whose program creates the storage. */
export const CLOUD_OF: Readonly<Record<StateStorage['name'], CloudProvider>> = {
  s3: 'aws',
  gcs: 'google',
  azurerm: 'azurerm',
  scaleway: 'scaleway',
};

/** Values of these steps that only the user knows. */
const ASKS = ['RESOURCE_GROUP', 'PROJECT_ID', 'LOCATION'];

/** A resource group as a word of a command; an unknown one is asked for. */
export const groupWord = (group: string | undefined): string =>
  group === undefined ? '{RESOURCE_GROUP}' : quotedWord(group);

/** The group of the clusters can also have the state. @param group a word of a command */
export const groupStep = (group: string, region: string): Step =>
  commandStep(
    commands => t('Create the resource group {0}: {1}.', group, commands),
    runs(`az group create --name ${group} --location ${region}`),
    { check: { command: `az group show --name ${group}` }, asks: ASKS },
  );

export const projectOf = (clusters: readonly FirstCluster[]): string =>
  clusters.find(({ provider }) => provider === 'google')?.project ?? '{PROJECT_ID}';

/**
 * Creates the storage for the state. Each property of it is a step of its own, so that an existing storage can get what it lacks.
 * @param clusters whose group, project and region it can use
 */
export function stateSteps(backend: StateStorage, clusters: readonly FirstCluster[]): Step[] {
  const { name, bucket, account = '' } = backend;
  const near = clusters.find(({ provider }) => provider === CLOUD_OF[name]);
  const region = backend.region ?? near?.region ?? '{LOCATION}';
  const create = (command: string, ...all: string[]): Step =>
    commandStep(commands => t('Create {0} for the state: {1}.', bucket, commands), runs(...all), {
      check: { command },
      asks: ASKS,
    });
  const keepVersions = (where: string, command: string, check: CommandCheck): Step =>
    commandStep(commands => t('Keep earlier versions of the state in {0}: {1}.', where, commands), runs(command), {
      check,
      asks: ASKS,
    });
  switch (name) {
    case 's3': {
      const elsewhere = region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`;
      const at = `--bucket ${bucket} --region ${region}`;
      return [
        create(`aws s3api head-bucket --bucket ${bucket}`, `aws s3api create-bucket ${at}${elsewhere}`),
        keepVersions(bucket, `aws s3api put-bucket-versioning ${at} --versioning-configuration Status=Enabled`, {
          command: `aws s3api get-bucket-versioning ${at} --query Status --output text`,
          lines: ['Enabled'],
        }),
        commandStep(
          commands => t('Block public access to {0}: {1}.', bucket, commands),
          runs(
            `aws s3api put-public-access-block ${at} --public-access-block-configuration "${BLOCKS.map(each => `${each}=true`).join(',')}"`,
          ),
          {
            check: {
              command: `aws s3api get-public-access-block ${at} --query "PublicAccessBlockConfiguration.[${BLOCKS.join(', ')}]" --output text`,
              lines: [BLOCKS.map(() => 'True').join('\t')],
            },
          },
        ),
      ];
    }
    case 'gcs': {
      const describe = `gcloud storage buckets describe gs://${bucket}`;
      return [
        create(
          describe,
          `gcloud storage buckets create gs://${bucket} --project=${projectOf(clusters)} --location=${region} --uniform-bucket-level-access --public-access-prevention`,
        ),
        keepVersions(bucket, `gcloud storage buckets update gs://${bucket} --versioning`, {
          command: `${describe} --format="value(versioning_enabled)"`,
          lines: ['True'],
        }),
      ];
    }
    case 'azurerm': {
      const given = backend.group ?? near?.group;
      const group = groupWord(given);
      const at = `--account-name ${account} --resource-group ${group}`;
      const container = `--storage-account ${account} --resource-group ${group} --name ${bucket}`;
      return [
        ...(given !== undefined && given === near?.group ? [] : [groupStep(group, region)]),
        create(
          `az storage container-rm show ${container}`,
          `az storage account create --name ${account} --resource-group ${group} --location ${region} --allow-blob-public-access false`,
          `az storage container-rm create ${container}`,
        ),
        keepVersions(account, `az storage account blob-service-properties update ${at} --enable-versioning true`, {
          command: `az storage account blob-service-properties show ${at} --query isVersioningEnabled --output tsv`,
          lines: ['true'],
        }),
        ...(backend.signsInBy === 'entra_id' ? [roleStep(account, given, near?.subscription)] : []),
      ];
    }
    case 'scaleway': {
      const at = `${bucket} region=${region}`;
      return [
        create(`scw object bucket get ${at}`, `scw object bucket create ${at}`),
        keepVersions(bucket, `scw object bucket update ${at} enable-versioning=true`, {
          command: `scw object bucket get ${at} -o template="{{.EnableVersioning}}"`,
          lines: ['true'],
        }),
      ];
    }
  }
}

/** All kinds of public access to a bucket. AWS blocks them for new buckets, but not for those that were created before April 2023. */
const BLOCKS = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** What `use_azuread_auth` of the backend needs: owners of a subscription don't have it. */
const STATE_ROLE = 'Storage Blob Data Contributor';

/** Lets somebody read and write the state with their own account. */
function roleStep(account: string, group: string | undefined, subscription: string | undefined): Step {
  const path = [
    ...['', 'subscriptions', subscription ?? '{SUBSCRIPTION_ID}', 'resourceGroups', group ?? '{RESOURCE_GROUP}'],
    ...['providers', 'Microsoft.Storage', 'storageAccounts', account],
  ].join('/');
  const scope = `--assignee "{ASSIGNEE}" --scope "${path}"`;
  return commandStep(
    commands =>
      t(
        'Give everyone who plans the role {0} for the state, first yourself, and the pipeline too. It can take ten minutes: {1}.',
        STATE_ROLE,
        commands,
      ),
    runs(`az role assignment create ${scope} --role "${STATE_ROLE}"`),
    {
      check: {
        command: `az role assignment list ${scope} --include-inherited --query "[].roleDefinitionName" --output tsv`,
        lines: [STATE_ROLE],
      },
      asks: ['ASSIGNEE', ...ASKS, 'SUBSCRIPTION_ID'],
    },
  );
}
