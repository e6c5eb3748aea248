// KS510: Chart version differs from the render command
//
// The README of a platform service states which chart version was rendered, and with which command. If the two differ, the next person who
// renders the chart gets another version than the documented one.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_feature_cert_manager" {
//   source = "./modules/cert_manager"
// }
// ```
//
// ```terraform modules/cert_manager/main.tf
// module "cert_manager" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown modules/cert_manager/README.md
// # cert_manager
//
// - Chart: oci://quay.io/jetstack/charts/cert-manager
// - Version: v1.16.1
//
//     helm template cert-manager oci://quay.io/jetstack/charts/cert-manager \
//       --version v1.16.2 \
//       > modules/cert_manager/manifests/upstream.yaml
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_feature_cert_manager" {
//   source = "./modules/cert_manager"
// }
// ```
//
// ```terraform modules/cert_manager/main.tf
// module "cert_manager" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {}
//   }
// }
// ```
//
// ```markdown modules/cert_manager/README.md
// # cert_manager
//
// - Chart: oci://quay.io/jetstack/charts/cert-manager
// - Version: 1.16.2
//
//     helm template cert-manager oci://quay.io/jetstack/charts/cert-manager \
//       --version v1.16.2 \
//       > modules/cert_manager/manifests/upstream.yaml
// ```
import { t } from '../../../common/localization';
import { relativePath } from '../../workspace/uri';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { statedVersions, type StatedVersion } from '../../kubestack/readme/serviceVersion';
import { featureBindings } from '../platform/featureBindings';
import { replaceRange } from '../fixes/rangeEdits';

type Data = { readonly rendered: string };

export const chartVersion: PlatformCheck<Data> = {
  code: 'KS510',
  title: 'Chart version differs from the render command',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Finding<Data>[] {
  const folders = new Set(featureBindings(context).map(({ instance }) => instance.folderUri));
  return [...folders].flatMap(folderUri => {
    const path = relativePath(context.root.folderUri, folderUri);
    const file = path === undefined ? undefined : context.file(`${path}/README.md`);
    const versions = file && versionsIn(file.text);
    if (!file || !versions) return [];
    const { named, rendered } = versions;
    return [
      {
        range: { file, start: named.start, end: named.start + named.text.length },
        message: t('The chart version is {0} here, but the command renders {1}.', named.text, rendered.text),
        related: [
          {
            message: `--version ${rendered.text}`,
            range: { file, start: rendered.start, end: rendered.start + rendered.text.length },
          },
        ],
        data: { rendered: rendered.text },
      },
    ];
  });
}

/** The version in the text and the one in the helm command, if there is exactly one of each and they differ. */
function versionsIn(text: string): { named: StatedVersion; rendered: StatedVersion } | undefined {
  const named = statedVersions(text);
  const rendered = [
    ...text.matchAll(/\bhelm[ \t]+(?:template|pull)\b(?:[^\n]|\\\r?\n)*?--version(?:[ \t]+|=)["']?([\w.+-]+)/g),
  ].map(match => ({ text: match[1]!, start: match.index + match[0].lastIndexOf(match[1]!) }));
  const [stated, command] = [named[0], rendered[0]];
  if (!stated || !command || named.length + rendered.length !== 2) return undefined;
  // Versions contain a digit; otherwise the match is an ordinary word.
  if (![stated, command].every(each => /\d/.test(each.text)) || plain(stated) === plain(command)) return undefined;
  return { named: stated, rendered: command };
}

const plain = ({ text }: StatedVersion): string => text.replace(/^v(?=\d)/, '');

function fix(_: CheckContext, { range, data: { rendered } }: Finding<Data>): readonly Fix[] {
  return [
    { title: t('Change to {0}', rendered), change: draft => replaceRange(draft, range, rendered), isPreferred: true },
  ];
}
