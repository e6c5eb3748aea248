// KS408: Unsupported meta-argument
//
// The module configures a provider itself. Terraform does not allow `count`, `for_each` and `depends_on` for such modules.
//
// ## Fails
//
// ```terraform
// resource "google_project_service" "container" {
//   service = "container.googleapis.com"
// }
//
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
//
//   depends_on = [google_project_service.container]
// }
// ```
//
// ## Passes
//
// ```terraform
// resource "aws_vpc" "main" {
//   cidr_block = "10.0.0.0/16"
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
//
//   depends_on = [aws_vpc.main]
// }
// ```
import { t } from '../../../common/localization';
import { removeValue } from '../../edits/entryText';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { rangeIn } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import type { CallSubject } from '../engine/callSubject';
import type { CallCheck, Finding, Fix } from '../engine/check';
import { draftFix } from '../fixes/draftFix';

type Data = { readonly name: string };

export const innerProvider: CallCheck<Data> = {
  code: 'KS408',
  title: 'Unsupported meta-argument',
  level: 'error',
  scope: 'call',
  run,
  fix,
};

function run({ call, schemas }: CallSubject): Finding<Data>[] {
  const inside = exactSchema(call, schemas)?.providersInside ?? [];
  if (inside.length === 0) return [];
  return ['count', 'for_each', 'depends_on'].flatMap(name => {
    const part = declaredAttribute(call.declaration, name);
    if (!part) return [];
    return [
      {
        range: rangeIn(part.item, part.attribute),
        message: t('{0} is not allowed here: the module configures the provider {1} itself.', name, inside.join(', ')),
        data: { name },
      },
    ];
  });
}

function fix({ call, request }: CallSubject, { data: { name } }: Finding<Data>): readonly Fix[] {
  const part = declaredAttribute(call.declaration, name);
  return draftFix(
    request,
    t('Remove {0}', name),
    draft => part !== undefined && draft.edit(part.item, text => removeValue(text, [name])),
  );
}
