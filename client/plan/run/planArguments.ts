import { hasControlCharacter } from '../../../common/controlCharacters';

/** Options that are refused in `kubestack.plan.arguments`: they redirect the plan's output or change what is planned. */
const REFUSED_OPTIONS = ['out', 'json', 'chdir', 'destroy', 'generate-config-out'];

/** Options that `-refresh-only` doesn't allow, or that would hide drift. The next argument can contain their value. */
const NOT_FOR_DRIFT = /^--?(?:refresh|replace)(?:=|$)/;

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
