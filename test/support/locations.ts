import type { Location } from 'vscode-languageserver-types';

/** `main.tf:3`: the file without its folders, and the line as an editor counts it. */
export const locationOf = ({ uri, range }: Location): string =>
  `${decodeURIComponent(uri).split('/').at(-1)!}:${range.start.line + 1}`;
