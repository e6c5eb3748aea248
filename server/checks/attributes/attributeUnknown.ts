// KS302: Unknown attribute
//
// Terraform drops attributes that the module does not declare, without an error, so the setting is lost. Up to v0.19.2, clusters accept any
// name and ignore unknown ones: then, only a name that is similar to a known one is reported.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       default_node_pool = {
//         instance_type = ["t3a.xlarge"]
//         min_size      = 3
//       }
//     }
//     ops = {
//       max_size = 1
//     }
//   }
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       default_node_pool = {
//         instance_types = ["t3a.xlarge"]
//         min_size       = 3
//       }
//     }
//     ops = {
//       default_node_pool = {
//         max_size = 1
//       }
//     }
//   }
// }
// ```
//
// ## Fails in versions that accept any name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { cluster_versoin = "1.31" }
//   }
// }
// ```
//
// ## Passes in versions that accept any name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { contact = "platform@example.com" }
//   }
// }
// ```
import { sentences, t } from '../../../common/localization';
import { removeValue, setValue, sourceTextAt } from '../../edits/entryText';
import { closestName } from '../../hcl/closestName';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { renamedTo } from '../../kubestack/schemas/attributeRenames';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { dotted } from '../../semantics/effectiveParts';
import { replaceRange } from '../fixes/rangeEdits';
import { givenAttributes, isWrittenIn, writtenName, type GivenAttribute } from '../platform/givenAttributes';

type Data = { readonly environment: string; readonly path: readonly string[]; readonly better?: readonly string[] };

export const attributeUnknown: CallCheck<Data> = {
  code: 'KS302',
  title: 'Unknown attribute',
  level: 'warning',
  scope: 'call',
  run,
  fix,
};

function run(subject: CallSubject): Finding<Data>[] {
  const { call, schemas } = subject;
  const { schema, folderUri } = call.module;
  const isCatalog = schema?.path.startsWith('catalog/') === true && folderUri === undefined;
  // The declared attributes are known only if the module's files are available or its ref is in the bundled data.
  if (folderUri === undefined && !isCatalog && !exactSchema(call, schemas)) return [];
  return givenAttributes(subject).flatMap(entry => {
    if (entry.path.length === 1 && schema?.generation === 'map') return findingInMap(subject, schema, entry);
    if (!entry.declared || entry.type || renamedTo(call, schemas, entry.path)) return [];
    // A local can have attributes for other modules as well.
    if (!isWrittenIn(subject, entry.range) && isForOthers(subject, entry)) return [];
    const better = suggestionFor(subject, entry);
    // The bundled data of a catalog service describes one version; other versions can have more attributes.
    return isCatalog && !better ? [] : [findingOf(call.module.schema?.path ?? call.name, entry, better)];
  });
}

/** A map accepts any name, also one that only the repository reads, so that only a misspelled one is reported. */
function findingInMap({ call, schemas }: CallSubject, schema: ModuleSchema, entry: GivenAttribute): Finding<Data>[] {
  const [name = ''] = entry.path;
  if (!exactSchema(call, schemas) || schema.attributes.has(name) || renamedTo(call, schemas, entry.path)) return [];
  const like = closestName(name, [...schema.attributes.keys()]);
  return like === undefined ? [] : [findingOf(schema.path, entry, [like])];
}

/** Whether another module of the framework has an attribute with this path. */
function isForOthers({ call, schemas }: CallSubject, { path }: GivenAttribute): boolean {
  const { module } = call;
  return schemas.paths.some(each =>
    schemas.moduleFor(each, module.schema?.ref ?? module.version)?.attributes.has(dotted(path)),
  );
}

function findingOf(module: string, entry: GivenAttribute, better: readonly string[] | undefined): Finding<Data> {
  return {
    range: entry.keyRange,
    message: sentences(
      t('Unknown attribute "{0}" in "{1}": {2} ignores it.', dotted(entry.path), entry.environment, module),
      better && t('Did you mean "{0}"?', dotted(better)),
    ),
    data: { environment: entry.environment, path: entry.path, ...(better ? { better } : {}) },
  };
}

/** A similar name in the same object, otherwise the same name elsewhere in the module's attributes, if there is only one. */
function suggestionFor({ call }: CallSubject, { path, declared }: GivenAttribute): readonly string[] | undefined {
  const name = path.at(-1)!;
  const like = closestName(name, [...declared!.attributes.keys()]);
  if (like !== undefined) return [...path.slice(0, -1), like];
  const elsewhere = [...(call.module.schema?.attributes.keys() ?? [])].filter(
    each => !each.includes('*') && each.split('.').at(-1) === name,
  );
  return elsewhere.length === 1 ? elsewhere[0]!.split('.') : undefined;
}

function fix(
  { call, request }: CallSubject,
  { data: { environment, path, better }, range }: Finding<Data>,
): readonly Fix[] {
  const last = better?.at(-1);
  if (!better || last === undefined || !('item' in range) || writtenName(range) !== path.at(-1)) return [];
  const title = t('Change to {0}', dotted(better));
  if (dotted(better.slice(0, -1)) === dotted(path.slice(0, -1)))
    return [{ title, change: draft => replaceRange(draft, range, last), isPreferred: true }];
  const from = ['configuration', environment, ...path];
  const to = ['configuration', environment, ...better];
  return draftFix(request, title, draft =>
    editConfiguration(draft, call, text => {
      const value = sourceTextAt(text, from);
      if (value === undefined || sourceTextAt(text, to) !== undefined) return undefined;
      const removed = removeValue(text, from);
      return removed && setValue(removed, to, value);
    }),
  );
}
