/**
 * Text as it may be shown and logged: without the passwords and tokens of the addresses in it.
 *
 * Git (`credential_from_url`) and curl take apart an address in different ways when it has several `@`, so everything before the last one
 * counts as secret. Where a password has an unencoded slash, git says so in a message that has the whole address in it.
 */

/**
 * @param text anything that a program has written, or an address of a remote.
 * @returns the text, with `…` where a secret was
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*):\/\/(\S*)/gi, (_, scheme: string, rest: string) =>
      shownAddress(scheme, rest),
    )
    .replace(/(?<![\w/.@:+-])([\w.+-]+):[^\s/@:]+@(?=[\w.-]+:)/g, '$1:…@')
    .replace(/(\bauthorization:?\s+(?:basic|bearer|token)\s+)\S+/gi, '$1…');
}

/** Parameters that module sources have, and that are no secrets. */
const harmless = /^(?:ref|rev|depth|archive|checksum|version|filename)=/;

/** @param rest of an address, from the host to the next space, perhaps with a quote or punctuation after it. */
function shownAddress(scheme: string, rest: string): string {
  const visible = withoutUser(scheme, rest);
  const query = visible.indexOf('?');
  const before = query < 0 ? visible : visible.slice(0, query);
  // A fragment is sent nowhere, but what is like a parameter may have been meant as one.
  const fragment = before.indexOf('#');
  const shown = fragment >= 0 && before.includes('=', fragment) ? `${before.slice(0, fragment)}#…` : before;
  if (query < 0) return `${scheme}://${shown}`;
  const parameters = visible.slice(query + 1).split('&');
  return `${scheme}://${shown}?${parameters.map(each => (harmless.test(each) ? each : hidden(each))).join('&')}`;
}

/** `token=…`, with the quote and the punctuation that end a sentence. */
function hidden(parameter: string): string {
  const name = /^[\w.-]+=/.exec(parameter)?.[0] ?? '';
  return `${name}…${/['"`)>\],.;:]*$/.exec(parameter)?.[0] ?? ''}`;
}

function withoutUser(scheme: string, rest: string): string {
  const end = rest.search(/[/?#]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const at = authority.lastIndexOf('@');
  if (at >= 0) {
    // The user of SSH is no secret, and says where the address leads.
    const isPlainUser = /^(?:ssh|git\+ssh|ssh\+git)$/i.test(scheme) && /^[\w.-]+$/.test(authority.slice(0, at));
    return isPlainUser ? rest : rest.slice(at + 1);
  }
  // `user:pass/word@host`: what follows the colon is no port.
  const looksLikePassword = /:(?!\d*(?:['"`)>\],.;:]*)$)/.test(authority);
  if (!looksLikePassword || authority.startsWith('[')) return rest;
  return rest.includes('@') ? rest.slice(rest.lastIndexOf('@') + 1) : `${authority.slice(0, authority.indexOf(':'))}:…`;
}
