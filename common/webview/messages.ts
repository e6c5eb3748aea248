/**
 * Messages between a page in a webview and the extension's host. Both sides are strangers to each other: each takes only messages that have
 * one of the shapes that its table lists, and drops all others.
 */
import { fits, type Shape } from '../shape';
import { ownProperty } from '../ownProperty';

/** By the `type` of a message: the shapes of its other properties. */
export type MessageShapes<Message extends { type: string }> = { readonly [Type in Message['type']]: Shape };

/**
 * @param shapes of the messages that may come.
 * @param received what came.
 * @returns the message; undefined for anything else.
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
