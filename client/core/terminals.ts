/** Types commands into terminals. Not available in browsers. */
import type { Uri } from 'vscode';

export interface Terminals {
  /** Types commands into a terminal without running them; the user runs them with Enter. @throws Error with the reason on failure */
  type(name: string, folder: Uri, commands: readonly string[]): void;
}

let current: Terminals | undefined;

/** Registers the implementation. Call it once, in hosts with terminals. */
export function useTerminals(terminals: Terminals): void {
  current = terminals;
}

export const terminals = (): Terminals | undefined => current;
