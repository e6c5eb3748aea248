/** What the parts of the shell know of each other. */
import type { PipelineBudget } from '../budget';
import type { JobRecord } from '../commandRun';
import type { Field } from './expansion';
import type { ShellState } from './state';
import type { Embedded } from './tree';
import type { Truth } from '../values/truth';
import { nothing, stringOf, unknownValue, type PipelineValue } from '../values/value';
import type { TextRange } from '../yaml/tree';

/**
 * How a command ends: `expected` and `unexpected` where a run that goes well tells it, but it may also be the other way.
 */
export type Status = 'yes' | 'no' | 'expected' | 'unexpected' | 'unknown';

/** A script that is run. */
export interface Script {
  readonly text: string;
  readonly embedded: Embedded;
  /** Where a part of the text is written. */
  readonly locate: (start: number, end: number) => TextRange;
}

/** What a shell asks of its surroundings. */
export interface ShellHost {
  readonly record: JobRecord;
  readonly budget: PipelineBudget;
  /** How many scripts run each other now. */
  readonly depth: { value: number };
  /** The folder of the machine that the repository is in. */
  checkout(): string;
  /** The text of a file of the repository; undefined where there is none, or it is not known. */
  read(path: string): string | undefined;
}

/** The shell that runs a command. */
export interface RunningShell {
  readonly script: Script;
  readonly host: ShellHost;
  readonly state: ShellState;
  /** Runs another script on a machine. */
  runScript(script: Script, state: ShellState, happens: Truth): Status;
  /** Runs a command of this script on another machine: in a container. */
  runOn(state: ShellState, invocation: Invocation): Status;
}

/** A command with its arguments. */
export interface Invocation {
  readonly fields: readonly Field[];
  readonly targets: readonly { readonly operator: string; readonly value: PipelineValue }[];
  readonly start: number;
  readonly end: number;
  readonly happens: Truth;
}

export const rangeOfWord = ({ start, end }: Invocation, { script }: RunningShell): TextRange =>
  script.locate(start, end);

/** Notes that nobody knows what a command runs. */
export const opaque = (invocation: Invocation, shell: RunningShell): void =>
  void shell.host.record.opaque.push({ happens: invocation.happens, range: rangeOfWord(invocation, shell) });

const MENTIONS = /\b(?:terraform|tofu|terragrunt|TF_WORKSPACE)\b/;

export const mentionsTerraform = (text: string): boolean => MENTIONS.test(text);

export const argumentsMentionTerraform = (args: readonly Field[]): boolean =>
  args.some(({ value }) =>
    mentionsTerraform(stringOf(value) ?? (value.kind === 'unknown' ? (value.prefix ?? '') : '')),
  );

/** A file that the system reads when a step has ended, as the value of `$GITHUB_ENV`. */
export const systemFile = (name: string): string => `\u0001${name}`;

/** `$1` to `$9`, of a function or a script. */
export function argumentVariables(args: readonly Field[]): [string, PipelineValue][] {
  const isCertain = args.every(({ isMany }) => !isMany);
  const numbered = Array.from({ length: 9 }, (_, index): [string, PipelineValue] => [
    String(index + 1),
    isCertain ? (args[index]?.value ?? nothing) : unknownValue,
  ]);
  return [...numbered, ['@', unknownValue], ['*', unknownValue], ['#', unknownValue]];
}
