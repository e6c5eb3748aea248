// KS519: Object is applied twice to a cluster
//
// Both modules apply objects with the same names to the cluster, for example a second ingress controller, or the same manifest. The apply of one of
// them fails, or each overwrites what the other applied. Remove one of the modules, or give the objects of one other names or another namespace
// (`name_prefix`, `name_suffix`, `namespace`).
//
// Manifests of the platform are compared in each environment. Services are left out whose objects are not certain: with patches that delete or
// rename, generators, components, transformers, or other names.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.3.1-kbst.1"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_service_ingress" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.3.1-kbst.1"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
// ```
//
// ## Fails for manifests
//
// ```terraform
// module "eks_gc0_eu-west-1_service_web" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/web.yaml"]
//     }
//     ops = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_service_api" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       resources = ["${path.root}/manifests/api.yaml"]
//     }
//     ops = {}
//   }
// }
// ```
//
// ```yaml manifests/web.yaml
// apiVersion: v1
// kind: Service
// metadata:
//   name: server
//   namespace: web
// ```
//
// ```yaml manifests/api.yaml
// apiVersion: v1
// kind: Service
// metadata:
//   name: server
//   namespace: web
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_service_nginx" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.3.1-kbst.1"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1_service_internal" {
//   providers = {
//     kustomization = kustomization.eks_gc0_eu-west-1
//   }
//   source  = "kbst.xyz/catalog/nginx/kustomization"
//   version = "1.3.1-kbst.1"
//
//   configuration = {
//     apps = {
//       name_prefix = "internal-"
//     }
//     ops = {}
//   }
// }
// ```
import { t } from '../../../common/localization';
import { getOrAdd } from '../../../common/mapEntry';
import { memoize } from '../../../common/memoize';
import type { Value } from '../../hcl/model';
import type { EffectiveConfiguration } from '../../kubestack/inheritance/effectiveConfiguration';
import { labelRange, type ModuleCall } from '../../kubestack/modules/moduleCall';
import type { ModuleInstance } from '../../kubestack/modules/moduleInstance';
import { parseModuleSource } from '../../kubestack/modules/moduleSource';
import { providersMap } from '../../kubestack/platform/clusterRegion';
import type { ManifestObject } from '../../kubestack/platform/manifests';
import { effectiveValueAt, stringValue, writtenIn } from '../../semantics/effectiveParts';
import { declaredAttribute, type Declaration } from '../../workspace/declarations';
import type { Findings, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { appliedObjects, appliesOnlyNamed } from '../platform/serviceManifests';

export const serviceTwice: PlatformCheck = {
  code: 'KS519',
  title: 'Object is applied twice to a cluster',
  level: 'warning',
  scope: 'platform',
  run,
};

type Block = Pick<ModuleCall, 'declaration' | 'instance'>;

/** Two calls that apply the same object. */
interface Twin {
  readonly call: ModuleCall;
  readonly other: ModuleCall;
  readonly message: string;
}

function* run(context: CheckContext): Findings {
  const byProvider = new Map<string, ModuleCall[]>();
  for (const call of context.calls) {
    // Which of the environments have a module can depend on `count` and `for_each`.
    const isCertain = call.module.kind === 'service' && !isConditional(context, call);
    const provider = isCertain ? rootProvider(context, call, 'kustomization') : undefined;
    if (provider === undefined) continue;
    getOrAdd(byProvider, provider, () => []).push(call);
  }
  // A module that is called for several clusters has the same blocks in all of them.
  const reported = new Set<Declaration>();
  for (const calls of byProvider.values()) {
    if (calls.length === 1) continue;
    yield* newOnes(catalogServices(context, calls), reported);
    const named = calls.filter(appliesOnlyNamed);
    if (named.length < 2) continue;
    for (const environment of context.environments) {
      yield undefined;
      yield* newOnes(sameObjects(context, named, environment), reported);
    }
  }
}

function* newOnes(twins: Iterable<Twin>, reported: Set<Declaration>): Findings {
  for (const { call, other, message } of twins) {
    if (reported.has(call.declaration)) continue;
    reported.add(call.declaration);
    yield {
      range: labelRange(call.declaration),
      message,
      related: [{ message: t('The other module'), range: labelRange(other.declaration) }],
    };
  }
}

/** Whether the module, or one around it, has `count`, `for_each` or a `lifecycle`. */
function isConditional(context: CheckContext, { declaration, instance }: Block): boolean {
  if (['count', 'for_each'].some(name => declaredAttribute(declaration, name))) return true;
  if (declaration.block.body.some(entry => entry.kind === 'block' && entry.type === 'lifecycle')) return true;
  const outer = outerBlock(context, instance);
  return outer !== undefined && isConditional(context, outer);
}

/** The blocks that make modules. Edits of configurations change neither their providers nor what they depend on. */
const outerBlocks = memoize((_declarations: object) => new Map<ModuleInstance, Block | undefined>());

/** The block in the parent that makes a module. */
function outerBlock({ declarations }: CheckContext, instance: ModuleInstance): Block | undefined {
  const { parent, callName } = instance;
  return (
    parent &&
    getOrAdd(outerBlocks(declarations), instance, () => {
      const declaration = parent.folder?.declaration('module', callName);
      return declaration && { declaration, instance: parent };
    })
  );
}

/** The provider block that a module has under a name, as the root module writes it; undefined if none is passed there. */
function rootProvider(context: CheckContext, block: Block, name: string): string | undefined {
  const passed = providersMap(block).find(each => each.name === name);
  const outer = outerBlock(context, block.instance);
  if (!outer) return passed?.written;
  // Modules inherit providers without an alias.
  if (passed) return rootProvider(context, outer, passed.provider);
  return name.includes('.') ? undefined : rootProvider(context, outer, name);
}

function* catalogServices({ model }: CheckContext, calls: readonly ModuleCall[]): Iterable<Twin> {
  const ofEntry = new Map<string, ModuleCall[]>();
  for (const call of calls) {
    const source = parseModuleSource(call.module.source);
    // Entries without manifests of their own, such as custom-manifests, apply other objects in each call.
    if (source.form !== 'catalog' || model.schemas.catalogEntries.get(source.entry)?.hasManifests !== true) continue;
    getOrAdd(ofEntry, source.entry, () => []).push(call);
  }
  for (const [entry, all] of ofEntry) {
    // Most entries have one call, whose configuration need not be evaluated.
    const [first, ...others] =
      all.length === 1 ? [] : all.filter(call => !isRenamed(model.effectiveConfiguration(call)));
    for (const call of others)
      yield {
        call,
        other: first!,
        message: t('{0} applies the catalog service {1} to the same cluster as {2}.', call.name, entry, first!.name),
      };
  }
}

/** Whether a service gives its objects other names or another namespace. */
const isRenamed = (effective: EffectiveConfiguration): boolean =>
  RENAMING.some(attribute => writtenIn(effective, [attribute]).length > 0);

/** Attributes that give the objects of a service other names or another namespace. */
const RENAMING = ['name_prefix', 'name_suffix', 'namespace'];

function* sameObjects(context: CheckContext, calls: readonly ModuleCall[], environment: string): Iterable<Twin> {
  const first = new Map<string, ModuleCall>();
  for (const call of calls) {
    const inEffect = context.model.effectiveConfiguration(call).environments.get(environment);
    if (!inEffect || [...RENAMING, 'replacements'].some(name => effectiveValueAt(inEffect, [name]))) continue;
    const patches = effectiveValueAt(inEffect, ['patches']);
    if (patches && !keepsObjects(patches)) continue;
    for (const object of appliedObjects(context, call, inEffect) ?? []) {
      // `generateName` gives another name each time.
      if (object.name === '') continue;
      const key = JSON.stringify([object.group, object.kind, object.namespace, object.name]);
      const other = first.get(key);
      if (!other) first.set(key, call);
      else if (other !== call)
        yield {
          call,
          other,
          message: t(
            'In "{0}", {1} applies {2} to the same cluster as {3}.',
            environment,
            call.name,
            objectText(object),
            other.name,
          ),
        };
    }
  }
}

const objectText = ({ kind, namespace, name }: ManifestObject): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;

/** Whether patches certainly neither delete nor rename an object. Without `options`, strategic merge patches don't rename. */
function keepsObjects(patches: Value): boolean {
  if (!('elements' in patches) || patches.sensitive) return false;
  return patches.elements.every(each => {
    if (each.kind !== 'object' || each.sensitive) return false;
    const isSet = (name: string): boolean => (each.entries.get(name)?.kind ?? 'null') !== 'null';
    const text = stringValue(each.entries.get('patch'));
    return text !== undefined && !isSet('path') && !isSet('options') && !CHANGES_IDENTITY.test(text);
  });
}

/** A deletion, or an operation on the metadata or the whole object. */
const CHANGES_IDENTITY = /\$patch|\/metadata|path["']?:[ \t]*["']?\/?["']?[ \t\r]*(?:[,}]|$)/m;
