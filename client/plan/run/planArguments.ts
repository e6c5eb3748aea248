import { hasControlCharacter } from '../../../common/controlCharacters';

/** What may not stand in `kubestack.plan.arguments`: it would take the plan away from us, or make it another one. */
const REFUSED_OPTIONS = ['out', 'json', 'chdir', 'destroy', 'generate-config-out'];

/**
 * @param parameters of the setting, as `terraform plan` would get them.
 * @returns those that are refused. `-var` and its like may have their value as the next argument.
 */
export function refusedArguments(parameters: readonly string[]): string[] {
  return parameters.filter((parameter, index) => {
    // Typed into a terminal, a line break would run what is before it.
    if (hasControlCharacter(parameter)) return true;
    if (/^--?(?:var|var-file|target|target-file|exclude|exclude-file|replace)$/.test(parameters[index - 1] ?? ''))
      return false;
    const name = /^--?([^=]+)/.exec(parameter)?.[1];
    return name === undefined || REFUSED_OPTIONS.includes(name);
  });
}
