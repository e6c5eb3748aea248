/** The questions of scaffolding commands, as plain data. */

/** Answers as `kubestack/scaffold` takes them: names of scaffolds, JSON values. */
export type Answers = Readonly<Record<string, unknown>>;

/** One thing to choose. */
export interface Choice {
  readonly label: string;
  readonly value: unknown;
  readonly description?: string;
  readonly detail?: string;
}

/** How a question is answered. */
export type Input =
  /** A line of text. */
  | { readonly kind: 'text'; readonly optional?: boolean; readonly example?: string }
  /** One of a list; with `free`, or any other text. */
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly free?: boolean }
  /** Any number of a list. */
  | { readonly kind: 'several'; readonly choices: readonly Choice[]; readonly optional?: boolean };

export interface Question {
  /** Where the given value is kept: unique in its command, the same whatever else was answered. */
  readonly id: string;
  readonly prompt: string;
  readonly input: Input;
  /** The initial value: a text, the value of a choice, or several values. */
  readonly initial?: unknown;
  /** Its value decides which questions follow, so the total is unknown before it. */
  readonly branches?: true;
  /** A confirmation: its value is not stored. */
  readonly once?: true;
  /** The answers that a value makes; also tells which problems belong to this question. */
  readonly answers: (value: unknown) => Answers;
  /** Client-side validation: why a value is invalid. */
  readonly refuse?: (value: unknown) => string | undefined;
}

/** The server's suggestion: an initial value and choices. */
export interface ValueSuggestion {
  readonly default?: unknown;
  readonly values?: readonly { readonly value: string; readonly description?: string }[];
}

/** One answer that takes the value as it is; nothing is no answer. A list without any is one: the server decides whether that will do. */
export const plainAnswer =
  (name: string): Question['answers'] =>
  value =>
    value === undefined || value === '' ? {} : { [name]: value };

/** Whether a value is a text without anything in it, where something has to be said. */
export const isBlankAnswer = ({ input }: Question, value: unknown): boolean =>
  input.kind === 'text' && input.optional !== true && typeof value === 'string' && value.trim() === '';
