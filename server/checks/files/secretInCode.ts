// KS513: Hard-coded secret
//
// Anyone who can read the repository, now or later, can read a secret in it. Keep keys in environment variables, in a secret store, or in
// Kubernetes secrets that are created in the cluster. Files with values (`.tfvars`, `.tfvars.json`) are checked unless a `.gitignore` file excludes
// them.
//
// ## Fails
//
// ```terraform
// provider "scaleway" {
//   access_key = "SCWEXAMPLE1234567890"
//   secret_key = "0f6a3c8e-5d6b-4f7a-9c1d-2b3e4f5a6b7c"
// }
//
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       secret_generator = [
//         {
//           name     = "database"
//           literals = ["password=correct-horse"]
//         }
//       ]
//     }
//   }
// }
// ```
//
// ## Fails with the value of a variable
//
// ```terraform
// variable "database_password" {
//   type      = string
//   sensitive = true
// }
//
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       secret_generator = [
//         {
//           name     = "database"
//           literals = ["password=${var.database_password}"]
//         }
//       ]
//     }
//   }
// }
// ```
//
// ```terraform config.auto.tfvars
// database_password = "correct-horse"
// ```
//
// ## Passes
//
// ```terraform
// variable "database_password" {
//   type      = string
//   sensitive = true
// }
//
// provider "scaleway" {
//   region = "fr-par"
// }
//
// module "eks_gc0_eu-west-1_service_app" {
//   source  = "kbst.xyz/catalog/custom-manifests/kustomization"
//   version = "0.4.0"
//
//   configuration = {
//     apps = {
//       secret_generator = [
//         {
//           name     = "database"
//           literals = ["password=${var.database_password}"]
//         }
//       ]
//     }
//   }
// }
// ```
import { type Localizable, localizable, localized, t } from '../../../common/localization';
import { memoize } from '../../../common/memoize';
import { literalKey } from '../../hcl/values/objectKey';
import type { SourceRange, Value } from '../../hcl/model';
import { rangeIn, type ModuleCall } from '../../kubestack/modules/moduleCall';
import { visitBlock, visitExpression } from '../../syntax/traversal';
import type { Attribute, Block, Expression, Item } from '../../syntax/ast';
import type { SourceFile } from '../../syntax/sourceFileModel';
import { sourceSyntaxOf } from '../../workspace/fileNames';
import { declaredAttribute } from '../../workspace/declarations';
import { variableFileValue } from '../../workspace/variableValues';
import { baseNameOf } from '../../workspace/uri';
import { type Finding, type Findings, type PlatformCheck, forEachPart } from '../engine/check';
import type { CheckContext } from '../engine/checkContext';
import { valueOnly, writtenIn } from '../../semantics/effectiveParts';
import { platformFolders } from '../platform/platformFolders';
import { isIgnored } from './ignoreFiles';
import { serviceCalls } from '../platform/serviceManifests';

export const secretInCode: PlatformCheck = {
  code: 'KS513',
  title: 'Hard-coded secret',
  level: 'error',
  scope: 'platform',
  run,
};

function* run(context: CheckContext): Findings {
  for (const folder of platformFolders(context))
    yield* forEachPart(folder.sourceFiles(), file => secretsOf(context, file));
  yield* forEachPart(serviceCalls(context), call => secretsOfGenerators(context, call));
  yield* forEachPart(variablesOfSecrets(context), name => secretVariable(context, name));
}

/** Names of the variables in the literals of secret generators. */
function variablesOfSecrets(context: CheckContext): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { declaration, instance } of serviceCalls(context)) {
    const { item } = declaration;
    if (instance !== context.root || !item.text.includes('secret_generator')) continue;
    visitGenerators(item, generators =>
      visitLiterals(generators, ({ start, end }) => {
        for (const [, name] of item.text.slice(start, end).matchAll(/\bvar\.([\w-]+)/g)) names.add(name!);
      }),
    );
  }
  return names;
}

/** The value of a variable that is the value of a secret, if it is a literal in the repository. */
function secretVariable(context: CheckContext, name: string): Finding[] {
  const { folder } = context.root;
  const given = folder && variableFileValue(folder, name);
  const declared = folder?.declaration('variable', name);
  const part = given === 'unread' ? undefined : (given ?? (declared && declaredAttribute(declared, 'default')));
  const value = part?.attribute.value;
  if (!part || value?.kind !== 'text' || value.value === '') return [];
  if (given && isIgnored(context, part.item.uri)) return [];
  return [{ range: rangeIn(part.item, value), message: messageOf(t('value of the secret {0}', name)) }];
}

/** Secrets in the values of generators that come from a local, variable or function. The syntax of the call itself is searched separately. */
function secretsOfGenerators({ model }: CheckContext, call: ModuleCall): Finding[] {
  const found: Finding[] = [];
  for (const { value } of writtenIn(model.effectiveConfiguration(call), ['secret_generator']))
    for (const generator of elementsOf(value)) {
      const literals = 'entries' in generator ? generator.entries.get('literals') : undefined;
      for (const element of literals ? elementsOf(literals) : []) {
        const { origin } = element;
        const name =
          element.kind === 'string' && !element.sensitive ? /^([^=]+)=./.exec(element.value)?.[1] : undefined;
        if (name === undefined || !origin || origin.item === call.declaration.item) continue;
        const range = valueOnly(origin);
        // Only string literals are hard-coded here.
        if (!/^"[^"$%]*"$/.test(range.item.text.slice(range.start, range.end))) continue;
        found.push({ range, message: messageOf(t('value of the secret {0}', name)) });
      }
    }
  return found;
}

const elementsOf = (value: Value): readonly Value[] => ('elements' in value && !value.sensitive ? value.elements : []);

const messageOf = (what: string): string =>
  t('Hard-coded {0}: anyone with access to the repository can read it.', what);

function* secretsOf(context: CheckContext, file: SourceFile): Generator<Finding> {
  // Files with values are often not in the repository.
  const isWithValues = sourceSyntaxOf(baseNameOf(file.uri))?.kind === 'variables';
  for (const { item } of file.items)
    for (const { what, range } of secretsIn(item)) {
      if (isWithValues && isIgnored(context, file.uri)) return;
      yield { range, message: messageOf(what) };
    }
}

interface Secret {
  readonly what: string;
  readonly range: SourceRange;
}

/** Cached by item, since items are immutable. */
const secretsIn = memoize<Item, readonly Secret[]>(findSecrets);

/** Patterns that match only secrets. AWS's documentation uses keys that contain EXAMPLE. */
const SHAPES: readonly (readonly [RegExp, Localizable])[] = [
  [/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, localizable('private key')],
  [/\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\b/, localizable('AWS access key')],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{60,}\b/, localizable('GitHub token')],
  [/\bglpat-[\w-]{20,}/, localizable('GitLab token')],
  [/\bAIza[\w-]{35}\b/, localizable('Google API key')],
  [/\bxox[abprs]-[\w-]{20,}/, localizable('Slack token')],
];
/** Arguments of providers and backends that hold secrets. */
const ARGUMENTS =
  /^(?:secret_key|client_secret|client_certificate_password|password|token|secret_access_key|sas_token|access_key|encryption_key)$/;
/** For Azure storage, `access_key` is the secret; for other backends, it is the public half of a key pair. */
const NAMES_ONLY = new Set(['access_key']);

/** Names of attributes that hold secrets in any block, but not names such as `secret_name` or `token_ttl`. */
const SECRET_NAMES =
  /(?:^|[_-])(?:password|passwd|passphrase|client_secret|secret_key|secret_access_key|private_key|api_key|apikey|access_token|auth_token)$/i;

/** Whether a string looks generated: long, without spaces, with uppercase letters, lowercase letters and digits. */
const isRandom = (text: string): boolean =>
  text.length >= 12 &&
  /^\S+$/.test(text) &&
  [/[a-z]/, /[A-Z]/, /\d/].every(each => each.test(text)) &&
  !/EXAMPLE/i.test(text);

function findSecrets(item: Item): Secret[] {
  const found: Secret[] = [];
  const { node } = item;
  const add = (what: string, span: Expression): void => {
    if (!found.some(({ range }) => range.start === span.start)) found.push({ what, range: rangeIn(item, span) });
  };
  for (const { block, entry } of providerArguments(node)) {
    const { name, value } = entry;
    const isOnlyName = NAMES_ONLY.has(name) && block.labels[0]?.name !== 'azurerm';
    if (ARGUMENTS.test(name) && !isOnlyName && value.kind === 'text' && value.value.length > 3)
      add(t('{0} of {1}', name, block.labels[0]?.name ?? block.type), value);
  }
  for (const { name, value } of namedTexts(item))
    if (SECRET_NAMES.test(name) && value.kind === 'text' && isRandom(value.value)) add(name, value);
  if (!/BEGIN|A[KS]IA|gh[pousr]_|github_pat_|glpat-|AIza|xox|secret_generator/.test(item.text)) return found;
  visitBlock(node, expression => {
    if (expression.kind !== 'text') return;
    const shape = SHAPES.find(([pattern]) => pattern.test(expression.value));
    if (shape) add(localized(shape[1]), expression);
  });
  visitGenerators(item, generators => eachLiteral(generators, add));
  return found;
}

function visitGenerators({ node }: Item, visit: (generators: Expression) => void): void {
  visitBlock(node, expression => {
    if (expression.kind !== 'object') return;
    for (const { key, value } of expression.items) if (literalKey(key) === 'secret_generator') visit(value);
  });
}

/** All attributes and object entries of an item with their names. */
function namedTexts({ node, text }: Item): { name: string; value: Expression }[] {
  if (!/pass|secret|private_key|api_?key|token/i.test(text)) return [];
  const found: { name: string; value: Expression }[] = [];
  const inEntry = (entry: Block | Attribute): void => {
    if (entry.kind === 'block') return entry.body.forEach(inEntry);
    found.push({ name: entry.name, value: entry.value });
  };
  inEntry(node);
  visitBlock(node, expression => {
    if (expression.kind !== 'object') return;
    for (const { key, value } of expression.items) {
      const name = literalKey(key);
      if (name !== undefined) found.push({ name, value });
    }
  });
  return found;
}

function* providerArguments(node: Block | Attribute): Generator<{ block: Block; entry: Attribute }> {
  if (node.kind !== 'block') return;
  if (node.type !== 'provider' && node.type !== 'terraform') return;
  for (const entry of node.body) {
    if (entry.kind === 'attribute' && node.type === 'provider') yield { block: node, entry };
    if (entry.kind === 'block' && (entry.type === 'backend' || node.type === 'provider'))
      for (const inner of entry.body)
        if (inner.kind === 'attribute') yield { block: entry.type === 'backend' ? entry : node, entry: inner };
  }
}

/** Finds `name=value` strings in the `literals` of generators. */
const eachLiteral = (generators: Expression, add: (what: string, span: Expression) => void): void =>
  visitLiterals(generators, literals =>
    // Includes strings in arguments of functions such as concat().
    visitExpression(literals, element => {
      if (element.kind === 'text' && /^[^=]+=./.test(element.value))
        add(t('value of the secret {0}', element.value.split('=', 1)[0]!), element);
    }),
  );

/** The values of `literals` in generators. */
function visitLiterals(generators: Expression, visit: (literals: Expression) => void): void {
  visitExpression(generators, expression => {
    if (expression.kind !== 'object') return;
    for (const { key, value } of expression.items) if (literalKey(key) === 'literals') visit(value);
  });
}
