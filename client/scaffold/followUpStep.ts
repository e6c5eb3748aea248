/** A step of what comes after a change, as the server words it, and what can be done about it here. */

export interface FollowUpStep {
  /** The step without the commands, or all of it where it reads only as a whole. */
  readonly text: string;
  /** Commands to be typed into a terminal, in their order. */
  readonly commands: readonly string[];
}

/** @param text a step; commands in it stand between backticks */
export function followUpStep(text: string): FollowUpStep {
  const quoted = [...text.matchAll(/`([^`]+)`/g)].filter(match => isCommand(match[1] ?? ''));
  const [first, last] = [quoted[0], quoted.at(-1)];
  if (!first || !last) return { text: text.replaceAll('`', ''), commands: [] };
  const before = text.slice(0, first.index).replace(/[\s:,：、]+$/, '');
  // What is said of the commands reads badly without them; whole sentences behind them do not.
  const after = text.slice(last.index + last[0].length).replace(/^[^.。]*(?:[.。]\s*|$)/, '');
  const words = [before, after].filter(part => part !== '').join('. ');
  return { text: (words || text).replaceAll('`', ''), commands: quoted.map(match => match[1] ?? '') };
}

/** What is quoted may also be a name, a file or a value: commands have a program in front and something behind it. */
const isCommand = (quoted: string): boolean =>
  /^(?:git|tofu|terraform|curl|helm|docker|aws|az|gcloud|gsutil|scw|kubectl|mkdir)\s+\S/.test(quoted) ||
  /^\w+=\S+ (?:tofu|terraform) /.test(quoted);
