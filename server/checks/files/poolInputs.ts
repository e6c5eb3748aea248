// KS505: Inputs of another version
//
// The inputs that connect a node pool to its cluster changed after v0.19.2: `cluster` and `cluster_metadata` replace `cluster_name` and
// `resource_group`; `elb-dns` takes `metadata` instead of `metadata_fqdn`. Terraform reports an error for inputs that a module does not
// declare.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   cluster_name = module.eks_gc0_eu-west-1.current_metadata["name"]
//
//   configuration = {
//     apps = { name = "extra" }
//   }
// }
// ```
//
// ## Fails with an input of a later version
//
// ```terraform
// module "aks_gc0_northeurope_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster/node-pool?ref=v0.19.2-beta.0"
//
//   cluster = module.aks_gc0_northeurope.cluster
//
//   configuration = {
//     apps = { node_pool_name = "extra" }
//   }
// }
// ```
//
// ## Fails for the DNS module of an ingress
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = { name_prefix = "gc0" }
//   }
// }
//
// module "eks_gc0_eu-west-1_dns_zone" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/elb-dns?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   ingress_service_name      = "ingress-nginx-controller"
//   ingress_service_namespace = "ingress-nginx"
//
//   metadata_fqdn = module.eks_gc0_eu-west-1.current_metadata["fqdn"]
// }
// ```
//
// ## Passes
//
// ```terraform
// module "eks_gc0_eu-west-1_node_pool_extra" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster/node-pool?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   cluster          = module.eks_gc0_eu-west-1.cluster
//   cluster_metadata = module.eks_gc0_eu-west-1.current_metadata
//
//   configuration = {
//     apps = { name = "extra" }
//   }
// }
// ```
import { ownProperty } from '../../../common/ownProperty';
import { enumeration, t } from '../../../common/localization';
import { removeValue, setValue } from '../../edits/entryText';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import { moduleReferences } from '../../workspace/moduleReferences';
import type { ModuleSchema } from '../../kubestack/schemas/schemas';
import { declaredAttribute } from '../../workspace/declarations';
import { CLUSTER_OUTPUTS } from './clusterOutputs';
import { type Finding, type Fix, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import type { PlatformModule } from '../engine/platformModules';
import { clusterOfModule } from '../platform/providerBlocks';

type Data = { readonly module: string; readonly instance: string };

export const poolInputs: PlatformCheck<Data> = {
  code: 'KS505',
  title: 'Inputs of another version',
  level: 'error',
  scope: 'platform',
  reads: 'declarations',
  run: context => forEachPart(context.modules, module => findingsFor(context, module)),
  fix,
};

const INPUTS = Object.keys(CLUSTER_OUTPUTS);

function findingsFor(context: CheckContext, module: PlatformModule): Finding<Data>[] {
  const schema = schemaOf(context, module);
  if (!schema || module.declaration.overrides) return [];
  const { wrong, missing } = differences(schema, module);
  const data = { module: module.name, instance: module.instance.address };
  const instead = enumeration(missing);
  if (wrong.length > 0)
    return wrong.flatMap(name => {
      const part = declaredAttribute(module.declaration, name)!;
      const range = rangeIn(part.item, { start: part.attribute.start, end: part.attribute.nameEnd });
      const message =
        missing.length > 0
          ? t('{0} has no input {1} in this version; use {2}.', schema.path, name, instead)
          : t('{0} has no input {1} in this version.', schema.path, name);
      return [{ range, message, data }];
    });
  if (missing.length === 0) return [];
  return [{ range: labelRange(module.declaration), message: t('{0} needs {1}.', module.name, instead), data }];
}

/** The schema of the module at its ref; undefined if it is unknown, or if the module is not a node pool or `elb-dns`. */
function schemaOf({ model }: CheckContext, { source }: PlatformModule): ModuleSchema | undefined {
  if (source?.form !== 'framework' || !/\/(?:node-pool|elb-dns)$/.test(source.path)) return undefined;
  return model.schemas.moduleFor(source.path, source.ref);
}

function differences(
  { inputs }: ModuleSchema,
  { declaration }: PlatformModule,
): { wrong: string[]; missing: string[] } {
  const isGiven = (name: string): boolean => declaredAttribute(declaration, name) !== undefined;
  return {
    wrong: INPUTS.filter(name => isGiven(name) && !inputs.has(name)),
    missing: INPUTS.filter(name => inputs.get(name)?.required === true && !isGiven(name)),
  };
}

function fix(context: CheckContext, { data }: Finding<Data>): readonly Fix[] {
  const module = context.modules.find(
    ({ name, instance }) => name === data.module && instance.address === data.instance,
  );
  const schema = module && schemaOf(context, module);
  if (!module || !schema) return [];
  const { wrong, missing } = differences(schema, module);
  const { declaration, name } = module;
  const cluster = clusterOfModule(context, name, declaration.item.uri) ?? referredTo(module);
  if (cluster === undefined && missing.length > 0) return [];
  const title = missing.length > 0 ? t('Add {0}', enumeration(missing)) : t('Remove {0}', enumeration(wrong));
  return [
    {
      title,
      isPreferred: true,
      change: draft =>
        void draft.edit(declaration.item, text => {
          let result: string | undefined = text;
          for (const input of missing)
            result =
              result &&
              setValue(result, [input], `module.${cluster}.${ownProperty(CLUSTER_OUTPUTS, input)}`, {
                before: wrong[0] ?? 'configuration',
              });
          for (const input of wrong) result = result && removeValue(result, [input]);
          return result;
        }),
    },
  ];
}

/** The module that the inputs refer to. */
const referredTo = ({ declaration }: PlatformModule): string | undefined => [...moduleReferences(declaration.block)][0];
