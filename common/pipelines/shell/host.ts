/** Interfaces between the parts of the shell interpreter. */
import type { PipelineBudget } from '../budget';
import { mentionsTerraform, type JobRecord } from '../commandRun';
import type { Field } from './expansion';
import type { ShellState } from './state';
import type { Embedded } from './tree';
import type { Truth } from '../values/truth';
import { nothing, stringOf, unknownValue, type PipelineValue } from '../values/value';
import type { TextRange } from '../yaml/tree';

/** How a command ends. `expected` and `unexpected` are the likely result if the run succeeds, but the other one is possible. */
export type Status = 'yes' | 'no' | 'expected' | 'unexpected' | 'unknown';

/** A script that is being run. */
export interface Script {
  readonly text: string;
  readonly embedded: Embedded;
  /** The position of a part of the text. */
  readonly locate: (start: number, end: number) => TextRange;
}

/** What the interpreter needs from its surroundings. */
export interface ShellHost {
  readonly record: JobRecord;
  readonly budget: PipelineBudget;
  /** Nesting depth of scripts. */
  readonly depth: { value: number };
  /** The checkout directory on the machine. */
  checkout(): string;
  /** Reads a file of the repository; undefined if there is none, or its path is unknown. */
  read(path: string): string | undefined;
}

/** The shell that runs a command. */
export interface RunningShell {
  readonly script: Script;
  readonly host: ShellHost;
  readonly state: ShellState;
  /** Runs another script on a machine. */
  runScript(script: Script, state: ShellState, happens: Truth): Status;
  /** Runs a command of this script on another machine, such as a container. */
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

/** Records that the commands run by a command are unknown. */
export const opaque = (invocation: Invocation, shell: RunningShell): void =>
  void shell.host.record.opaque.push({ happens: invocation.happens, range: rangeOfWord(invocation, shell) });

export const argumentsMentionTerraform = (args: readonly Field[]): boolean =>
  args.some(({ value }) =>
    mentionsTerraform(stringOf(value) ?? (value.kind === 'unknown' ? (value.prefix ?? '') : '')),
  );

/** Positional parameters `$1` to `$9` of a function or a script. */
export function argumentVariables(args: readonly Field[]): [string, PipelineValue][] {
  const isCertain = args.every(({ isMany }) => !isMany);
  const numbered = Array.from({ length: 9 }, (_, index): [string, PipelineValue] => [
    String(index + 1),
    isCertain ? (args[index]?.value ?? nothing) : unknownValue,
  ]);
  return [...numbered, ['@', unknownValue], ['*', unknownValue], ['#', unknownValue]];
}
