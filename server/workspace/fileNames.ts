/** Which files terraform reads, and in what order. Source: Terraform's "Files and Configuration Structure". */
import { DRIFT_FILE_ENDING } from '../../common/drift/drift';
import { RULES_FILE_ENDING } from '../../common/rules/rules';
import type { FileKind } from '../syntax/itemReader';

export type SourceSyntax = { kind: FileKind; json: boolean };

/** Terraform also loads these if the name starts with a dot, including `.auto.tfvars` itself. */
const AUTOMATIC = /\.auto\.tfvars(?:\.json)?$/;

/** How terraform reads a file of this name; undefined if it does not. */
export function sourceSyntaxOf(name: string): SourceSyntax | undefined {
  if (AUTOMATIC.test(name)) return { kind: 'variables', json: name.endsWith('.json') };
  if (name.startsWith('.') || name.endsWith('~')) return undefined;
  if (/\.(?:tf|tofu)$/.test(name)) return { kind: 'configuration', json: false };
  if (/\.(?:tf|tofu)\.json$/.test(name)) return { kind: 'configuration', json: true };
  if (/\.tfvars$/.test(name)) return { kind: 'variables', json: false };
  if (/\.tfvars\.json$/.test(name)) return { kind: 'variables', json: true };
  return undefined;
}

/** A command that reads files of its own, which plans don't read. */
export type FileCommand = 'test' | 'query';

/** The command that reads a file of this name. Source: the changelogs, Terraform 1.6 and 1.14, OpenTofu 1.6 and 1.8 (`.tofutest.hcl`). */
export function commandOfFile(name: string): FileCommand | undefined {
  if (/\.(?:tftest|tofutest)\.hcl$/.test(name)) return 'test';
  return name.endsWith('.tfquery.hcl') ? 'query' : undefined;
}

/** Whether a file has the language of configuration without being part of it: tests, queries, accepted drift, and the rules of a team. */
export const isBesideConfiguration = (name: string): boolean =>
  commandOfFile(name) !== undefined || name.endsWith(DRIFT_FILE_ENDING) || name.endsWith(RULES_FILE_ENDING);

/** `override.tf`, `x_override.tf`, and their `.tofu` and JSON variants, which override the other files. */
export const isOverride = (name: string): boolean => /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/.test(name);

/** Whether only OpenTofu reads a file of this name: since 1.8, and instead of the `.tf` file of the same name. */
export const isTofuFile = (name: string): boolean => /\.tofu(?:\.json)?$/.test(name);

/** The `.tf` file that a `.tofu` file replaces, and vice versa. */
export function shadowPartner(name: string): string | undefined {
  if (isTofuFile(name)) return name.replace(/\.tofu(\.json)?$/, '.tf$1');
  if (/\.tf(?:\.json)?$/.test(name)) return name.replace(/\.tf(\.json)?$/, '.tofu$1');
  return undefined;
}

/** Variables files that terraform loads automatically, in its order: later ones win. Other `.tfvars` files need an argument. */
export function automaticVariableFiles(names: readonly string[]): string[] {
  const automatic = names.filter(name => AUTOMATIC.test(name)).sort();
  return [...['terraform.tfvars', 'terraform.tfvars.json'].filter(name => names.includes(name)), ...automatic];
}

/**
 * Whether a file of this name is relevant for a platform although it is not configuration.
 * @param name without a folder
 */
export const concernsPlatforms = (name: string): boolean =>
  /^(?:README\.md|AGENTS\.md|\.gitignore|\.dockerignore)$|^Dockerfile(?:\..+)?$|\.ya?ml$|\.drift\.hcl$|\.rules\.hcl$/.test(
    name,
  );
