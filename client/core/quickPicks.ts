/**
 * Quick picks. The only file that calls VS Code's API for them (enforced by `npm run lint`): VS Code renders `$(name)` in any text of an
 * item as an icon, so texts are escaped.
 */
import * as vscode from 'vscode';
import { iconLabel, labelText } from '../../common/messageText';

export interface PickItem {
  readonly label: string;
  /** Name of a codicon in front of the label: `rocket`. */
  readonly icon?: string;
  readonly description?: string;
  /** Text of the line below the label. */
  readonly detail?: string;
  readonly kind?: vscode.QuickPickItemKind;
  readonly picked?: boolean;
  readonly alwaysShow?: boolean;
}

/** An escaped item for VS Code. */
export interface ShownItem<Item extends PickItem> extends vscode.QuickPickItem {
  readonly item: Item;
}

/** Converts an item for a quick pick from `createPick`. */
export function shownItem<Item extends PickItem>(item: Item): ShownItem<Item> {
  const { label, icon, description, detail, kind, picked, alwaysShow } = item;
  return {
    item,
    label: withIcon(icon, label),
    ...(description === undefined ? {} : { description: labelText(description) }),
    ...(detail === undefined ? {} : { detail: labelText(detail) }),
    ...(kind === undefined ? {} : { kind }),
    ...(picked === undefined ? {} : { picked }),
    ...(alwaysShow === undefined ? {} : { alwaysShow }),
  };
}

const withIcon = (icon: string | undefined, text: string): string =>
  icon === undefined ? labelText(text) : iconLabel(icon, text);

/** A separator between groups of items. */
export const separator = (label: string): PickItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** Creates a quick pick whose items come from `shownItem`. */
export const createPick = <Item extends PickItem>(): vscode.QuickPick<ShownItem<Item>> =>
  vscode.window.createQuickPick<ShownItem<Item>>();

/** Lets the user choose one item; undefined on cancel. */
export async function pickOne<Item extends PickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<Item | undefined> {
  return (await vscode.window.showQuickPick(items.map(shownItem<Item>), options))?.item;
}

/** Lets the user choose any number of items; undefined on cancel. */
export async function pickMany<Item extends PickItem>(
  items: readonly Item[],
  options: vscode.QuickPickOptions,
): Promise<Item[] | undefined> {
  const chosen = await vscode.window.showQuickPick(items.map(shownItem<Item>), { ...options, canPickMany: true });
  return chosen?.map(({ item }) => item);
}
