/** A text that is not JSON, or a value that can't be written as JSON. The message is terraform's. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}
