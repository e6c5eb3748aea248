/** Thrown if a text is not JSON or a value can't be written as JSON. The message is Terraform's. */
export class JsonError extends Error {
  override readonly name = 'JsonError';
}
