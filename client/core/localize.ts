/**
 * Turns an English message with `{0}` placeholders into the user's language: `vscode.l10n.t` in the editor. Domain files don't import
 * `vscode`, so it is passed to them.
 */
export type Localize = (message: string, ...values: (string | number)[]) => string;
