// KS705: Credentials of a cloud are not passed
//
// The image takes the credentials of each cloud from a variable: `KBST_AUTH_AWS`, `KBST_AUTH_AZ`, `KBST_AUTH_GCLOUD`, and `KBST_AUTH_SCW` after
// v0.19.2-beta.0. Without it the cloud's provider can't log in.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - "**"
//     tags:
//       - "apps-deploy-*"
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - run: docker run --rm -e KBST_AUTH_AWS "kbst:$GITHUB_SHA" true
//         env:
//           KBST_AUTH_AWS: ${{ secrets.KBST_AUTH_AWS }}
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ```yaml .github/workflows/main.yaml
// on:
//   push:
//     branches:
//       - "**"
//     tags:
//       - "apps-deploy-*"
//
// jobs:
//   platform:
//     runs-on: ubuntu-latest
//     steps:
//       - uses: actions/checkout@v4
//       - run: docker build -t "kbst:$GITHUB_SHA" .
//       - run: docker run --rm -v "$PWD:/infra" "kbst:$GITHUB_SHA" terraform init
//       - run: docker run --rm -e KBST_AUTH_AWS -e KBST_AUTH_AZ "kbst:$GITHUB_SHA" true
//         env:
//           KBST_AUTH_AWS: ${{ secrets.KBST_AUTH_AWS }}
//           KBST_AUTH_AZ: ${{ secrets.KBST_AUTH_AZ }}
// ```
import type { CheckContext } from './checkContext';
import type { Finding, Fix, PlatformCheck, TextPlace } from './check';
import { matchesIn, pipelinesOf } from './pipelines';
import { clusterCalls } from './platformLayout';

/** Provider → variable with its credentials. */
const VARIABLES: Readonly<Record<string, string>> = {
  aws: 'KBST_AUTH_AWS',
  azurerm: 'KBST_AUTH_AZ',
  google: 'KBST_AUTH_GCLOUD',
  scaleway: 'KBST_AUTH_SCW',
};

export const credentialsMissing: PlatformCheck = {
  code: 'KS705',
  title: 'Credentials of a cloud are not passed',
  level: 'warning',
  scope: 'platform',
  run,
  fix: (_context, finding) => fixes(finding),
};

function run(context: CheckContext): Finding[] {
  const used = new Set(clusterCalls(context).flatMap(({ module }) => VARIABLES[module.provider ?? ''] ?? []));
  return pipelinesOf(context).flatMap(({ file }): Finding[] => {
    const named = matchesIn({ file, start: 0, end: file.text.length }, /KBST_AUTH_[A-Z]+/g);
    const missing = [...used].filter(variable => !named.some(({ text }) => text === variable));
    const [first] = named;
    // A pipeline that names none of them authenticates in another way.
    if (!first || missing.length === 0 || /env-file|KBST_AUTH_\$|toJSON\(secrets\)/.test(file.text)) return [];
    const message = `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not passed, and the platform has a cluster there.`;
    return [{ place: first.place, message, data: { like: first.text, missing } }];
  });
}

/** Passes them wherever the first one is passed. */
function fixes({ place, data }: Finding): Fix[] {
  const { like, missing } = data as { like: string; missing: string[] };
  const { file } = place as TextPlace;
  const line = new RegExp(`^[^\\n]*${like}[^\\n]*$`, 'gm');
  const edits = [...file.text.matchAll(line)].map(match => ({ start: match.index, text: match[0] }));
  return [
    {
      title: `Pass ${missing.join(', ')}`,
      change: draft => {
        for (const { start, text } of edits) {
          const option = [...text.matchAll(new RegExp(`((?:-e|--env)[ =])${like}(?![=\\w])`, 'g'))].at(-1);
          const at = start + (option ? option.index + option[0].length : text.length);
          const added = missing
            .map(name => (option ? ` ${option[1]!}${name}` : `\n${text.replaceAll(like, name)}`))
            .join('');
          draft.replaceText(file.uri, { start: at, end: at }, added);
        }
      },
    },
  ];
}
