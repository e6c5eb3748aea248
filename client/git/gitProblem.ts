/** Classifies a failure of git by its output. */
import { withoutCredentials } from '../../common/withoutCredentials';

/** `authentication`: the remote has rejected the credentials, or has received none. `unreachable`: the remote can't be reached. */
export type GitProblem = 'authentication' | 'unreachable' | 'signing' | 'other';

/** @param stderr git's error output in English. */
export function problemOf(stderr: string): GitProblem {
  if (AUTHENTICATION.test(stderr)) return 'authentication';
  if (UNREACHABLE.test(stderr)) return 'unreachable';
  return SIGNING.test(stderr) ? 'signing' : 'other';
}

const AUTHENTICATION =
  /terminal prompts disabled|could not read (?:Username|Password)|Authentication failed|Permission denied \(|HTTP (?:401|403)|returned error: 40[13]|Host key verification failed/;
const UNREACHABLE =
  /Could not resolve host|unable to access|Connection (?:refused|timed out|reset)|Could not read from remote repository|does not appear to be a git repository|[Rr]epository .* (?:not found|does not exist)|Network is unreachable|hung up unexpectedly/;
const SIGNING =
  /gpg failed to sign|failed to sign|error: gpg|secret key not available|signing failed|Couldn't load public key/;

/** Git's error output without hints and progress, as one text. */
export function gitErrorOutput(stderr: string): string {
  const lines = withoutCredentials(stderr)
    .split(/[\r\n]+/)
    .map(line => line.trim())
    .filter(
      line =>
        line !== '' &&
        !/^(?:hint:|To |remote: *$|(?:remote: )?(?:Counting|Compressing|Enumerating|Writing|Total|Resolving))/.test(
          line,
        ),
    );
  return lines.map(line => line.replace(/^(?:fatal|error): /, '')).join('\n');
}

/** Joins lines of git's output so that a sentence can follow them. */
export function toSentences(output: string): string {
  const lines = output.split('\n').map(line => line.trim());
  return lines
    .filter(line => line !== '')
    .map(line => (/[.!?:;…]$/.test(line) ? line : `${line}.`))
    .join(' ');
}
