/** The questions for the state backend. */
import { plainAnswer, type Question } from '../question';
import type { QuestionContext } from './questionContext';
import { t } from '../../../common/localization';

const BACKENDS = [
  { value: 's3', provider: 'aws', label: 'Amazon S3' },
  { value: 'gcs', provider: 'google', label: 'Google Cloud Storage' },
  { value: 'azurerm', provider: 'azurerm', label: 'Azure Blob Storage' },
  { value: 'scaleway', provider: 'scaleway', label: 'Scaleway Object Storage' },
] as const;

/** The questions of Add State Backend. */
export const stateBackendQuestions = (context: QuestionContext): Question[] => [
  {
    ...backendQuestion(),
    input: { kind: 'choice', choices: BACKENDS },
    initial: initialBackend(context),
  },
  ...signInQuestions(context),
  ...backendDetails(context, 'region'),
];

/** The storage of the platform's first cloud. */
function initialBackend({ platform }: QuestionContext): string {
  const provider = platform?.clusters[0]?.provider;
  return BACKENDS.find(({ provider: each }) => each === provider)?.value ?? 's3';
}

/** Asks for the type of backend and how to sign in, which determine the further questions. */
export const backendQuestions = (context: QuestionContext): Question[] => [
  backendQuestion(),
  ...signInQuestions(context),
];

const signInQuestions = (context: QuestionContext): Question[] =>
  context.given['backend'] === 'azurerm' ? [signIn()] : [];

const backendQuestion = (): Question => ({
  id: 'backend',
  prompt: t('Where to store the state'),
  input: {
    kind: 'choice',
    choices: [
      {
        label: t('Decide Later'),
        value: '',
        description: t('Create the bucket before you run init.'),
      },
      ...BACKENDS,
    ],
  },
  initial: '',
  branches: true,
  answers: plainAnswer('backend'),
});

/** @param region name of the answer with the bucket's region, since a new platform's clusters have a `region`, too */
export function backendDetails(context: QuestionContext, region: string): Question[] {
  const { given } = context;
  const text = (id: string, prompt: string, example: string): Question => ({
    id,
    prompt,
    input: { kind: 'text', example },
    initial: context.suggest(id).default,
    answers: plainAnswer(id),
  });
  const details: Question[] = [];
  const bucket = text(
    'bucket',
    t('Name of the bucket (create it before you run init)'),
    'terraform-state-kubestack-1a2b3c4',
  );
  const regionQuestion = text(region, t('Region of the bucket'), 'eu-west-1');
  if (given['backend'] === 's3' || given['backend'] === 'scaleway') details.push(bucket, regionQuestion);
  if (given['backend'] === 'gcs') details.push(bucket);
  if (given['backend'] === 'azurerm') {
    details.push(
      text('storage_account', t('Storage account'), 'kubestackstate'),
      text('container', t('Container in the storage account'), 'terraform-state-kubestack-1a2b3c4'),
    );
    if (given['storage_auth'] === 'resource_group')
      details.push(text('storage_resource_group', t('Resource group of the storage account'), 'terraform-state'));
  }
  return details;
}

/** `az login` alone isn't enough: the backend needs to know what to use it for. */
const signIn = (): Question => ({
  id: 'storage_auth',
  prompt: t('How to sign in to the storage account'),
  input: {
    kind: 'choice',
    choices: [
      {
        label: t('Microsoft Entra ID'),
        value: 'entra_id',
        description: t('with az login; needs the role Storage Blob Data Contributor'),
      },
      {
        label: t('Look up the access key'),
        value: 'resource_group',
        description: t('with az login; needs the resource group of the storage account'),
      },
      { label: t('Access key'), value: 'access_key', description: t('in ARM_ACCESS_KEY') },
    ],
  },
  initial: 'entra_id',
  branches: true,
  answers: plainAnswer('storage_auth'),
});
