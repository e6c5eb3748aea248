/** The questions of scaffolding commands, as plain data. */

/** Answers in the format of `kubestack/scaffold`: names of scaffolds, JSON values. */
export type Answers = Readonly<Record<string, unknown>>;

/** An option of a choice. */
export interface Choice {
  readonly label: string;
  readonly value: unknown;
  readonly description?: string;
  readonly detail?: string;
}

/** The kind of input. */
export type Input =
  /** A line of text. */
  | { readonly kind: 'text'; readonly optional?: boolean; readonly example?: string }
  /** One of a list; with `free`, also any other text. */
  | { readonly kind: 'choice'; readonly choices: readonly Choice[]; readonly free?: boolean }
  /** Any number of a list. */
  | { readonly kind: 'several'; readonly choices: readonly Choice[]; readonly optional?: boolean };

export interface Question {
  /** Key for storing the value: unique in its command, and independent of other answers. */
  readonly id: string;
  readonly prompt: string;
  readonly input: Input;
  /** The initial value: a text, the value of a choice, or several values. */
  readonly initial?: unknown;
  /** Whether its value determines the following questions, so that their number is unknown before. */
  readonly branches?: true;
  /** Whether it is a confirmation, whose value is not stored. */
  readonly once?: true;
  /** Converts a value to answers. Also determines which problems belong to this question. */
  readonly answers: (value: unknown) => Answers;
  /** Client-side validation: returns why a value is invalid. */
  readonly refuse?: (value: unknown) => string | undefined;
  /** Returns what to consider about a typed value that is valid. */
  readonly advise?: (value: string) => string | undefined;
}

/** The server's suggestion: an initial value and choices. */
export interface ValueSuggestion {
  readonly default?: unknown;
  readonly values?: readonly { readonly value: string; readonly description?: string }[];
}

/** Returns the value unchanged as one answer; an empty text is no answer. An empty list is one: the server decides whether it is valid. */
export const plainAnswer =
  (name: string): Question['answers'] =>
  value =>
    value === undefined || value === '' ? {} : { [name]: value };

/** Whether a value is an empty text although the question requires one. */
export const isBlankAnswer = ({ input }: Question, value: unknown): boolean =>
  input.kind === 'text' && input.optional !== true && typeof value === 'string' && value.trim() === '';
