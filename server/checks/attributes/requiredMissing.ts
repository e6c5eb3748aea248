// KS301: Required attribute is missing
//
// The module requires the attribute, but the base environment does not set it. `terraform plan` fails with "missing required configuration
// attribute" or `Invalid index`, or computed names are incomplete.
//
// ## Fails
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   providers = {
//     aws = aws.eks_gc0_eu-west-1
//   }
//
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix = "gc0"
//       base_domain = "infra.example.org"
//     }
//     ops = {}
//   }
// }
// ```
//
// ```terraform eks_gc0_eu-west-1_providers.tf
// provider "aws" {
//   alias  = "eks_gc0_eu-west-1"
//   region = "eu-west-1"
// }
// ```
//
// ## Fails without a fix: an overlay with an empty base
//
// ```terraform
// module "metrics" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {}
//     ops = {
//       resources = ["manifests/metrics.yaml"]
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform eks_gc0_eu-west-1_cluster.tf
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {
//       name_prefix                = "gc0"
//       base_domain                = "infra.example.org"
//       cluster_availability_zones = "eu-west-1a,eu-west-1b"
//       cluster_desired_capacity   = 3
//       cluster_instance_type      = "t3a.xlarge"
//       cluster_max_size           = 9
//       cluster_min_size           = 3
//     }
//     ops = {}
//   }
// }
// ```
//
// ## Passes with a branch, whose attributes are unknown
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=master"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Passes with an overlay that generates its objects
//
// ```terraform
// module "settings" {
//   source = "github.com/kbst/terraform-kubestack//kustomization/overlay?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       config_map_generator = [{ name = "settings", literals = ["level=info"] }]
//     }
//     ops = {}
//   }
// }
// ```
import { enumeration, localized, t } from '../../../common/localization';
import { keyRange } from '../../semantics/configurationRanges';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { ResolvedEnvironment } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange } from '../../kubestack/modules/moduleCall';
import type { Value } from '../../hcl/model';
import type { AttributeSchema } from '../../kubestack/schemas/schemas';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, setInEnvironment } from '../fixes/draftFix';
import { isFalse, effectiveValueAt } from '../../semantics/effectiveParts';
import { suggestedValue } from './suggestedValues';

type Data = { readonly call: string; readonly missing: readonly string[] };

export const requiredMissing: CallCheck<Data> = {
  code: 'KS301',
  title: 'Required attribute is missing',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

/** Whether any environment of an overlay has resources or generates objects; then `resources` is not required in the base. */
const generates = ({ effective }: CallSubject): boolean =>
  [...effective.environments.values()].some(environment =>
    ['components', 'config_map_generator', 'secret_generator', 'generators', 'resources'].some(
      name => effectiveValueAt(environment, [name]) !== undefined,
    ),
  );

/** Names of base environments without a workspace. Attributes that every other environment sets are not missing in them. */
const ONLY_A_BASE = /^(?:_?base|_?defaults?|common|shared|all|template)$/i;

/** Attributes that control how an overlay is built and add nothing to it. */
const OPTIONS = new Set(['kustomize_options']);

/**
 * Whether an overlay is empty in an environment. Kustomize rejects it with "kustomization.yaml is empty" (`CheckEmpty` in
 * sigs.k8s.io/kustomize/api/types), so the plan of this environment fails.
 */
const isEmptyOverlay = ({ value }: ResolvedEnvironment): boolean =>
  [...value.entries].every(([name, each]) => OPTIONS.has(name) || hasNothing(each));

const hasNothing = (value: Value): boolean =>
  value.kind === 'null' ||
  (value.kind === 'string' && value.value === '') ||
  ('elements' in value && value.elements.length === 0) ||
  ('entries' in value && [...value.entries.values()].every(hasNothing));

function emptyOverlays({ call, effective, request }: CallSubject): Finding<Data>[] {
  const empty = [...effective.environments].filter(([, environment]) => isEmptyOverlay(environment));
  const isBase = empty.some(([name]) => name === effective.baseKey);
  return empty.flatMap(([name]): Finding<Data>[] => {
    // An environment that inherits from an empty base is reported there only.
    if (isBase && name !== effective.baseKey) return [];
    return [
      {
        range: keyRange(request, call, name) ?? labelRange(call.declaration),
        message: t(
          '"{0}" applies nothing: kustomize refuses an empty overlay, so the plan of "{0}" fails. List manifests in resources.',
          name,
        ),
        data: { call: call.address, missing: [] },
      },
    ];
  });
}

function run(subject: CallSubject): Finding<Data>[] {
  const { call, effective, schemas, request } = subject;
  const base = effective.environments.get(effective.baseKey);
  const schema = exactSchema(call, schemas);
  if (schema?.path === 'kustomization/overlay' && effective.diagnostics.length === 0 && generates(subject))
    return emptyOverlays(subject);
  // Unknown values may set anything.
  if (!base || !schema || effective.diagnostics.length > 0 || generates(subject)) return [];
  const missing = [...schema.attributes.values()].filter(attribute => isMissing(subject, base, attribute));
  if (missing.length === 0) return [];
  const names = missing.map(({ path }) => path);
  const values = [effective.baseKey, enumeration(names), schema.path] as const;
  const reason = missing.length === 1 ? missing[0]!.requiredReason : undefined;
  return [
    {
      range: keyRange(request, call, effective.baseKey) ?? labelRange(call.declaration),
      message: reason
        ? t('"{0}" doesn\'t set {1}, which {2} requires: {3}.', ...values, localized(reason))
        : t('"{0}" doesn\'t set {1}, which {2} requires.', ...values),
      data: { call: call.address, missing: names },
    },
  ];
}

function isMissing({ effective }: CallSubject, base: ResolvedEnvironment, attribute: AttributeSchema): boolean {
  const { required, path, fallback, requiredUnless } = attribute;
  // Evaluation reports missing attributes inside objects.
  if (required === 'no' || required === 'type' || path.includes('*')) return false;
  const isSet = (environment: ResolvedEnvironment, name: string): boolean =>
    effectiveValueAt(environment, name.split('.')) !== undefined;
  if (isSet(base, path) || (fallback !== undefined && isSet(base, fallback))) return false;
  if (requiredUnless) {
    const other = effectiveValueAt(base, requiredUnless.path.split('.'));
    if (other && (requiredUnless.value === undefined || (requiredUnless.value === false && isFalse(other))))
      return false;
    if (other?.kind === 'unknown') return false;
  }
  // The attribute is unknown if the object that contains it is unknown.
  const first = base.value.entries.get(path.split('.')[0]!);
  if (first?.kind === 'unknown') return false;
  if (!ONLY_A_BASE.test(effective.baseKey)) return true;
  const others = [...effective.environments].filter(([name]) => name !== effective.baseKey);
  return others.length === 0 || others.some(([, environment]) => !isSet(environment, path));
}

function fix({ call, effective, request }: CallSubject, { data }: Finding<Data>): readonly Fix[] {
  const missing = data.missing;
  const values = missing.flatMap(name => {
    const value = suggestedValue(request, call, name);
    return value === undefined ? [] : [[name.split('.'), value] as const];
  });
  const title = t('Add {0}', enumeration(values.map(([path]) => path.join('.'))));
  if (values.length === 0) return [];
  return draftFix(
    request,
    title,
    draft => setInEnvironment(draft, call, effective.baseKey, values),
    values.length === missing.length,
  );
}
