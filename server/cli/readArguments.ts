/** Arguments of a command line. The errors are in the user's language, instead of those of Node.js. */
import { ownProperty } from '../../common/ownProperty';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { t } from '../../common/localization';

/** Invalid arguments or unreadable input: the command line prints the message and exits with status 2. */
export class UsageError extends Error {}

type Token = NonNullable<
  ReturnType<typeof parseArgs<{ strict: false; tokens: true; allowPositionals: true }>>['tokens']
>[number];

/**
 * Reads arguments as `parseArgs` does.
 *
 * @throws UsageError for an argument that the command doesn't have, and for an option without its value
 */
export function readArguments<Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  const { tokens = [] } = parseArgs({ ...config, strict: false, tokens: true, allowPositionals: true } as const);
  for (const token of tokens) {
    const problem = problemOf(token, config);
    if (problem !== undefined) throw new UsageError(problem);
  }
  return parseArgs(config);
}

function problemOf(token: Token, { options = {}, allowPositionals }: ParseArgsConfig): string | undefined {
  if (token.kind === 'positional')
    return allowPositionals === true ? undefined : t('Unexpected argument "{0}".', token.value);
  if (token.kind !== 'option') return undefined;
  const { name, rawName, value } = token;
  const type = Object.hasOwn(options, name) ? ownProperty(options, name)!.type : undefined;
  if (type === undefined) return t('Unknown option "{0}".', rawName);
  if (type === 'boolean') return value === undefined ? undefined : t('{0} takes no value.', rawName);
  // The next argument is probably another option.
  const isOption = token.inlineValue === false && value !== undefined && value.length > 1 && value.startsWith('-');
  return value === undefined || isOption ? t('{0} needs a value: write {0}=VALUE.', rawName) : undefined;
}
