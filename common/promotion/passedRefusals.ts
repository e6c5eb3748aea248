/** What the message of a deploy tag says about refusals that someone has overridden: trailers that each are one line. */

/** The reason in a message, if any. */
export function reasonIn(message: string): string | undefined {
  return /^Kubestack-Reason: (.+)$/m.exec(message)?.[1];
}

/** The kinds of refusals, such as `frozen` and `ruleBroken`; none without a reason. */
export function passedIn(message: string): ReadonlySet<string> {
  const kinds = /^Kubestack-Passed: (.+)$/m.exec(message)?.[1];
  return new Set(reasonIn(message) === undefined ? [] : kinds?.split(', '));
}
