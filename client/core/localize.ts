/**
 * Turns an English message with `{0}` placeholders into the user's language: `vscode.l10n.t` in the editor. The files that decide
 * don't import `vscode`, so they are given it.
 */
export type Localize = (message: string, ...values: (string | number)[]) => string;
