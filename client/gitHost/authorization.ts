import type { Credentials } from './gitHost';

/** @returns the value of the `Authorization` header. Only that header: it is dropped by `fetch` when a Git host redirects elsewhere. */
export function authorization(credentials: Credentials): string {
  if (credentials.kind === 'bearer') return `Bearer ${credentials.token}`;
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.token}`, 'utf8').toString('base64')}`;
}

/** @returns the secrets to be masked in messages and logs. */
export function secretsInCredentials(credentials: Credentials): string[] {
  if (credentials.kind === 'bearer') return [credentials.token];
  return [credentials.token, authorization(credentials).slice('Basic '.length)];
}
