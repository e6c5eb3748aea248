/** Parses the commands in the text of a follow-up step from the server. */

/**
 * Commands for a terminal, in order.
 *
 * @param text of a step; commands are between backticks
 */
export const stepCommands = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(match => match[1] ?? '').filter(isCommand);

/** Whether quoted text is a command, which has arguments, and not a name, file or value. */
const isCommand = (quoted: string): boolean =>
  /^(?:git|gh|glab|tofu|terraform|curl|helm|docker|aws|az|gcloud|gsutil|scw|kubectl|mkdir|export|base64)\s+\S/.test(
    quoted,
  ) || /^\w+=\S+ (?:tofu|terraform) /.test(quoted);
