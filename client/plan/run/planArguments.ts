import { compareVersions } from '../../../common/compareVersions';
import { hasControlCharacter } from '../../../common/controlCharacters';
import type { Program } from '../../../common/program';

/** Options that are refused in `kubestack.plan.arguments`: they redirect the plan's output or change what is planned. */
const REFUSED_OPTIONS = ['out', 'json', 'chdir', 'destroy', 'generate-config-out'];

/** Options that `-refresh-only` doesn't allow, or that would hide drift. The next argument can contain their value. */
const NOT_FOR_DRIFT = /^--?(?:refresh|minimal-refresh|replace)(?:=|$)/;

/** @returns the parameters of the setting that also apply to a drift check. */
export function driftArguments(parameters: readonly string[]): string[] {
  const isValue = (index: number): boolean => /^--?replace$/.test(parameters[index - 1] ?? '');
  return parameters.filter((parameter, index) => !NOT_FOR_DRIFT.test(parameter) && !isValue(index));
}

/**
 * @param parameters of the setting, as arguments of `terraform plan`.
 * @returns those that are refused. `-var` and similar options can have their value in the next argument.
 */
export function refusedArguments(parameters: readonly string[]): string[] {
  return parameters.filter((parameter, index) => {
    // In a terminal, the text before a line break would be run immediately.
    if (hasControlCharacter(parameter)) return true;
    if (/^--?(?:var|var-file|target|target-file|exclude|exclude-file|replace)$/.test(parameters[index - 1] ?? ''))
      return false;
    const name = /^--?([^=]+)/.exec(parameter)?.[1];
    return name === undefined || REFUSED_OPTIONS.includes(name);
  });
}

/** The program and version that an option needs. */
export interface NeededProgram {
  readonly product: Program;
  readonly version: string;
}

/** Options that only one of the programs has, and since when (their changelogs). */
const SINCE: ReadonlyMap<string, NeededProgram> = new Map<string, NeededProgram>([
  ['minimal-refresh', { product: 'terraform', version: '1.17.0' }],
  ['exclude', { product: 'tofu', version: '1.9.0' }],
  ['exclude-file', { product: 'tofu', version: '1.10.0' }],
  ['target-file', { product: 'tofu', version: '1.10.0' }],
]);

/**
 * @param parameters of the setting, as arguments of `plan`
 * @param program that runs it; a pre-release has the options of its release
 * @returns the first one that the program doesn't have, with what it needs
 */
export function missingOption(
  parameters: readonly string[],
  { product, version }: NeededProgram,
): { readonly option: string; readonly needs: NeededProgram } | undefined {
  for (const parameter of parameters) {
    const name = /^--?([a-z-]+)(?:=|$)/.exec(parameter)?.[1];
    const needs = name === undefined ? undefined : SINCE.get(name);
    if (!needs) continue;
    const isThere = product === needs.product && compareVersions(version.replace(/-.*/, ''), needs.version) >= 0;
    if (!isThere) return { option: `-${name}`, needs };
  }
  return undefined;
}
