/** The only connection from a page to the extension: validated messages, and state that VS Code keeps while the page is hidden or reloaded. */
import { readMessage, type MessageShapes } from '../common/webview/messages';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

export interface Host<ToHost, State> {
  readonly post: (message: ToHost) => void;
  /** The last kept state, not validated; undefined initially. */
  readonly savedState: unknown;
  readonly saveState: (state: State) => void;
}

/**
 * Connects the page. Must be called only once.
 *
 * @param shapes of the host's messages; others are dropped.
 * @param receive called with each message.
 */
export function connectHost<ToPage extends { type: string }, ToHost, State>(
  shapes: MessageShapes<ToPage>,
  receive: (message: ToPage) => void,
): Host<ToHost, State> {
  const api = acquireVsCodeApi();
  window.addEventListener('message', event => {
    const message = readMessage<ToPage>(shapes, event.data);
    if (message) receive(message);
  });
  return {
    post: message => api.postMessage(message),
    savedState: api.getState(),
    saveState: state => api.setState(state),
  };
}

/** The element of the page with an id. @throws Error if there is none, since script and page then don't match */
export function elementById<Type extends Element>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no ${type.name} with the id ${id}.`);
  return found;
}
