/** Typing into terminals, where there are any: not in browsers. */
import type { Uri } from 'vscode';

export interface Terminals {
  /** Types commands into a terminal and does not run them: the person reads them and presses Enter. @throws Error why it can't be done */
  type(name: string, folder: Uri, commands: readonly string[]): void;
}

let current: Terminals | undefined;

/** To be called once, where there are terminals. */
export function useTerminals(terminals: Terminals): void {
  current = terminals;
}

export const terminals = (): Terminals | undefined => current;
