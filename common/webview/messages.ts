/**
 * Validates messages between a webview's page and the extension host. The sides don't trust each other: each accepts only messages with a
 * listed shape, and ignores all others.
 */
import { fits, type Shape } from '../shape';
import { ownProperty } from '../ownProperty';

/** Shapes of the other properties, by the `type` of the message. */
export type MessageShapes<Message extends { type: string }> = { readonly [Type in Message['type']]: Shape };

/**
 * @param shapes of the accepted messages
 * @param received any value
 * @returns the message; undefined if it is not accepted
 */
export function readMessage<Message extends { type: string }>(
  shapes: MessageShapes<Message>,
  received: unknown,
): Message | undefined {
  if (typeof received !== 'object' || received === null) return undefined;
  const { type } = received as { type?: unknown };
  if (typeof type !== 'string') return undefined;
  const shape = ownProperty<Shape>(shapes, type);
  return shape !== undefined && fits(received, shape) ? (received as Message) : undefined;
}
