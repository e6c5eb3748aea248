/** The syntax tree of a shell script. */
import type { PipelineValue } from '../values/value';

/** Commands in sequence. */
export type ShellList = readonly ShellCommand[];

export type ShellCommand =
  | SimpleCommand
  | {
      readonly kind: 'chain';
      readonly operator: '&&' | '||';
      readonly left: ShellCommand;
      readonly right: ShellCommand;
    }
  | { readonly kind: 'pipe'; readonly commands: ShellList }
  | { readonly kind: 'not'; readonly command: ShellCommand }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: ShellList; readonly body: ShellList }[];
      readonly otherwise: ShellList;
    }
  | { readonly kind: 'group' | 'subshell'; readonly body: ShellList };

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly assignments: readonly { readonly name: string; readonly word: ShellWord }[];
  readonly words: readonly ShellWord[];
  readonly redirections: readonly { readonly operator: string; readonly target: ShellWord }[];
  readonly start: number;
  readonly end: number;
}

/** Offsets are those of the script's text. */
export interface ShellWord {
  readonly parts: readonly WordPart[];
  readonly start: number;
  readonly end: number;
}

export type WordPart =
  | { readonly kind: 'text'; readonly text: string; readonly isQuoted: boolean }
  /** `$name`, `${name}`; `operation` is the text after the name in the braces. */
  | { readonly kind: 'variable'; readonly name: string; readonly operation: string; readonly isQuoted: boolean }
  | { readonly kind: 'command'; readonly body: ShellList; readonly text: string; readonly isQuoted: boolean }
  /** A value that the pipeline system inserted into the script. */
  | { readonly kind: 'value'; readonly value: PipelineValue; readonly isQuoted: boolean };

/** Values that the pipeline system inserts into the script's text, by start offset. */
export type Embedded = ReadonlyMap<number, { readonly end: number; readonly value: PipelineValue }>;
