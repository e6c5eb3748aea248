// KS321: Label that the node pool refuses
//
// Kubernetes reserves the labels of nodes whose prefix is `kubernetes.io` or `k8s.io`, or ends with them, except `node.kubernetes.io` and
// `kubelet.kubernetes.io`. Clouds reserve their own: `eks.amazonaws.com`, `kubernetes.azure.com` and `cloud.google.com`. Node pools with such a label are
// refused, or their nodes can't join the cluster. Use a prefix of your own domain, or none.
//
// The name of a label, after its prefix, and its value have at most 63 characters: letters, digits, `-`, `_` and `.`, with a letter or a digit at
// both ends. A value can be empty.
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_web" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       labels = { "node-role.kubernetes.io/web" = "" }
//     }
//     ops = {
//       labels = { "eks.amazonaws.com/team" = "web" }
//     }
//   }
// }
//
// module "aks_gc0_westeurope_node_pool_web" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       node_labels = { "kubernetes.azure.com/team" = "web" }
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Fails without a fix: characters
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_web" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       labels = { team = "web and mail" }
//     }
//     ops = {
//       labels = { "cost center" = "4711" }
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_web" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       labels = { "example.org/team" = "web", "node.kubernetes.io/team" = "web", team = "web" }
//     }
//     ops = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import type { Provider } from '../../../common/protocol';
import type { SourceRange, Value } from '../../hcl/model';
import type { ResolvedAttribute } from '../../kubestack/inheritance/effectiveAttributes';
import { labelRange } from '../../kubestack/modules/moduleCall';
import { keyOf } from '../../semantics/configurationRanges';
import { dotted, stringValue } from '../../semantics/effectiveParts';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding } from '../engine/check';

export const labelReserved: CallCheck = {
  code: 'KS321',
  title: 'Label that the node pool refuses',
  level: 'error',
  scope: 'call',
  run,
};

const LABELS: Readonly<Partial<Record<Provider, readonly string[]>>> = {
  aws: ['labels', 'default_node_pool.labels'],
  azurerm: ['node_labels'],
  google: ['labels', 'default_node_pool.labels'],
};
const OWN: Readonly<Partial<Record<Provider, RegExp>>> = {
  aws: /(?:^|\.)eks\.amazonaws\.com$/,
  azurerm: /(?:^|\.)kubernetes\.azure\.com$/,
  google: /(?:^|\.)cloud\.google\.com$/,
};
const KUBERNETES = /(?:^|\.)(?:kubernetes|k8s)\.io$/;
/** Kubelets may set labels with these. */
const ALLOWED = /(?:^|\.)(?:node|kubelet)\.kubernetes\.io$/;

function run({ call, effective }: CallSubject): Finding[] {
  const { provider } = call.module;
  const paths = (provider && LABELS[provider]) ?? [];
  return [...effective.environments].flatMap(([environment, { attributes }]) =>
    attributes.flatMap(attribute => {
      const path = paths.find(each => each === dotted(attribute.path) || each === dotted(attribute.path.slice(0, -1)));
      if (path === undefined || attribute.origin === 'inherited') return [];
      return labelsOf(attribute, path).flatMap((label): Finding[] => {
        const message = problemOf(label, path, environment, provider);
        return message === undefined
          ? []
          : [{ range: label.range ? keyOf(label.range) : labelRange(call.declaration), message }];
      });
    }),
  );
}

function problemOf(
  { label, value }: Label,
  path: string,
  environment: string,
  provider: Provider | undefined,
): string | undefined {
  if (isReserved(label, provider))
    return t('"{0}" in {1} of "{2}" is reserved: use a prefix of your own domain.', label, path, environment);
  const text = stringValue(value);
  const wrong = isSyntax(label.slice(label.indexOf('/') + 1)) ? text : label;
  return wrong === '' || wrong === undefined || (wrong === text && isSyntax(text))
    ? undefined
    : t(
        '"{0}" in {1} of "{2}": labels have at most 63 letters, digits, "-", "_" and ".", and a letter or digit at both ends.',
        wrong,
        path,
        environment,
      );
}

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const isSyntax = (text: string): boolean => text.length <= 63 && /^[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?$/.test(text);

interface Label {
  readonly label: string;
  readonly value: Value;
  readonly range: SourceRange | undefined;
}

/** Maps that are merged are listed by label, others as a whole. */
function labelsOf({ path, value, range }: ResolvedAttribute, labels: string): Label[] {
  if (dotted(path) !== labels) return [{ label: path.at(-1) ?? '', value, range }];
  return 'entries' in value && !value.sensitive
    ? [...value.entries].map(([label, entry]) => ({ label, value: entry, range: entry.origin ?? range }))
    : [];
}

function isReserved(label: string, provider: Provider | undefined): boolean {
  const prefix = label.includes('/') ? label.slice(0, label.indexOf('/')) : '';
  return (KUBERNETES.test(prefix) && !ALLOWED.test(prefix)) || (provider && OWN[provider])?.test(prefix) === true;
}
