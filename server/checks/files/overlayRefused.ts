// KS522: Overlay that kustomize refuses
//
// - A literal of a generator has the form `KEY=value`. The first `=` separates.
// - The `behavior` of a generator is `create`, `replace` or `merge`. The last two need a ConfigMap or Secret of that name in the manifests.
// - A file of a generator must exist.
// - Each manifest is applied once: with a second path to the same file, kustomize finds objects twice.
// - Names of Kubernetes objects are in lower case, and so are `name_prefix` and `name_suffix`: kustomize accepts other letters, and the cluster refuses
//   the names.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       name_prefix = "Prod-"
//
//       config_map_generator = [
//         { name = "settings", literals = ["LOG_LEVEL:debug"] }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       additional_resources = ["${path.root}/manifests/../manifests/server.yaml"]
//
//       config_map_generator = [
//         { name = "settings", behavior = "append", literals = ["LOG_LEVEL=debug"] },
//         { name = "other", files = ["${path.root}/manifests/settings.properties"] },
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Fails without a fix: nothing to merge into
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       config_map_generator = [
//         { name = "settings", behavior = "merge", literals = ["LOG_LEVEL=debug"] }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/server.yaml"]
//
//       name_prefix = "prod-"
//
//       config_map_generator = [
//         { name = "settings", literals = ["LOG_LEVEL=", "ARGS=--v=2"] }
//       ]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/server.yaml
// apiVersion: apps/v1
// kind: Deployment
// metadata:
//   name: server
//   namespace: web
// spec:
//   template:
//     spec:
//       containers:
//         - name: server
//           image: registry.example.org/server:v1
// ```
import { alternatives, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import type { Value } from '../../hcl/model';
import type { ModuleCall } from '../../kubestack/modules/moduleCall';
import { effectiveValueAt, listElements, stringValue, valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { type Finding, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';
import { appliedObjects, isAbsent, RESOURCE_LISTS, serviceCalls, writtenFiles } from '../platform/serviceManifests';
import { isBesideModule } from './pathWithoutModule';

export const overlayRefused: PlatformCheck<TextReplacement> = {
  code: 'KS522',
  title: 'Overlay that kustomize refuses',
  level: 'error',
  scope: 'platform',
  run: context =>
    forEachPart(serviceCalls(context), call => [
      ...generatorFindings(context, call),
      ...missingFiles(context, call),
      ...repeatedFiles(context, call),
      ...nameParts(context, call),
    ]),
  fix: (_, finding) => replaceTextFix(finding),
};

const GENERATORS = { config_map_generator: 'ConfigMap', secret_generator: 'Secret' } as const;
/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/configmapgenerator/ */
const BEHAVIORS = ['create', 'replace', 'merge'];

function generatorFindings(context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] {
  const effective = context.model.effectiveConfiguration(call);
  return Object.entries(GENERATORS).flatMap(([list, kind]) =>
    writtenIn(effective, [list]).flatMap(({ environment, value }) =>
      elementsOf(value).flatMap(element => {
        const entries = 'entries' in element && !element.sensitive ? element.entries : undefined;
        if (!entries) return [];
        return [
          ...literalFindings(environment, entries.get('literals')),
          ...behaviorFindings({ context, call, environment, kind }, entries),
        ];
      }),
    ),
  );
}

const elementsOf = (value: Value | undefined): readonly Value[] =>
  value && 'elements' in value && !value.sensitive ? value.elements : [];

const literalFindings = (environment: string, literals: Value | undefined): Finding<TextReplacement>[] =>
  elementsOf(literals).flatMap(literal => {
    const text = stringValue(literal);
    if (text === undefined || text.indexOf('=') > 0 || !literal.origin) return [];
    const meant = /^([\w.-]+)[:\s]\s*([^]*)$/.exec(text);
    return [
      {
        range: valueOnly(literal.origin),
        message: t('The literal "{0}" of "{1}" has no "=": write {2}.', text, environment, 'KEY=value'),
        ...(meant ? { data: { written: text, better: `${meant[1]}=${meant[2]}` } } : {}),
      },
    ];
  });

interface GeneratorContext {
  readonly context: CheckContext;
  readonly call: ModuleCall;
  readonly environment: string;
  readonly kind: string;
}

function behaviorFindings(
  { context, call, environment, kind }: GeneratorContext,
  entries: ReadonlyMap<string, Value>,
): Finding<TextReplacement>[] {
  const value = entries.get('behavior');
  const behavior = stringValue(value);
  if (!value?.origin || behavior === undefined || behavior === '') return [];
  const range = valueOnly(value.origin);
  if (!BEHAVIORS.includes(behavior)) {
    const better = closestName(behavior, BEHAVIORS);
    return [
      {
        range,
        message: t('"{0}" of "{1}" is no behavior: use {2}.', behavior, environment, alternatives(BEHAVIORS)),
        ...(better === undefined ? {} : { data: { written: behavior, better } }),
      },
    ];
  }
  const name = stringValue(entries.get('name'));
  const inEffect = context.model.effectiveConfiguration(call).environments.get(environment)!;
  const objects = behavior === 'create' || name === undefined ? undefined : appliedObjects(context, call, inEffect);
  if (!objects || objects.length === 0 || objects.some(each => each.kind === kind && each.name === name)) return [];
  return [
    {
      range,
      message: t(
        'The manifests of "{0}" have no {1} "{2}", so that "{3}" fails. Use {4}.',
        environment,
        kind,
        name!,
        behavior,
        'create',
      ),
    },
  ];
}

/** KS508 reports files beside the module. */
const missingFiles = (context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] =>
  writtenFiles(context, call).flatMap(({ path, origin, environment }) =>
    !origin || !isAbsent(context, path) || isBesideModule(context, call, path, isAbsent)
      ? []
      : [{ range: valueOnly(origin), message: t('"{0}" reads {1}, which does not exist.', environment, path) }],
  );

/** The same file by different paths. KS518 reports equal ones. */
function repeatedFiles(context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] {
  const effective = context.model.effectiveConfiguration(call);
  const reported = new Set<unknown>();
  return [...effective.environments].flatMap(([environment, inEffect]) => {
    const seen = new Map<string, string>();
    return RESOURCE_LISTS.flatMap(name => listElements(effectiveValueAt(inEffect, [name])) ?? []).flatMap(
      ({ text, origin }): Finding<TextReplacement>[] => {
        const key = /^[a-z]+:|^git@|[?&]/i.test(text) ? text : context.uri(text);
        const first = seen.get(key);
        if (first === undefined) seen.set(key, text);
        const id = origin && `${origin.item.uri} ${origin.start} ${text}`;
        if (first === undefined || first === text || !origin || reported.has(id)) return [];
        reported.add(id);
        return [
          {
            range: valueOnly(origin),
            message: t('"{0}" applies {1} twice, so kustomize finds its objects twice and fails.', environment, first),
          },
        ];
      },
    );
  });
}

const nameParts = (context: CheckContext, call: ModuleCall): Finding<TextReplacement>[] =>
  ['name_prefix', 'name_suffix'].flatMap(name =>
    writtenIn(context.model.effectiveConfiguration(call), [name]).flatMap(
      ({ environment, attribute, value }): Finding<TextReplacement>[] => {
        const text = stringValue(value);
        if (text === undefined || !attribute.range || /^[a-z0-9.-]*$/.test(text)) return [];
        const better = text.toLowerCase();
        return [
          {
            range: valueOnly(attribute.range),
            message: t(
              '{0} "{1}" of "{2}" makes names that Kubernetes refuses: use lowercase letters, digits, dashes and dots.',
              name,
              text,
              environment,
            ),
            ...(/^[a-z0-9.-]*$/.test(better) ? { data: { written: text, better } } : {}),
          },
        ];
      },
    ),
  );
