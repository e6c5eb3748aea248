import type { Localize } from '../../../client/core/localize';

/** Behaves like `vscode.l10n.t` in an English editor. */
export const english: Localize = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
