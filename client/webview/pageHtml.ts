/** The HTML of webview pages. It contains nothing from a repository: that is sent in messages. */
import { ownProperty } from '../../common/ownProperty';

export interface PageParts {
  /** Title for screen readers. */
  readonly title: string;
  /** BCP 47 tag of the editor's language. */
  readonly language: string;
  /** URIs that the page can load. */
  readonly script: string;
  readonly style: string;
  /** The source from which VS Code lets a page load files (`webview.cspSource`). */
  readonly cspSource: string;
  /** Random value for only this page. */
  readonly nonce: string;
}

/**
 * @returns a page that runs one script and loads one style sheet, and that can't load, send or open anything else. The script creates all of its
 * content.
 */
export function pageHtml({ title, language, script, style, cspSource, nonce }: PageParts): string {
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="stylesheet" href="${escaped(style)}">
</head>
<body>
<div id="page"></div>
<script nonce="${escaped(nonce)}" src="${escaped(script)}"></script>
</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ownProperty(entities, character)!);
