// Pages of the extension that are tested in one window, and what tests do with each of them.

/** A page that is tested in a window with others. */
export interface PageOfWindow {
  /** Size in pixels of a window that is narrow for the page. */
  readonly narrow: { readonly width: number; readonly height: number };
  /** Opens the page, and changes what it shows, so that {@link PageOfWindow.isRestored} can recognize it. */
  change(): Promise<void>;
  /** Selects the tab of the page, and waits until the page is drawn. */
  show(): Promise<void>;
  /** Asserts that the page shows the same after the window is reloaded, and that it reacts. */
  isRestored(): Promise<void>;
  /** Sets the focus for a check of accessibility, and asserts what axe doesn't check. */
  prepareToBeRead(): Promise<void>;
  /** Asserts that nothing is cut off in a narrow window. */
  fits(): Promise<void>;
}
