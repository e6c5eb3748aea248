// KS410: Provider version that does not fit
//
// No version of the provider fulfills the constraint in `required_providers` together with
//
// - what the framework's modules require in the used version, or the names that they use: azurerm 4 renamed arguments that earlier versions of the
//   framework set, and those that later ones set don't exist in azurerm 3.
// - the version in `.terraform.lock.hcl`: run `terraform init -upgrade` after you have raised a constraint.
//
// ## Fails
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// terraform {
//   required_providers {
//     azurerm = {
//       source  = "hashicorp/azurerm"
//       version = "~> 3.116"
//     }
//   }
// }
// ```
//
// ## Fails without a fix
//
// ```terraform
// module "gke_gc0_europe-west1" {
//   source = "github.com/kbst/terraform-kubestack//google/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// terraform {
//   required_providers {
//     google = {
//       source  = "hashicorp/google"
//       version = "~> 4.50.0"
//     }
//   }
// }
// ```
//
// ## Fails without a fix: the lock file
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// terraform {
//   required_providers {
//     aws = {
//       source  = "hashicorp/aws"
//       version = "~> 6.0"
//     }
//   }
// }
// ```
//
// ```hcl .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/aws" {
//   version     = "5.80.0"
//   constraints = "~> 5.0"
// }
// ```
//
// ## Passes
//
// ```terraform
// module "aks_gc0_westeurope" {
//   source = "github.com/kbst/terraform-kubestack//azurerm/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=v0.19.2-beta.0"
//
//   configuration = {
//     apps = {}
//     ops  = {}
//   }
// }
//
// terraform {
//   required_providers {
//     aws = {
//       source  = "hashicorp/aws"
//       version = ">= 5.70, < 6.0"
//     }
//
//     azurerm = {
//       source  = "hashicorp/azurerm"
//       version = ">= 3.100, != 4.1.0"
//     }
//   }
// }
// ```
//
// ```hcl .terraform.lock.hcl
// provider "registry.terraform.io/hashicorp/aws" {
//   version     = "5.80.0"
//   constraints = "~> 5.0"
// }
// ```
import { t } from '../../../common/localization';
import { ownProperty } from '../../../common/ownProperty';
import { allowsVersion, haveCommonVersion, parseConstraint } from '../../../common/versionConstraint';
import { boundOf, breakingChange } from '../../kubestack/platform/providerMajors';
import { lockedVersion } from '../../kubestack/platform/lockedVersion';
import { writtenConstraints, type WrittenConstraint } from '../../kubestack/platform/writtenConstraints';
import { exactSchema } from '../../kubestack/schemas/exactSchema';
import { type Finding, type PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceTextFix, type TextReplacement } from '../fixes/replaceText';

export const constraintContradicts: PlatformCheck<TextReplacement> = {
  code: 'KS410',
  title: 'Provider version that does not fit',
  level: 'error',
  scope: 'platform',
  run,
  fix: (_, finding) => replaceTextFix(finding),
};

function run(context: CheckContext): Finding<TextReplacement>[] {
  return writtenConstraints(context.root.folder).flatMap(written => {
    const problem = modulesProblem(context, written) ?? lockProblem(context, written);
    return problem ? [problem] : [];
  });
}

/** What the modules require, and what they use without requiring it. */
function modulesProblem(
  { calls, model: { schemas } }: CheckContext,
  { source, text, constraint, range }: WrittenConstraint,
): Finding<TextReplacement> | undefined {
  for (const call of calls) {
    const schema = exactSchema(call, schemas);
    if (schema?.ref === undefined) continue;
    const { name, module } = call;
    const versions = [
      ...Object.values(schema.requiredProviders).flatMap(each => (each.source === source ? (each.version ?? []) : [])),
      ...(schema.innerVersions.get(source) ?? []),
    ];
    const required = versions.find(version => {
      const own = parseConstraint(version);
      return own && !haveCommonVersion([constraint, own]);
    });
    if (required !== undefined)
      return {
        range,
        message: t('{0} requires {1} of {2}, and no version fulfills that and {3}.', name, required, source, text),
      };
    const modules = { paths: [schema.path], ref: schema.ref };
    const newest = ownProperty(schemas.newestMajors, source) ?? -1;
    const allowed = Array.from({ length: newest + 1 }, (_, major) => major).filter(major =>
      haveCommonVersion([constraint, parseConstraint(`>= ${major}, < ${major + 1}`)!]),
    );
    // Newer versions than those that are known may be allowed too.
    if (allowed.length === 0 || haveCommonVersion([constraint, parseConstraint(`>= ${newest + 1}`)!])) continue;
    const breaking = allowed.map(major => breakingChange(schemas, modules, source, major));
    const [change] = breaking;
    if (!change || breaking.includes(undefined)) continue;
    const better = boundOf(schemas, modules, source);
    return {
      range,
      message:
        change.kind === 'required'
          ? t(
              'The framework {0} doesn\'t set "{1}", which the versions {2} of {3} require.',
              module.version ?? schema.ref,
              lastPart(change.name),
              text,
              source,
            )
          : t(
              'The framework {0} uses "{1}", which the versions {2} of {3} don\'t have.',
              module.version ?? schema.ref,
              lastPart(change.name),
              text,
              source,
            ),
      ...(better !== undefined && { data: { written: text, better } }),
    };
  }
  return undefined;
}

const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function lockProblem(
  context: CheckContext,
  { name, source, text, constraint, range }: WrittenConstraint,
): Finding<TextReplacement> | undefined {
  const file = context.file('.terraform.lock.hcl');
  const locked = file && lockedVersion(file, source);
  if (!locked || !/^\d+\.\d+\.\d+$/.test(locked.version) || allowsVersion(constraint, locked.version)) return undefined;
  return {
    range,
    message: t(
      ".terraform.lock.hcl has version {0} of {1}, which {2} doesn't allow. Run init with -upgrade, or change the constraint.",
      locked.version,
      name,
      text,
    ),
    related: [{ message: t('The locked version'), range: { file, start: locked.start, end: locked.end } }],
  };
}
