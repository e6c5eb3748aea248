import type { Credentials } from './gitHost';

/**
 * @returns the value of the `Authorization` header. No other header is used, since `fetch` drops this one if a Git host redirects to another host.
 */
export function authorization(credentials: Credentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.token}`, 'utf8').toString('base64')}`;
}

/** @returns the secrets to mask in messages and logs. */
export function secretsInCredentials(credentials: Credentials): string[] {
  if (credentials.kind === 'bearer') return [credentials.token];
  return [credentials.token, authorization(credentials).slice('Basic '.length)];
}
