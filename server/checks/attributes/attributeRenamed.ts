// KS303: Attribute was renamed in this version
//
// Newer versions of the module group attributes in objects, for example those of the default node pool. Terraform drops the old names
// without an error, so their settings are lost.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       name_prefix                = "gc0"
//       base_domain                = "infra.example.org"
//       cluster_availability_zones = ["eu-west-1a", "eu-west-1b"]
//
//       cluster_instance_type = "t3a.xlarge,t3.xlarge"
//       cluster_min_size      = "3"
//       cluster_max_size      = 9
//     }
//     ops = {
//       cluster_max_size = 3
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
//         instance_types = ["t3a.xlarge", "t3.xlarge"]
//         min_size       = 3
//         max_size       = 9
//       }
//     }
//     ops = {
//       default_node_pool = {
//         max_size = 3
//       }
//     }
//   }
// }
// ```
//
// ## Passes in versions that declare the name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { cluster_instance_type = "t3a.xlarge" }
//   }
// }
// ```
import { t } from '../../../common/localization';
import { removeValue, setValue, sourceTextAt } from '../../edits/entryText';
import { typeAt } from '../../hcl/types/type';
import { environmentType } from '../../kubestack/inheritance/environmentConversion';
import { renamedTo } from '../../kubestack/schemas/attributeRenames';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix, editConfiguration } from '../fixes/draftFix';
import { dotted } from '../../semantics/effectiveParts';
import { typedString } from './typedString';
import { givenAttributes } from '../platform/givenAttributes';

type Data = { readonly environment: string; readonly path: readonly string[]; readonly to: readonly string[] };

export const attributeRenamed: CallCheck<Data> = {
  code: 'KS303',
  title: 'Attribute was renamed in this version',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

function run(subject: CallSubject): Finding<Data>[] {
  const { call, schemas } = subject;
  if (!exactSchema(call, schemas) && call.module.folderUri === undefined) return [];
  return givenAttributes(subject).flatMap(({ environment, path, keyRange, type }) => {
    const to = type ? undefined : renamedTo(call, schemas, path);
    if (!to) return [];
    return [
      {
        range: keyRange,
        message: t(
          '"{0}" in "{1}" is ignored: in this version it is called {2}.',
          dotted(path),
          environment,
          dotted(to),
        ),
        tags: ['deprecated'],
        data: { environment, path, to },
      },
    ];
  });
}

function fix(subject: CallSubject, { data }: Finding<Data>): readonly Fix[] {
  const { call, request } = subject;
  const { environment, path, to } = data;
  const from = ['configuration', environment, ...path];
  const target = ['configuration', environment, ...to];
  return draftFix(request, t('Move to {0}', dotted(to)), draft =>
    editConfiguration(draft, call, text => {
      const value = sourceTextAt(text, from);
      const removed = removeValue(text, from);
      if (value === undefined || removed === undefined) return undefined;
      // A value under the new name already applies, so the old one is only removed.
      if (sourceTextAt(text, target) !== undefined) return removed;
      return setValue(removed, target, typedString(value, typeAt(environmentType(call.module.configurationType), to)));
    }),
  );
}
