import { hasControlCharacter } from '../../../common/controlCharacters';

/** Options that are refused in `kubestack.plan.arguments`: they redirect the plan's output or change what is planned. */
const REFUSED_OPTIONS = ['out', 'json', 'chdir', 'destroy', 'generate-config-out'];

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
