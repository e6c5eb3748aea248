/** Escapes text for parts of VS Code's interface that interpret more than plain text. */
import { shortened } from './shortened';
import { visibleLines, visibleText } from './visibleText';

/**
 * Text with line breaks for a message of the language server. VS Code displays `[label](target)` in messages as a link, which can run
 * commands. A space between label and target prevents that.
 */
export const messageLines = (text: string): string => visibleLines(text).replaceAll('](', '] (');

/**
 * One line for a message, a progress title, or the prompt or validation message of an input box, without links.
 *
 * @param text any text, for example with names or program output; VS Code shows at most 1,000 characters
 */
export const messageText = (text: string): string =>
  shortened(messageLines(text.replace(/[ \t\r\n]+/g, ' ').trim()), 1_000);

/** One line for a label that may have icons, as in quick picks, code lenses and the status bar: `$(name)` in the text stays text. */
export const labelText = (text: string): string =>
  visibleText(text).replace(/\\?\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g, icon =>
    icon.startsWith('\\') ? icon : `\\${icon}`,
  );

/** A label that begins with an icon. @param icon name of a codicon: `rocket` */
export const iconLabel = (icon: string, text: string): string => `$(${icon}) ${labelText(text)}`;
