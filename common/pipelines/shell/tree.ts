/** What a shell script is made of. */
import type { PipelineValue } from '../values/value';

/** Commands one after the other. */
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
  /** `words` is undefined where it goes over the arguments. */
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
  /** `$name`, `${name}`; `operation` is what follows the name in the braces. */
  | { readonly kind: 'variable'; readonly name: string; readonly operation: string; readonly isQuoted: boolean }
  | { readonly kind: 'command'; readonly body: ShellList; readonly text: string; readonly isQuoted: boolean }
  /** What the pipeline system put into the script. */
  | { readonly kind: 'value'; readonly value: PipelineValue; readonly isQuoted: boolean };

/** What the pipeline system puts into the text of a script, by the offset at which it begins. */
export type Embedded = ReadonlyMap<number, { readonly end: number; readonly value: PipelineValue }>;
