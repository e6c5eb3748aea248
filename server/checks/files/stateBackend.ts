// KS514: State is not shared
//
// Without a backend, the state of all environments is stored in a file on one machine. State files and what `init` downloads do not belong
// in the repository either; exclude them in `.gitignore`.
//
// ## Fails
//
// ```terraform
// terraform {
//   required_providers {
//     kustomization = {
//       source = "kbst/kustomization"
//     }
//   }
// }
//
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
//
// terraform {
//   backend "gcs" {
//     bucket = "terraform-state-kubestack-4f1c2ab"
//   }
// }
// ```
//
// ```gitignore .gitignore
// **/.terraform/*
// ```
//
// ```text .git/HEAD
// ref: refs/heads/main
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "gke_ml0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "ml0" }
//   }
// }
//
// terraform {
//   backend "gcs" {
//     bucket = "terraform-state-kubestack-4f1c2ab"
//   }
// }
// ```
//
// ```gitignore .gitignore
// **/.terraform/*
// *.tfstate
// *.tfstate.*
// .user/
// ```
import { type Localizable, enumeration, localizable, localized, t } from '../../../common/localization';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import type { TextFile } from '../../workspace/textFiles';
import { childOf } from '../../workspace/uri';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { usesFrameworkImage } from '../platform/frameworkImages';
import { ignoreFiles } from './ignoreFiles';
import { clusterCalls } from '../platform/platformLayout';
import { platformRange } from './platformRange';

type Data =
  | {
      readonly isMissing?: true;
      readonly lines?: string;
    }
  | undefined;

export const stateBackend: PlatformCheck<Data> = {
  code: 'KS514',
  title: 'State is not shared',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
  command: ({ data }) =>
    data?.isMissing ? { title: t('Add State Backend…'), name: 'kubestack.addStateBackend' } : undefined,
};

function run(context: CheckContext): Finding<Data>[] {
  if (!context.isWhole || clusterCalls(context).length === 0) return [];
  return [...backendFindings(context), ...ignoreFindings(context)];
}

function backendFindings(context: CheckContext): Finding<Data>[] {
  const backends = (context.root.folder?.declarations('terraform', '') ?? []).flatMap(({ item, block }) =>
    block.body.flatMap(entry =>
      entry.kind === 'block' && (entry.type === 'backend' || entry.type === 'cloud') ? [{ item, entry }] : [],
    ),
  );
  const local = backends.find(({ entry }) => entry.labels[0]?.name === 'local');
  if (local)
    return [
      {
        range: rangeIn(local.item, local.entry.labels[0]!),
        message: t('The state is stored on one machine. Use a backend that shares and locks it, such as a bucket.'),
      },
    ];
  // Terragrunt generates the backend configuration.
  const isGenerated = context.exists('terragrunt.hcl');
  if (backends.length > 0 || isGenerated) return [];
  return [
    {
      range: platformRange(context),
      message: t('No backend is configured, so the state is stored on one machine.'),
      data: { isMissing: true },
    },
  ];
}

interface IgnoredFile {
  readonly pattern: RegExp;
  readonly lines: string;
  /** What git should ignore: a path, or a description. */
  readonly what: string | Localizable;
}
const IGNORED: readonly IgnoredFile[] = [
  { pattern: /\.terraform(?:\/|\*|$)/, lines: '**/.terraform/*\n', what: '.terraform' },
  { pattern: /tfstate/, lines: '*.tfstate\n*.tfstate.*\n', what: localizable('the state') },
  { pattern: /\.user(?:\/|\*|$)/, lines: '.user/\n', what: '.user/' },
];

/** The framework's images store credentials in the platform's folder. */
function isImageBased(context: CheckContext): boolean {
  const dockerfile = context.file('Dockerfile');
  return dockerfile !== undefined && usesFrameworkImage(dockerfile);
}

function ignoreFindings(context: CheckContext): Finding<Data>[] {
  const { files, isRepository, isKnown } = ignoreFiles(context);
  if (!isKnown) return [];
  const [own] = files;
  const lines = files.flatMap(({ text }) => text.split(/\r?\n/)).map(line => line.trim());
  const missing = IGNORED.filter(({ pattern, what }) => {
    if (what === '.user/' && !isImageBased(context)) return false;
    return !lines.some(line => !/^[#!]/.test(line) && pattern.test(line));
  });
  if (missing.length === 0 || (!own && !isRepository)) return [];
  const data = { lines: missing.map(({ lines: text }) => text).join('') };
  const what = enumeration(missing.map(({ what: name }) => (typeof name === 'string' ? name : localized(name))));
  const message = own ? t("Git doesn't ignore {0}.", what) : t("Git doesn't ignore {0}: there is no .gitignore.", what);
  return [{ range: own ? firstLine(own) : platformRange(context), message, data }];
}

const firstLine = (file: TextFile) => ({ file, start: 0, end: /\r?\n|$/.exec(file.text)!.index });

function fix({ root }: CheckContext, { range, data }: Finding<Data>): readonly Fix[] {
  const lines = data?.lines;
  if (typeof lines !== 'string') return [];
  const title = t('Add them to .gitignore');
  if (!('file' in range))
    return [
      {
        title: t('Create .gitignore'),
        change: draft => draft.create(childOf(root.folderUri, '.gitignore'), lines),
        isPreferred: true,
      },
    ];
  const { file } = range;
  const end = file.text.length;
  const newline = file.text === '' || file.text.endsWith('\n') ? '' : '\n';
  return [
    {
      title,
      change: draft => void draft.replaceText(file.uri, { start: end, end }, newline + lines),
      isPreferred: true,
    },
  ];
}
