// KS525: Variable without a value, or value without a variable
//
// A variable has no default, and its value is in a file that Terraform doesn't load: it loads `terraform.tfvars` and files that end with `.auto.tfvars`.
// In a pipeline, nobody can enter the value, so every plan fails. Rename the file, or pass it with `-var-file`.
//
// The check reports nothing if a pipeline names the file, or passes variables with `-var` or `TF_VAR_`.
//
// A file that Terraform loads sets a variable that the root module doesn't declare. Terraform only warns, so that after a misspelling the default
// of the variable that was meant is used.
//
// ## Fails
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       base_domain = var.base_domain
//     }
//     ops = {}
//   }
// }
//
// variable "base_domain" {
//   type = string
// }
// ```
//
// ```hcl config.tfvars
// base_domain = "example.org"
// ```
//
// ```yaml .gitlab-ci.yml
// plan:
//   script:
//     - tofu workspace select ops
//     - tofu plan -input=false
// ```
//
// ## Fails: misspelled name
//
// ```terraform
// module "eks_gc0_eu-west-1" {
//   source = "github.com/kbst/terraform-kubestack//aws/cluster?ref=e70912c9678842452798826a9ae7d97bc7bb1f30"
//
//   configuration = {
//     apps = {
//       base_domain = var.base_domain
//     }
//     ops = {}
//   }
// }
//
// variable "base_domain" {
//   type    = string
//   default = "example.com"
// }
// ```
//
// ```hcl terraform.tfvars
// base_domian = "example.org"
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
//       base_domain = var.base_domain
//     }
//     ops = {}
//   }
// }
//
// variable "base_domain" {
//   type = string
// }
// ```
//
// ```hcl config.auto.tfvars
// base_domain = "example.org"
// ```
//
// ```yaml .gitlab-ci.yml
// plan:
//   script:
//     - tofu workspace select ops
//     - tofu plan -input=false
// ```
import { sentences, t } from '../../../common/localization';
import { closestName } from '../../hcl/closestName';
import { labelRange, rangeIn } from '../../kubestack/modules/moduleCall';
import { declaredAttribute } from '../../workspace/declarations';
import type { ModuleFolder } from '../../workspace/moduleFolder';
import type { Finding, Fix, PlatformCheck } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { replaceRange } from '../fixes/rangeEdits';
import { pipelinesOf } from '../platform/pipelines';

/** The name of the file that isn't loaded, or of the variable that was probably meant. */
type Data = { readonly file?: string; readonly better?: string };

export const variableWithoutValue: PlatformCheck<Data> = {
  code: 'KS525',
  title: 'Variable without a value, or value without a variable',
  level: 'warning',
  scope: 'platform',
  run,
  fix,
};

function run(context: CheckContext): Finding<Data>[] {
  const { folder } = context.root;
  if (!context.isWhole || !folder) return [];
  return [...variablesWithoutValue(context, folder), ...valuesWithoutVariable(folder)];
}

function variablesWithoutValue(context: CheckContext, folder: ModuleFolder): Finding<Data>[] {
  const files = filesNotLoaded(context);
  if (files.length === 0) return [];
  return [...folder.names('variable')].flatMap(name => {
    const declaration = folder.declaration('variable', name);
    if (!declaration || declaredAttribute(declaration, 'default') || hasValue(context, name)) return [];
    const file = files.find(each => setsVariable(context.file(each)?.text ?? '', name));
    if (file === undefined) return [];
    return [
      {
        range: labelRange(declaration),
        message: t(
          'The value of "{0}" is in {1}, which is not loaded, so that plans in the pipeline fail.',
          name,
          file,
        ),
        data: { file },
      },
    ];
  });
}

/** https://developer.hashicorp.com/terraform/language/values/variables: a value in a file for an undeclared variable is only a warning. */
function valuesWithoutVariable(folder: ModuleFolder): Finding<Data>[] {
  if (folder.hasDiagnostics) return [];
  const declared = new Set(folder.names('variable'));
  return folder.automaticVariableFiles().flatMap(({ items, diagnostics }) =>
    diagnostics.length > 0
      ? []
      : items.flatMap(({ item }): Finding<Data>[] => {
          const { node } = item;
          if (node.kind !== 'attribute' || !IDENTIFIER.test(node.name) || declared.has(node.name)) return [];
          const better = closestName(node.name, [...declared]);
          return [
            {
              range: rangeIn(item, { start: node.start, end: node.nameEnd }),
              message: sentences(
                t('The module doesn\'t declare the variable "{0}", so its value has no effect.', node.name),
                better && t('Did you mean "{0}"?', better),
              ),
              data: better === undefined ? {} : { better },
            },
          ];
        }),
  );
}

/** JSON files can have other names, such as `//` for comments. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

/** None if a pipeline can pass values in other ways, or there is none. */
function filesNotLoaded(context: CheckContext): string[] {
  const texts = pipelinesOf(context)?.own.map(({ file }) => file.text) ?? [];
  if (texts.length === 0 || texts.some(text => /TF_VAR_|-var\b/.test(text))) return [];
  const files = context.list('.').flatMap(({ kind, name }) => (kind === 'file' && NOT_LOADED.test(name) ? [name] : []));
  return files.some(name => texts.some(text => text.includes(name))) ? [] : files;
}

/** Files of values that Terraform loads only with `-var-file`. */
const NOT_LOADED = /^(?!terraform\.tfvars$).*(?<!\.auto)\.tfvars$/;

const hasValue = ({ root: { folder } }: CheckContext, name: string): boolean =>
  folder
    ?.automaticVariableFiles()
    .some(({ items }) => items.some(({ item: { node } }) => node.kind === 'attribute' && node.name === name)) === true;

const setsVariable = (text: string, name: string): boolean =>
  text.split('\n').some(line => line.startsWith(name) && /^\s*=/.test(line.slice(name.length)));

function fix(context: CheckContext, { range, data: { file, better } }: Finding<Data>): readonly Fix[] {
  if (better !== undefined && 'item' in range) {
    const isQuoted = range.item.text.charAt(range.start) === '"';
    return [
      {
        title: t('Change to "{0}"', better),
        change: draft => replaceRange(draft, range, isQuoted ? JSON.stringify(better) : better),
        isPreferred: true,
      },
    ];
  }
  if (file === undefined) return [];
  const loaded = file.replace(/\.tfvars$/, '.auto.tfvars');
  return [
    {
      title: t('Rename the file to {0}', loaded),
      change: draft => draft.rename(context.uri(file), context.uri(loaded)),
    },
  ];
}
