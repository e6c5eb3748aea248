// KS306: Attribute has no effect
//
// The module declares the attribute but never reads it. Its value changes nothing.
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
//         min_size              = 3
//         root_device_encrypted = true
//       }
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
//         min_size = 3
//       }
//     }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { removeValue } from '../../edits/entryText';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { dotted } from '../../semantics/effectiveParts';
import { givenAttributes } from '../platform/givenAttributes';

type Data = { readonly environment: string; readonly path: readonly string[] };

export const attributeUnused: CallCheck<Data> = {
  code: 'KS306',
  title: 'Attribute has no effect',
  level: 'information',
  scope: 'call',
  run,
  fix,
};

function run(subject: CallSubject): Finding<Data>[] {
  const { call, schemas } = subject;
  const schema = exactSchema(call, schemas);
  // An installed copy of the module can differ from the release.
  if (!schema) return [];
  return givenAttributes(subject).flatMap(({ environment, path, range }) => {
    if (!schema.attributes.get(dotted(path))?.unused) return [];
    return [
      {
        range,
        message: t('"{0}" in "{1}" has no effect: {2} never reads it.', dotted(path), environment, schema.path),
        tags: ['unnecessary'],
        data: { environment, path },
      },
    ];
  });
}

function fix({ call, request }: CallSubject, { data: { environment, path } }: Finding<Data>): readonly Fix[] {
  if (path.includes('*')) return [];
  return draftFix(request, t('Remove {0}', dotted(path)), draft =>
    editConfiguration(draft, call, text => removeValue(text, ['configuration', environment, ...path])),
  );
}
