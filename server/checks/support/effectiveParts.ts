/** Reads parts of an effective configuration. */
export * from '../../semantics/effectiveParts';
