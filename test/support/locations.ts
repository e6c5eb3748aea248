import type { Location } from 'vscode-languageserver-types';

/** `main.tf:3`: the file without its folders, and the one-based line. */
export const locationOf = ({ uri, range }: Location): string =>
  `${decodeURIComponent(uri).split('/').at(-1)!}:${range.start.line + 1}`;
