import type { Localize } from '../../../client/core/localize';

/** What `vscode.l10n.t` does where the editor speaks English. */
export const english: Localize = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (placeholder, index: string) => String(values[Number(index)] ?? placeholder));
