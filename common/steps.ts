/** Steps after a change, as data: the server makes them, and each client shows them. Only people read their texts. */
import { english, t } from './localization';
import { codeSpan } from './markdown';
import { ownProperty } from './ownProperty';

export interface Step {
  /** `task` has commands, or is done by hand. `image` builds the platform's image, and is optional. */
  readonly kind: 'task' | 'plan' | 'pullRequest' | 'promotion' | 'image';
  /** One or more sentences in Markdown. `{0}` is the place of the first command. */
  readonly text: string;
  readonly commands: readonly StepCommand[];
  /** `agent`: changes only files and commits of this machine. `person`: signs in, publishes, applies, or is a decision. */
  readonly by: 'agent' | 'person';
  /** The environment that is planned, or promoted to. */
  readonly environment?: string;
  readonly check?: StepCheck;
  /** The state that completes the step, regardless of how it was reached. */
  readonly until?: 'repository' | 'remote';
  /** Names of values that only the user knows. `{NAME}` is their place in the text, the commands and the check. */
  readonly asks?: readonly string[];
}

/**
 * A command for the shell of the user's terminal. Its line consists of words, and of texts in quotes without `$`: either the command runs, with a file
 * as input, or a variable of the terminal gets a value or the output of a program.
 */
export type StepCommand =
  | { readonly run: string; readonly input?: string; readonly encoding?: 'base64' }
  | { readonly variable: string; readonly value: string }
  | { readonly variable: string; readonly output: string };

/** How to find out whether a step is done. */
export type StepCheck = CommandCheck | DelegationCheck;

/** The DNS name has the name servers of its zone. */
export interface DelegationCheck {
  readonly delegated: string;
  /** Prints the zone in the state, like {@link CommandCheck.command}. */
  readonly zone?: string;
  /** The Terraform workspace of that state. */
  readonly workspace?: string;
}

/** A read-only command. If it fails, the step is open, if it says that something is missing. */
export interface CommandCheck {
  /** Without a shell: words, and texts in double quotes. */
  readonly command: string;
  /** Lines of its output, without marks such as `*`; if empty, any output. */
  readonly lines?: readonly string[];
  /** The Terraform workspace. */
  readonly workspace?: string;
  /** Every failure means that the step is open. */
  readonly failure?: 'open';
  /** The exit code of a command that succeeds, but has found something that is left to do. */
  readonly openCode?: number;
}

/** A command that sets a variable of the terminal. */
export type VariableCommand = Exclude<StepCommand, { readonly run: string }>;

/** The values of a step by name. */
export type StepValues = Readonly<Record<string, string>>;

/** The date in the names of deploy tags. It is asked from the command that prints it in POSIX shells, unless a client gives it. */
export const DATE = 'DATE';
const POSIX_DATE = '$(date -u +%F)';

/** A step that people do by hand, unless it has commands. */
export const step = (text: string, more: Partial<Step> = {}): Step => ({
  kind: 'task',
  text,
  commands: [],
  by: 'person',
  ...more,
});

/** A step whose sentence has one list of all its commands. */
export const commandStep = (
  text: (commands: string) => string,
  commands: readonly StepCommand[],
  more?: Partial<Step>,
): Step => step(text(commands.map((_, index) => `{${index}}`).join(', ')), { commands, ...more });

/** Commands that run a line each. */
export const runs = (...lines: readonly string[]): StepCommand[] => lines.map(line => ({ run: line }));

/** The step to plan an environment. */
export const planStep = (environment: string): Step => step(t('Plan {0}.', environment), { kind: 'plan', environment });

/** The text of a step with its commands, as Markdown. */
export const stepText = ({ text, commands, asks }: Step, values: StepValues = {}): string =>
  english(
    withValues(text, asks, values),
    ...commands.map(each => codeSpan(commandText(withGiven(each, asks, values)))),
  );

/** A command as in a POSIX shell. */
export function commandText(command: StepCommand): string {
  if ('value' in command) return `export ${command.variable}=${command.value}`;
  if ('output' in command) return `export ${command.variable}=$(${command.output})`;
  const { run, input, encoding } = command;
  if (input === undefined) return run;
  return encoding === 'base64' ? `base64 < ${input} | tr -d "\\n" | ${run}` : `${run} < ${input}`;
}

/** A text with the values in the places of their names; a value that nobody has given is its name. */
export const withValues = (text: string, asks: readonly string[] = [], values: StepValues): string =>
  asks.reduce(
    (result, name) =>
      result.replaceAll(`{${name}}`, () => ownProperty(values, name) ?? (name === DATE ? POSIX_DATE : name)),
    text,
  );

/** A command with the given values. */
export const withGiven = (command: StepCommand, asks: readonly string[] | undefined, values: StepValues): StepCommand =>
  Object.fromEntries(
    Object.entries(command).map(([key, text]) => [key, withValues(String(text), asks, values)]),
  ) as unknown as StepCommand;

/** The names in texts that have no value yet. */
export const missingValues = (texts: readonly string[], { asks = [] }: Step, values: StepValues): string[] =>
  asks.filter(name => !Object.hasOwn(values, name) && texts.some(text => text.includes(`{${name}}`)));
