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
  | {
      readonly kind: 'case';
      readonly word: ShellWord;
      readonly clauses: readonly { readonly patterns: readonly ShellWord[]; readonly body: ShellList }[];
    }
  /** `words` is undefined if the loop iterates over the positional parameters. */
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly words: readonly ShellWord[] | undefined;
      readonly body: ShellList;
    }
  | { readonly kind: 'while'; readonly condition: ShellList; readonly body: ShellList }
  | { readonly kind: 'group' | 'subshell'; readonly body: ShellList }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellCommand };

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
