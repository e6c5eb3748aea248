/** The words of a shell line, as the gate reads them: what is computed, hidden, or a command in another text. */
import type { ShellWord, SimpleCommand } from '../../common/pipelines/shell/tree';
import type { AgentAction } from '../kubestack/rules/agentPolicy';
import { DECIDES_PROGRAM, isKnownProgram, programName } from './programs';
import type { Words } from './gitActions';

/** Names of programs that are judged, with arguments. */
export const MENTIONS = /\b(?:terraform|tofu|terragrunt|kubectl|helm|git|aws|gcloud|az|eksctl)\b.*\s/is;

/** The same inside of another text, such as a command of an editor or an address of socat. */
export const EMBEDDED =
  /[^\w./\s-]\s*((?:terraform|tofu|terragrunt|kubectl|helm|git|gh|aws|gcloud|az|eksctl)\s[^`"'|;&(){}<>$\n]*)/gi;

export const isRead = ({ action }: { readonly action: AgentAction }): boolean => action !== 'unread';

/** The value of `--exec=…`, or the text itself. */
export const optionValue = (text: string): string => text.replace(/^--?[\w-]+=|^-S/, '');

/** Commands of sed and awk that run programs or write files. */
const RUNS_OR_WRITES =
  /system\s*\(|\|\s*(?:getline|&|")|"\s*\||>\s*"|[^\w\s][gpiIM\d]*e[gpiIM\d]*(?:\s*[;}\n]|$)|(?:^|[;{}\n\d$/])\s*(?:e|w)\s+\S/;

/** The same, and scripts in files. */
export const runsOrWrites = (word: string): boolean =>
  word.startsWith('-') ? /^-f|^--file/.test(word) : RUNS_OR_WRITES.test(word);

/** Options of sed and awk that change the files themselves. */
export const IN_PLACE = /^-[A-Za-z]*i|^--in-?place/;

export const decidesProgram = (text: string | undefined): boolean => text !== undefined && DECIDES_PROGRAM.test(text);

export const assigned = ({ name, word }: SimpleCommand['assignments'][number], text: string): string =>
  `${name}=${shellText(word) ?? text.slice(word.start, word.end).replaceAll('"', '')}`;

export const isScript = (word: string, before: string | undefined): boolean =>
  /^--(?:rcfile|init-file)/.test(word) || (!/^[-+]/.test(word) && !/^[-+][a-z]*[oO]$/.test(before ?? ''));

/** Whether it runs commands that the reader skips: `<(…)`, those in `${name:-…}`, and those in the text of a here document. */
export function runsHidden(
  words: readonly ShellWord[],
  redirections: SimpleCommand['redirections'],
  shown: string,
  text: string,
): boolean {
  const isCommand = /\$\(|`/;
  return (
    /[<>]\(/.test(shown) ||
    words.some(({ parts }) => parts.some(each => each.kind === 'variable' && isCommand.test(each.operation))) ||
    (redirections.some(
      ({ operator, target }) =>
        operator.includes('<<') && target.parts.every(each => 'isQuoted' in each && !each.isQuoted),
    ) &&
      isCommand.test(text))
  );
}

/** The text of a word; undefined if a part of it is computed, or the shell makes several words of it. */
export function shellText({ parts }: ShellWord): string | undefined {
  let text = '';
  for (const part of parts) {
    if (part.kind !== 'text' || (!part.isQuoted && /\{[^{}]*(?:,|\.\.)[^{}]*\}/.test(part.text))) return undefined;
    text += part.text;
  }
  return text;
}

/** Where a command may begin among the arguments of a wrapper. */
export const startsOf = (args: Words): number[] =>
  args.flatMap((word, index) => (word === undefined || isKnownProgram(programName(word)) ? [index] : []));
