/** Reads the commands in a follow-up step's text from the server. */

/**
 * Commands to be typed into a terminal, in their order.
 *
 * @param text a step; commands in it stand between backticks
 */
export const stepCommands = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '').filter(isCommand);

/** Whether quoted text is a command, a program with arguments, and not a name, file or value. */
const isCommand = (quoted: string): boolean =>
  /^(?:git|tofu|terraform|curl|helm|docker|aws|az|gcloud|gsutil|scw|kubectl|mkdir)\s+\S/.test(quoted) ||
  /^\w+=\S+ (?:tofu|terraform) /.test(quoted);
