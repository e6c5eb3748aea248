/** A step of what comes after a change, as the server words it, and what can be done about it here. */

/**
 * Commands to be typed into a terminal, in their order.
 *
 * @param text a step; commands in it stand between backticks
 */
export const stepCommands = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '').filter(isCommand);

/** What is quoted may also be a name, a file or a value: commands have a program in front and something behind it. */
const isCommand = (quoted: string): boolean =>
  /^(?:git|tofu|terraform|curl|helm|docker|aws|az|gcloud|gsutil|scw|kubectl|mkdir)\s+\S/.test(quoted) ||
  /^\w+=\S+ (?:tofu|terraform) /.test(quoted);
