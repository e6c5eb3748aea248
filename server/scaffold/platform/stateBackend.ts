/** Adds the state backend: `state.tf`, and its row in the README. */
import { t } from '../../../common/localization';
import { setSetting } from '../../edits/readmeTableEdits';
import { oneOf, type AnswerReader, type TextRule } from '../answerReader';
import { editReadme } from '../editReadme';
import type { FileChanges } from '../fileChanges';
import { programOf, type SchemaGeneration } from '../schemaGeneration';
import type { ScaffoldContext, ScaffoldOutcome } from '../scaffoldContext';
import { attribute, block, groups, hclFile, nested, type HclLine } from '../hclFile';

export const BACKENDS = ['s3', 'gcs', 'azurerm', 'scaleway'] as const;
/** The row of the README if there is no backend yet. */
export const NO_BACKEND = 'not decided';
export type BackendName = (typeof BACKENDS)[number];

export interface Backend {
  readonly name: BackendName;
  /** Name in the README. */
  readonly title: string;
  /** Of the bucket or container. */
  readonly bucket: string;
  readonly attributes: readonly HclLine[];
}

const BUCKET: TextRule = {
  accepts: text => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text) && !text.includes('..'),
  advice: () => t('use 3 to 63 lowercase letters, digits and dashes, such as terraform-state-kubestack-4f1c2ab'),
};
const ACCOUNT: TextRule = { accepts: /^[a-z0-9]{3,24}$/, advice: () => t('use 3 to 24 lowercase letters and digits') };
const AWS_REGION: TextRule = {
  accepts: /^[a-z]{2}(?:-[a-z]+)+-\d$/,
  advice: () => t('use an AWS region, such as eu-north-1'),
};
const SCALEWAY_REGION = oneOf(['fr-par', 'nl-ams', 'pl-waw']);

/**
 * A backend from its answers; undefined after a problem.
 * @param regionAnswer name of the answer with the bucket's region
 */
export function backendFrom(
  answers: AnswerReader,
  name: BackendName,
  generation: SchemaGeneration,
  regionAnswer = 'region',
): Backend | undefined {
  switch (name) {
    case 's3': {
      const bucket = answers.text('bucket', BUCKET);
      const region = answers.text(regionAnswer, AWS_REGION);
      if (bucket === undefined || region === undefined) return undefined;
      return { name, title: 'S3', bucket, attributes: [attribute('bucket', bucket), attribute('region', region), KEY] };
    }
    case 'gcs': {
      const bucket = answers.text('bucket', BUCKET);
      return bucket === undefined
        ? undefined
        : { name, title: 'GCS', bucket, attributes: [attribute('bucket', bucket)] };
    }
    case 'azurerm': {
      const account = answers.text('storage_account', ACCOUNT);
      const bucket = answers.text(answers.has('container') ? 'container' : 'bucket', BUCKET);
      if (account === undefined || bucket === undefined) return undefined;
      const places = [attribute('storage_account_name', account), attribute('container_name', bucket), KEY];
      return { name, title: 'Azure Storage', bucket, attributes: places };
    }
    case 'scaleway': {
      const bucket = answers.text('bucket', BUCKET);
      const region = answers.text(regionAnswer, SCALEWAY_REGION);
      if (bucket === undefined || region === undefined) return undefined;
      return {
        name,
        title: 'Scaleway Object Storage',
        bucket,
        attributes: scalewayAttributes(bucket, region, generation),
      };
    }
  }
}

const KEY = attribute('key', 'tfstate');

/**
 * Scaleway supports S3's API; terraform's other requests to AWS must be turned off. Images of the map generation contain Terraform 1.5, which has
 * other argument names that later versions deprecate.
 */
function scalewayAttributes(bucket: string, region: string, generation: SchemaGeneration): HclLine[] {
  const endpoint = `https://s3.${region}.scw.cloud`;
  const places = [attribute('bucket', bucket), attribute('region', region), KEY];
  const skips = ['skip_credentials_validation', 'skip_metadata_api_check', 'skip_region_validation'];
  const flags = (names: readonly string[]): HclLine[] => names.map(name => attribute(name, true));
  return generation === 'map'
    ? groups([...places, attribute('endpoint', endpoint)], flags([...skips, 'force_path_style']))
    : groups(
        places,
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
export function backendNotes({ name, bucket }: Backend): string[] {
  const made =
    name === 'azurerm'
      ? t("The container {0} must exist before `init`. Terraform doesn't create it.", bucket)
      : t("The bucket {0} must exist before `init`. Terraform doesn't create it.", bucket);
  const credentials = t(
    "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to the Scaleway key. The backend doesn't read SCW_ACCESS_KEY and SCW_SECRET_KEY.",
  );
  return name === 'scaleway' ? [made, credentials] : [made];
}

/** The file with the backend, and its kind; undefined if there is none. */
export function backendIn(changes: FileChanges): { readonly path: string; readonly kind: string } | undefined {
  for (const path of changes.configurationFiles('', { json: true })) {
    for (const { item } of changes.source(path)?.items ?? []) {
      if (item.node.kind !== 'block' || item.node.type !== 'terraform') continue;
      for (const entry of item.node.body) {
        if (entry.kind === 'block' && (entry.type === 'backend' || entry.type === 'cloud'))
          return { path, kind: entry.labels[0]?.name ?? entry.type };
      }
    }
  }
  return undefined;
}

export function scaffoldStateBackend({ answers, changes, platform }: ScaffoldContext): ScaffoldOutcome | undefined {
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
  const backend = name && backendFrom(answers, name, platform.generation);
  if (!backend) return undefined;
  writeBackend(changes, backend);
  editReadme(changes, (text, readme) => setSetting(text, readme, 'stateBackend', backendCell(backend)));
  const program = programOf(platform.generation);
  return {
    notes: backendNotes(backend),
    followUp: {
      branch: 'add-state-backend',
      summary: t('Store the state in {0}', backend.title),
      environments: [...platform.environments].reverse(),
      program,
      before: [
        t(
          'Create {0}, then run `{1} init -migrate-state` to migrate existing state, or `{1} init` if there is none.',
          backend.bucket,
          program,
        ),
      ],
    },
  };
}
