/** Handles mouse and wheel events of the diagram. */
import type { Box } from '../../common/diagram/diagram';
import { fitted, moved, revealing, zoomed, type Size, type PictureView } from './viewport';

/** Maximum movement between pressing and releasing the mouse button for a click, in pixels. */
const CLICK = 4;
const STEP = 1.25;

export class PanAndZoom {
  private view: PictureView = { x: 0, y: 0, scale: 1 };
  private picture: Size = { width: 1, height: 1 };
  /** Whether the diagram is fitted to the page, which ends when the user moves it. */
  private isFitted = true;
  private dragged = false;

  /**
   * @param window the element that displays the diagram.
   * @param scene the moved element.
   * @param moved called with the view that the user has selected; undefined if the diagram is fitted again.
   * @param resized called when the element has another size.
   */
  constructor(
    private readonly window: Element,
    private readonly scene: SVGGElement,
    private readonly moved: (view: PictureView | undefined) => void,
    resized: () => void,
  ) {
    window.addEventListener('wheel', event => this.wheel(event as WheelEvent), { passive: false });
    window.addEventListener('pointerdown', event => this.press(event as PointerEvent));
    // Ignores the click at the end of a drag.
    window.addEventListener(
      'click',
      event => {
        if (this.dragged) event.stopPropagation();
        this.dragged = false;
      },
      { capture: true },
    );
    new ResizeObserver(() => {
      if (this.isFitted) this.show(fitted(this.picture, this.size));
      resized();
    }).observe(window);
  }

  /** Sets another diagram. A fitted view is fitted again; other views don't move. */
  setPicture(picture: Size): void {
    this.picture = picture;
    if (this.isFitted) this.show(fitted(picture, this.size));
  }

  setView(view: PictureView): void {
    this.isFitted = false;
    this.show(view);
  }

  fit(): void {
    this.isFitted = true;
    this.show(fitted(this.picture, this.size));
    this.moved(undefined);
  }

  /** @param steps positive values zoom in */
  zoom(steps: number): void {
    const { width, height } = this.size;
    this.choose(zoomed(this.view, STEP ** steps, { x: width / 2, y: height / 2 }));
  }

  pan(dx: number, dy: number): void {
    this.choose(moved(this.view, dx, dy));
  }

  reveal(box: Box): void {
    const view = revealing(this.view, box, this.size);
    if (view !== this.view) this.choose(view);
  }

  private get size(): Size {
    const { clientWidth: width, clientHeight: height } = this.window;
    return { width, height };
  }

  private choose(view: PictureView): void {
    this.setView(view);
    this.moved(view);
  }

  private show(view: PictureView): void {
    this.view = view;
    this.scene.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale})`);
    // Unreadably small text is not drawn, so that large platforms move smoothly.
    this.scene.classList.toggle('far', view.scale < 0.4);
    this.scene.classList.toggle('very-far', view.scale < 0.18);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (!event.ctrlKey && !event.metaKey) {
      const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      this.pan(-dx * unit, -dy * unit);
      return;
    }
    const { left, top } = this.window.getBoundingClientRect();
    const at = { x: event.clientX - left, y: event.clientY - top };
    this.choose(zoomed(this.view, Math.exp((-event.deltaY * unit) / 300), at));
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0 && event.button !== 1) return;
    this.dragged = false;
    let last = { x: event.clientX, y: event.clientY };
    const start = last;
    const move = (next: PointerEvent): void => {
      const far = Math.hypot(next.clientX - start.x, next.clientY - start.y) > CLICK;
      if (!far && !this.dragged) return;
      this.dragged = true;
      this.pan(next.clientX - last.x, next.clientY - last.y);
      last = { x: next.clientX, y: next.clientY };
    };
    const release = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', release);
      removeEventListener('pointercancel', release);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', release);
    addEventListener('pointercancel', release);
  }
}
