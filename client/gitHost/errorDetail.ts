import { uriComponent } from '../../common/uriComponent';
/** Extracts the error message from the body of a Git host's response. */

const MAX_DETAIL_LENGTH = 600;

/**
 * @param body the JSON response of any Git host.
 * @param secrets are masked in the result.
 * @returns one line; undefined if the body has no message.
 */
export function errorDetail(body: unknown, secrets: readonly string[] = []): string | undefined {
  const joined = [
    ...new Set(
      sentences(body, 0)
        .map(oneLine)
        .filter(text => text !== ''),
    ),
  ].join('; ');
  const clean = withoutSecrets(joined, secrets);
  if (clean === '') return undefined;
  return clean.length > MAX_DETAIL_LENGTH ? `${clean.slice(0, MAX_DETAIL_LENGTH)}…` : clean;
}

/** Fields with error messages: GitHub `message`, `errors[]`; GitLab `message`, `error`; Bitbucket `error.message`; Azure `message`. */
const FIELDS = ['message', 'error', 'error_description', 'detail', 'errors', 'fields'] as const;

function sentences(value: unknown, depth: number): string[] {
  if (depth > 4) return [];
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(entry => sentences(entry, depth + 1));
  if (typeof value !== 'object' || value === null) return [];
  const record = value as Record<string, unknown>;
  const found = FIELDS.flatMap(field => sentences(record[field], depth + 1));
  if (found.length > 0) return found;
  if (typeof record['field'] === 'string' && typeof record['code'] === 'string')
    return [`${record['field']}: ${record['code']}`];
  // GitLab lists problems by attribute: { "source_branch": ["is invalid"] }.
  if (depth === 0) return [];
  return Object.entries(record).flatMap(([name, problems]) =>
    sentences(problems, depth + 1).map(problem => `${name} ${problem}`),
  );
}

const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();

/** Masks every secret, including its forms in URLs and in basic authentication. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of [secret, uriComponent(secret)]) clean = clean.replaceAll(form, '…');
  }
  return clean;
}
