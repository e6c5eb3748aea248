/** The steps that create the storage for the state. */
import { t } from '../../../common/localization';
import type { StateAccess } from '../../kubestack/platform/credentials';
import type { CloudProvider } from '../../kubestack/platform/regions';
import { quotedWord } from '../followUp';
import { commands, step, type Step } from '../steps';

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

/** A resource group as a word of a command; an unknown one is asked for. */
export const groupWord = (group: string | undefined): string =>
  group === undefined ? 'RESOURCE_GROUP' : quotedWord(group);

/** The group of the clusters can also have the state. @param group a word of a command */
export const groupStep = (group: string, region: string): Step =>
  step(
    t('Create the resource group {0}: {1}.', group, commands(`az group create --name ${group} --location ${region}`)),
    { command: `az group show --name ${group}` },
  );

export const projectOf = (clusters: readonly FirstCluster[]): string =>
  clusters.find(({ provider }) => provider === 'google')?.project ?? 'PROJECT_ID';

/** Creates the storage for the state. @param clusters whose group, project and region it can use */
export function stateSteps(backend: StateStorage, clusters: readonly FirstCluster[]): Step[] {
  const { name, bucket, account = 'STORAGE_ACCOUNT' } = backend;
  const near = clusters.find(({ provider }) => provider === CLOUD_OF[name]);
  const region = backend.region ?? near?.region ?? 'LOCATION';
  const create = (check: string, ...all: string[]): Step =>
    step(t('Create {0} for the state: {1}.', bucket, commands(...all)), { command: check });
  switch (name) {
    case 's3': {
      const elsewhere = region === 'us-east-1' ? '' : ` --create-bucket-configuration LocationConstraint=${region}`;
      return [
        create(
          `aws s3api head-bucket --bucket ${bucket}`,
          `aws s3api create-bucket --bucket ${bucket} --region ${region}${elsewhere}`,
          `aws s3api put-bucket-versioning --bucket ${bucket} --region ${region} --versioning-configuration Status=Enabled`,
        ),
      ];
    }
    case 'gcs':
      return [
        create(
          `gcloud storage buckets describe gs://${bucket}`,
          `gcloud storage buckets create gs://${bucket} --project=${projectOf(clusters)} --location=${region} --uniform-bucket-level-access --public-access-prevention`,
          `gcloud storage buckets update gs://${bucket} --versioning`,
        ),
      ];
    case 'azurerm': {
      const given = backend.group ?? near?.group;
      const group = groupWord(given);
      const at = `--resource-group ${group}`;
      return [
        ...(given !== undefined && given === near?.group ? [] : [groupStep(group, region)]),
        create(
          `az storage container-rm show --storage-account ${account} ${at} --name ${bucket}`,
          `az storage account create --name ${account} ${at} --location ${region} --allow-blob-public-access false`,
          `az storage account blob-service-properties update --account-name ${account} ${at} --enable-versioning true`,
          `az storage container-rm create --storage-account ${account} ${at} --name ${bucket}`,
        ),
      ];
    }
    case 'scaleway':
      return [
        create(
          `scw object bucket get ${bucket} region=${region}`,
          `scw object bucket create ${bucket} enable-versioning=true region=${region}`,
        ),
      ];
  }
}
