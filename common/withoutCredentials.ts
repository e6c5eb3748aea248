/**
 * Removes passwords and tokens from URLs in a text, so that it can be shown and logged.
 *
 * Git (`credential_from_url`) and curl parse a URL with several `@` differently, so everything before the last one is treated as secret.
 * Passwords with an unencoded slash are recognized too, since git prints the whole URL in its error message.
 */

/**
 * @param text output of a program, or the URL of a remote
 * @returns the text with each secret replaced by `…`
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*):\/\/(\S*)/gi, (_, scheme: string, rest: string) =>
      shownAddress(scheme, rest),
    )
    .replace(/(?<![\w/.@:+-])([\w.+-]+):[^\s/@:]+@(?=[\w.-]+:)/g, '$1:…@')
    .replace(/(\bauthorization:?\s+(?:basic|bearer|token)\s+)\S+/gi, '$1…');
}

/** Parameters of module sources that are not secret. */
const harmless = /^(?:ref|rev|depth|archive|checksum|version|filename)=/;

/** @param rest of a URL, from the authority to the next space; can end with a quote or punctuation */
function shownAddress(scheme: string, rest: string): string {
  const visible = withoutUser(scheme, rest);
  const query = visible.indexOf('?');
  const before = query < 0 ? visible : visible.slice(0, query);
  // Fragments are not sent to servers, but can contain misplaced parameters.
  const fragment = before.indexOf('#');
  const shown = fragment >= 0 && before.includes('=', fragment) ? `${before.slice(0, fragment)}#…` : before;
  if (query < 0) return `${scheme}://${shown}`;
  const parameters = visible.slice(query + 1).split('&');
  return `${scheme}://${shown}?${parameters.map(each => (harmless.test(each) ? each : hidden(each))).join('&')}`;
}

/** Returns `token=…`, followed by the quote and punctuation at the end of the parameter. */
function hidden(parameter: string): string {
  const name = /^[\w.-]+=/.exec(parameter)?.[0] ?? '';
  return `${name}…${/(?<!['"`)>\],.;:])['"`)>\],.;:]*$/.exec(parameter)?.[0] ?? ''}`;
}

function withoutUser(scheme: string, rest: string): string {
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    // The user name in an SSH URL is not a secret, and is needed to identify the repository.
    const isPlainUser = /^(?:ssh|git\+ssh|ssh\+git)$/i.test(scheme) && /^[\w.-]+$/.test(authority.slice(0, at));
    return isPlainUser ? rest : rest.slice(at + 1);
  }
  // `user:pass/word@host`: the text after the first colon is not a port.
  const looksLikePassword = /^[^:]*:(?!\d*['"`)>\],.;:]*$)/.test(authority);
  if (!looksLikePassword || authority.startsWith('[')) return rest;
  return rest.includes('@') ? rest.slice(rest.lastIndexOf('@') + 1) : `${authority.slice(0, authority.indexOf(':'))}:…`;
}
